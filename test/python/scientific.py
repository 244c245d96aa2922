"""Judges that values of numpy and astropy survive the codec with types and bits; prints one line for each kind."""

import numpy as np
from astropy import units as u
from astropy.table import QTable, Table
from astropy.time import Time

from stemma import codec


def there_and_back(value):
    return codec.decode(codec.encode_bytes(value))


def same(a, b):
    assert type(a) is type(b), (type(a), type(b))
    assert a.dtype == b.dtype and a.shape == b.shape, (a.dtype, b.dtype)
    assert a.tobytes() == b.tobytes()


rng = np.random.default_rng(7)
names = "int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64 complex64 complex128 bool >f4 >i2 U5 S3 M8[ms] m8[s]"
for name in names.split():
    dtype = np.dtype(name)
    for shape in [(), (0,), (5,), (2, 3), (2, 0, 4)]:
        raw = rng.integers(0, 2 if dtype.kind in "bU" else 256, int(np.prod(shape)) * dtype.itemsize, dtype=np.uint8)
        # Any bits at all, NaN payloads and -0 among them; text must be text.
        array = np.full(shape, "né", dtype) if dtype.kind == "U" else raw.view(dtype).reshape(shape)
        same(array, there_and_back(array))
print("arrays")

record = np.zeros(3, [("x", ">f8"), ("y", "i2", (2, 2)), ("s", "S4")])
record["x"] = [1, np.nan, -0.0]
same(record, there_and_back(record))
masked = there_and_back(np.ma.MaskedArray([1.5, 2.5], [False, True]))
assert masked.mask.tolist() == [False, True] and masked.data.tolist() == [1.5, 2.5]
print("records")

for quantity in [3 * u.keV, np.arange(4, dtype="f4") * u.erg / u.cm**2 / u.s, np.ones((2, 2)) * u.deg, 5 * u.dimensionless_unscaled]:
    back = there_and_back(quantity)
    assert back.unit == quantity.unit
    same(np.asarray(quantity.value), np.asarray(back.value))
print("quantities")

for time in [Time("2017-08-17T12:41:04.446"), Time([58000.1, 58001.7], format="mjd", scale="tt"), Time(1e-9, format="unix")]:
    back = there_and_back(time)
    assert (back.scale, back.format) == (time.scale, time.format)
    assert np.all(back.jd1 == time.jd1) and np.all(back.jd2 == time.jd2)
print("times")

table = Table({"id": np.array([1, 2], "i4"), "name": ["Crab", "Vela X-1"], "flux": [1.5, np.nan]}, meta={"MISSION": "INTEGRAL"})
table["flux"].unit = "ct / s"
back = there_and_back(table)
assert back.colnames == table.colnames and back.meta == table.meta and str(back["flux"].unit) == "ct / s"
for name in table.colnames:
    same(np.asarray(table[name]), np.asarray(back[name]))
quantities = QTable({"e": [1.0, 2.0] * u.keV})
assert there_and_back(quantities)["e"].unit == u.keV and isinstance(there_and_back(quantities), QTable)
print("tables")

for bad, place in [(object(), "value is"), ({"a": [1, lambda: 0]}, "value.a[1]"), (np.array([object()]), "value is an array")]:
    try:
        codec.encode_bytes(bad)
        raise SystemExit("was stored")
    except codec.CannotStore as error:
        assert place in str(error), error
ring = []
ring.append(ring)
try:
    codec.encode_bytes(ring)
    raise SystemExit("was stored")
except codec.CannotStore as error:
    assert "contains itself" in str(error)
print("refusals")
