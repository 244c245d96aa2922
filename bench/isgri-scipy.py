"""The scipy side of bench/isgri.ts: one science window in one band, decoded with the same arithmetic on one thread.

python isgri-scipy.py FOLDER REPEATS: reads kernels, values, variances and weights as raw float64 from FOLDER, writes the
image of the sky there, and prints the median wall time of a decoding in milliseconds as JSON. The transforms of the
mask are made once, before the clock starts, as on the other side.
"""

import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
import scipy
import scipy.fft as fft

folder, repeats = sys.argv[1], int(sys.argv[2])
with open(os.path.join(folder, "setting.json")) as file:
    setting = json.load(file)
rows, columns = setting["detector"]
side, image_side = setting["kernelSide"], setting["imageSide"]
shape = (512, 512)


def read(name, *dimensions):
    return np.fromfile(os.path.join(folder, name + ".f64"), dtype=np.float64).reshape(dimensions)


kernels = read("kernels", 5, side, side)
values, variances, weights = (read(name, rows, columns) for name in ("values", "variances", "weights"))
coding = read("coding", image_side, image_side)
# Moved so that the first shift of the full correlation lies at zero: then 512 cells hold all of it.
masks = []
for kernel in kernels:
    moved = np.zeros(shape)
    moved[rows - 1 : rows - 1 + side, columns - 1 : columns - 1 + side] = kernel
    masks.append(fft.rfft2(moved, workers=1))
out_rows, out_columns = rows + side - 1, columns + side - 1
# The centre of the full correlation is the centre of the image, which runs towards -Y.
row_offset = (out_rows - image_side) // 2
column_shift = (out_columns - 1 + image_side - 1) // 2


def correlations(data, wanted):
    transformed = np.conj(fft.rfft2(data, shape, workers=1))
    result = []
    for k in wanted:
        plane = fft.irfft2(masks[k] * transformed, shape, workers=1)[:out_rows, :out_columns]
        sky = np.zeros((image_side, image_side))
        first, last = max(0, -row_offset), min(image_side, out_rows - row_offset)
        at = column_shift - np.arange(image_side)
        inside = (at >= 0) & (at < out_columns)
        sky[first:last, inside] = plane[first + row_offset : last + row_offset, at[inside]]
        result.append(sky)
    return result


def decode():
    plus, minus, plus_plus, plus_minus = correlations(weights, (0, 1, 2, 3))
    usable = (coding >= setting["minimumCoding"]) & (plus >= 1) & (minus >= 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(usable, plus / minus, 0)
        norm = np.where(usable, np.maximum(0, plus_plus - ratio * plus_minus), 0)
        scale = setting["litPixels"] / setting["exposureS"]
        d_plus, d_minus = correlations(values * weights, (0, 1))
        intensity = np.where(norm == 0, np.nan, (d_plus - ratio * d_minus) * scale / norm)
        v_pp, v_pm, v_mm = correlations(variances * weights * weights, (2, 3, 4))
        squares = v_pp - 2 * ratio * v_pm + ratio * ratio * v_mm
        variance = np.where((norm != 0) & (squares > 0), squares * (scale / norm) ** 2, np.nan)
        return intensity, variance, intensity / np.sqrt(variance)


decode()
times = []
for _ in range(repeats):
    start = time.perf_counter()
    image = decode()
    times.append(1e3 * (time.perf_counter() - start))
image[2].tofile(os.path.join(folder, "significance.f64"))
print(json.dumps({"version": scipy.__version__, "ms": float(np.median(times))}))
