"""The independent judge of the FITS library's tests: one process that writes files with astropy and
describes any number of files (values as digests of their little-endian bytes) as JSON on standard output.

    python astropy-judge.py FOLDER < JSON list of files to describe
"""

import gzip
import hashlib
import io
import json
import os
import sys
import warnings

import numpy as np
from astropy.io import fits

warnings.simplefilter("ignore")


def number(value):
    """Integers as decimal text, since JavaScript reads 1.0 and 1 alike; other floats as they are."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, bool):
        return value
    if isinstance(value, int) or (value.is_integer() and abs(value) <= 2**53):
        return str(int(value))
    return value


def digest(array):
    array = np.ascontiguousarray(array)
    little = array.astype(array.dtype.newbyteorder("<"))
    if array.dtype.kind == "f":  # one NaN, since astropy does not keep payloads when it scales
        little[np.isnan(little)] = np.nan
    return hashlib.sha256(little.tobytes()).hexdigest()


def describe_array(array):
    if array.dtype.kind in "US":
        return {"type": "string", "values": [str(text).rstrip() for text in array.reshape(-1).tolist()]}
    if array.dtype.kind == "b":
        return {"type": "bool", "values": [bool(v) for v in array.reshape(-1).tolist()]}
    return {"type": str(array.dtype.name), "length": int(array.size), "digest": digest(array)}


def physical(raw, scale, zero, null):
    values = raw.astype("f8")
    if scale != 1 or zero != 0:
        values = values * scale + zero
    if null is not None:
        values[raw == null] = np.nan
    return values


def unshifted(hdu, path, index):
    """Rows as stored: astropy shifts variable-length arrays of one element only, so TZERO is hidden from it."""
    with open(path, "rb") as file:
        content = file.read()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    hidden = content.replace(f"TZERO{index + 1}".ljust(8).encode(), b"COMMENT ")
    with fits.open(io.BytesIO(hidden)) as again:
        return [np.asarray(row) for row in again[hdu.name or 1].data.field(index)]


def describe_column(hdu, index, path):
    column = hdu.columns[index]
    result = {"name": column.name, "unit": column.unit or "", "format": hdu.header[f"TFORM{index + 1}"]}
    code = result["format"].lstrip("0123456789")
    ascii_table = isinstance(hdu, fits.TableHDU)
    offset = {"B": -128, "I": 1 << 15, "J": 1 << 31, "K": 1 << 63}.get(code[0])
    scale, zero = hdu.header.get(f"TSCAL{index + 1}", 1), hdu.header.get(f"TZERO{index + 1}", 0)
    if not ascii_table and code[0] in "BIJKED" and (scale != 1 or zero not in (0, offset)):
        raw = np.asarray(hdu.data.view(np.ndarray)[column.name])
        return result | {"shape": list(raw.shape)} | describe_array(physical(raw, scale, zero, column.null))
    data = hdu.data.field(index)
    if ascii_table:
        return result | {"shape": list(data.shape)} | describe_array(data)
    if code[0] in "PQ":
        rows = [np.asarray(row) for row in data]
        if code[1] == "A":
            return result | {"type": "string", "values": ["".join(row.tolist()).rstrip() for row in rows]}
        zero = hdu.header.get(f"TZERO{index + 1}")
        if zero is not None:
            kind = {-128: "i1", 1 << 15: "u2", 1 << 31: "u4", 1 << 63: "u8"}[zero]
            rows = [np.array([int(value) + zero for value in row], kind) for row in unshifted(hdu, path, index)]
        return result | {"rows": [describe_array(row) for row in rows]}
    if code[0] == "X":
        return result | {"shape": list(data.shape)} | describe_array(np.asarray(data).astype("u1"))
    if code[0] == "B" and zero == -128:  # astropy gives these as floats
        data = np.asarray(data).astype("i1")
    return result | {"shape": list(data.shape)} | describe_array(np.asarray(data))


def describe_image(path, index, hdu):
    header = hdu.header
    scale, zero = header.get("BSCALE", 1), header.get("BZERO", 0)
    if hdu.data is None:
        return {"shape": []}
    null = header.get("BLANK") if header["BITPIX"] > 0 else None
    with fits.open(path, do_not_scale_image_data=True) as again:
        raw = again[index].data
        missing = raw == null
    if scale == 1 and zero == {8: -128, 16: 1 << 15, 32: 1 << 31, 64: 1 << 63}.get(header["BITPIX"]):
        with fits.open(path, uint=True, ignore_blank=True) as again:
            stored = again[index].data.astype("i1") if zero == -128 else again[index].data
        values = stored.astype("f8")
        values[missing] = np.nan
    else:
        values = physical(raw, scale, zero, null)
        stored = raw if scale == 1 and zero == 0 else values
    return {"shape": list(raw.shape), "physical": digest(values)} | describe_array(stored)


def describe_card(card):
    value = card.value
    if isinstance(value, fits.card.Undefined):
        value = None
    elif isinstance(value, complex):
        value = [number(value.real), number(value.imag)]
    elif isinstance(value, str):
        value = value.rstrip()
    elif value is not None:
        value = number(value)
    return [card.keyword.upper(), value, (card.comment or "").rstrip()]


def describe_file(path):
    hdus = []
    # Images are decoded from a second handle: reading the scaled data of this one would change its header.
    with fits.open(path, uint=True, do_not_scale_image_data=True, checksum=False) as file:
        for index, hdu in enumerate(file):
            cards = [describe_card(c) for c in hdu.header.cards if c.keyword not in ("COMMENT", "HISTORY", "")]
            texts = [str(c.value).rstrip() for c in hdu.header.cards if c.keyword in ("COMMENT", "HISTORY", "")]
            states = {}
            for keyword in ("checksum", "datasum"):
                if keyword.upper() not in hdu.header:
                    states[keyword] = "absent"
                else:
                    states[keyword] = "ok" if getattr(hdu, f"verify_{keyword}")() == 1 else "wrong"
            result = {"name": hdu.name if index or hdu.header.get("EXTNAME") else "", "cards": cards, "texts": texts, "checksums": states}
            if hdu.is_image:
                result["image"] = describe_image(path, index, hdu)
            else:
                result["columns"] = [describe_column(hdu, i, path) for i in range(len(hdu.columns))]
            hdus.append(result)
    return hdus


def all_columns():
    rng = np.random.default_rng(20230307)
    variable = np.empty(3, dtype=object)
    variable[:] = [np.array([1, -2], "i2"), np.array([], "i2"), np.array([3, 4, 5], "i2")]
    reals = np.empty(3, dtype=object)
    reals[:] = [np.array([1.5, np.nan]), np.array([np.inf]), np.array([])]
    column = fits.Column
    return [
        column("L", "L", array=[True, False, True]),
        column("X", "11X", array=rng.integers(0, 2, (3, 11)).astype(bool)),
        column("B", "B", array=np.array([0, 1, 255], "u1"), null=255),
        column("SB", "B", array=np.array([-128, 0, 127], "i1"), bzero=-128),
        column("I", "I", array=np.array([-32768, 0, 32767], "i2"), unit="count", disp="I6"),
        column("U2", "I", array=np.array([0, 1, 65535], "u2"), bzero=1 << 15),
        column("J", "J", array=np.array([-(1 << 31), 0, (1 << 31) - 1], "i4"), null=0),
        column("U4", "J", array=np.array([0, 1, (1 << 32) - 1], "u4"), bzero=1 << 31),
        column("K", "K", array=np.array([-(1 << 63), 2**53 + 1, (1 << 63) - 1], "i8")),
        column("U8", "K", array=np.array([0, 2**53 + 1, (1 << 64) - 1], "u8"), bzero=1 << 63),
        column("E", "E", array=np.array([1.1, np.nan, -np.inf], "f4"), unit="keV"),
        column("D", "D", array=np.array([1.1, np.nan, 5e-324])),
        column("C", "C", array=np.array([1 + 2j, 3j, -4], "c8")),
        column("M", "M", array=np.array([1 + 2j, 3j, -4], "c16")),
        column("A", "7A", array=["GRB", "", "230307A"]),
        column("VE", "6E", array=rng.normal(size=(3, 2, 3)).astype("f4"), dim="(3,2)"),
        column("VJ", "4J", array=rng.integers(0, 9, (3, 4)).astype("i4")),
        column("AA", "12A", array=np.array([["ab", "c", "d"], ["", "x", "yz"], ["p", "q", "rstu"]]), dim="(4,3)"),
        column("PI", "PI()", array=variable),
        column("QD", "QD()", array=reals),
        column("PA", "PA()", array=np.array(["hello", "", "x y"], dtype=object)),
    ]


def make_headers():
    header = fits.Header()
    header["OBJECT"] = ("It's ''quoted''", "quotes")
    header["LONG"] = ("a long string / with a slash & more, " * 12, "and a comment that is long as well " * 4)
    header["HIERARCH ESO DET CHIP1 NAME"] = ("CCD", "hierarchical")
    header["HIERARCH lower case key"] = (1.5, "another")
    header["BIGINT"] = 2**62 + 1
    header["FLOAT"] = (1.25e-300, "small")
    header["CPLX"] = 1.5 - 2.5j
    header["TRUE"], header["EMPTY"], header["BLANKS"] = True, "", "  leading"
    header["NOVALUE"] = fits.card.Undefined()
    header["DATE-OBS"] = "2023-03-07T15:44:06.670"
    header["COMMENT"] = "remark " * 20
    header["HISTORY"] = "made by astropy"
    header[""] = "blank keyword"
    return header


def make_files(folder):
    made = []

    def write(name, hdus, **options):
        path = os.path.join(folder, name)
        fits.HDUList(hdus).writeto(path, overwrite=True, **options)
        made.append(path)

    shape = (2, 3, 5)
    images = [fits.PrimaryHDU(np.arange(30, dtype="u1").reshape(shape), header=make_headers())]
    for code in ("i1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"):
        kind = np.dtype(code)
        limits = np.finfo(kind) if kind.kind == "f" else np.iinfo(kind)
        data = np.linspace(0, 100, 30).astype(kind).reshape(shape)
        data.flat[:2] = [limits.min, limits.max]
        images.append(fits.ImageHDU(data, name=code))
    write("images.fits", images, checksum=True)
    scaled = fits.ImageHDU(np.array([[1.0, 2.0], [3.0, 4.5]]), name="SCALED")
    scaled.scale("int16", bzero=2.5, bscale=0.001)
    blank = fits.ImageHDU(np.array([1, -99, 3], "i4"), name="BLANK")
    blank.header["BLANK"] = -99
    write("scaled.fits", [fits.PrimaryHDU(), scaled, blank])
    table = fits.BinTableHDU.from_columns(all_columns(), name="ALL")
    write("table.fits", [fits.PrimaryHDU(), table], checksum=True)
    write("empty-table.fits", [fits.PrimaryHDU(), fits.BinTableHDU.from_columns([c.copy() for c in all_columns()[:4]], nrows=0)])
    raw = [
        fits.Column("SI", "I", array=np.array([1, -7, 30000], "i2"), null=-7),
        fits.Column("SE", "3E", array=np.linspace(-1, 1, 9, dtype="f4").reshape(3, 3)),
        fits.Column("SK", "K", array=np.array([1, 2, 2**60], "i8")),
    ]
    write("scaled-table.fits", [fits.PrimaryHDU(), fits.BinTableHDU.from_columns(raw)])
    for index, (scale, zero) in enumerate([(0.1, 5.5), (3.0, 1.0), (1.0, 32768.0)], start=1):
        fits.setval(made[-1], f"TSCAL{index}", value=scale, ext=1)
        fits.setval(made[-1], f"TZERO{index}", value=zero, ext=1)
    ascii_columns = [
        fits.Column("NAME", "A8", array=["GRB", "", "Crab"], ascii=True),
        fits.Column("COUNT", "I6", array=np.array([1, -20, 300]), ascii=True),
        fits.Column("BIG", "I15", array=np.array([1, -(10**12), 10**13]), ascii=True),
        fits.Column("RATE", "F10.3", array=np.array([1.5, -2.25, 1000.125]), ascii=True, unit="count/s"),
        fits.Column("FLUX", "E15.7", array=np.array([1e-10, 2.5e20, 0]), ascii=True),
        fits.Column("TIME", "D25.17", array=np.array([51544.123456789012, -1.5, 0]), ascii=True),
    ]
    write("ascii.fits", [fits.PrimaryHDU(), fits.TableHDU.from_columns(ascii_columns, name="ASCII")])
    with open(os.path.join(folder, "table.fits"), "rb") as plain:
        content = plain.read()
    path = os.path.join(folder, "table-gz.fits.gz")
    with gzip.open(path, "wb") as packed:
        packed.write(content)
    made.append(path)
    return made


if __name__ == "__main__":
    files = json.load(sys.stdin)
    made_files = make_files(sys.argv[1])
    described = {path: describe_file(path) for path in [*files, *made_files]}
    json.dump({"made": made_files, "described": described}, sys.stdout)
