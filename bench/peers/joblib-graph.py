# The chain and the fan of the benchmark with joblib.Memory: joblib-graph.py SHAPE FOLDER SIZE RAW
import sys

from joblib import Memory

shape, folder, size, raw = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
memory = Memory(folder, verbose=0)


@memory.cache
def leaf(raw):
    return raw % 1


@memory.cache
def node(n, of):
    return (n + sum(of)) % 1_000_003


last = leaf(raw)
if shape == "chain":
    for n in range(1, size):
        last = node(n, [last])
else:
    last = node(0, [node(n, [last]) for n in range(1, size - 1)])
print(last)
