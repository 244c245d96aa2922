"""The astropy side of bench/fits.ts: the same table, written and read in one process each."""

import sys

import numpy as np
from astropy.io import fits

task, path = sys.argv[1:3]
if task == "write":
    i = np.arange(1_000_000)
    columns = [
        fits.Column("EVENT_ID", "K", array=i),
        fits.Column("TIME", "D", unit="s", array=i * 0.05),
        fits.Column("ENERGY", "E", unit="keV", array=(20 + i % 1000).astype("f4")),
        fits.Column("CHANNEL", "I", array=(i % 256).astype("i2")),
    ]
    table = fits.BinTableHDU.from_columns(columns, name="EVENTS")
    fits.HDUList([fits.PrimaryHDU(), table]).writeto(path, checksum=True, overwrite=True)
elif task == "read":
    with fits.open(path) as file:
        data = file["EVENTS"].data
        # As native contiguous arrays, which is what the other side gives its user.
        native = {name: data[name].astype(data[name].dtype.newbyteorder("=")) for name in data.names}
        print(sum(float(native[name].sum()) for name in ("TIME", "ENERGY", "CHANNEL")) + int(native["EVENT_ID"][-1]))
