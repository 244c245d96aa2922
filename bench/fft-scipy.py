"""The scipy side of bench/fft.ts: the same transforms and correlations, one thread; prints milliseconds as JSON."""

import json
import sys
import time

import numpy as np
import scipy
import scipy.fft as fft

repeats = int(sys.argv[1])
rng = np.random.default_rng(1)


def milliseconds(task):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        task()
        times.append(1e3 * (time.perf_counter() - start))
    return float(np.median(times))


def numbers(*shape):
    return rng.uniform(-1, 1, shape)


real = numbers(512, 512)
spectrum = fft.rfft2(real)
masks = [fft.rfft2(numbers(232, 232), (512, 512)) for _ in range(5)]
images = [numbers(130, 134) for _ in range(3)]
jobs = [(0, 1), (0, 1, 2, 3), (2, 3, 4)]


def decode():
    out = []
    for image, kernels in zip(images, jobs):
        transformed = np.conj(fft.rfft2(image, (512, 512)))
        out += [fft.irfft2(masks[k] * transformed, (512, 512)) for k in kernels]
    return out


def round_trip():
    fft.irfft2(fft.rfft2(real), (512, 512))


print(
    json.dumps(
        {
            "version": scipy.__version__,
            "rfft2": milliseconds(lambda: fft.rfft2(real)),
            "irfft2": milliseconds(lambda: fft.irfft2(spectrum, (512, 512))),
            "rfft2 + irfft2": milliseconds(round_trip),
            "decoding": milliseconds(decode),
        }
    )
)
