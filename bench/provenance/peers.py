"""The same questions by a plain recursive query in sqlite3 and by networkx, on the same file; one JSON line.

peers.py FILE LANDMARKS-JSON [--networkx]
"""
import json
import resource
import sqlite3
import sys
import time

path, landmarks = sys.argv[1], json.loads(sys.argv[2])
db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def row(digest):
    return db.execute("SELECT id FROM derivation WHERE digest = ?", (bytes.fromhex(digest),)).fetchone()[0]


def timed(question, runs):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        count = question()
        times.append((time.perf_counter() - start) * 1000)
    return {"ms": sorted(times)[len(times) // 2], "count": count}


UP = "WITH RECURSIVE w (id) AS (VALUES (?) UNION SELECT u.used FROM w CROSS JOIN used u ON u.user = w.id) SELECT id FROM w"
DOWN = "WITH RECURSIVE w (id) AS (VALUES (?) UNION SELECT u.user FROM w CROSS JOIN used u ON u.used = w.id) SELECT id FROM w"
CLASSES = DOWN.replace(
    "SELECT id FROM w", "SELECT d.definition, count(*) FROM w JOIN derivation d ON d.id = w.id GROUP BY d.definition"
)
TEXT = "SELECT id FROM derivation WHERE parameters LIKE ? ORDER BY id DESC LIMIT 100"
SHAPE = "SELECT id FROM derivation WHERE l1 = (SELECT l1 FROM derivation WHERE id = ?) ORDER BY id DESC LIMIT 100"

mosaic, window, calibration = (row(landmarks[name]) for name in ("mosaic500", "oneWindow", "calibration"))
answers = {
    "ancestors": timed(lambda: len(db.execute(UP, (mosaic,)).fetchall()), 7),
    "descendants": timed(lambda: len(db.execute(DOWN, (window,)).fetchall()), 7),
    "impact": timed(lambda: sum(n for _, n in db.execute(CLASSES, (calibration,)).fetchall()), 1),
    "shape": timed(lambda: len(db.execute(SHAPE, (mosaic,)).fetchall()), 7),
    "text": timed(lambda: len(db.execute(TEXT, ("%1700004%",)).fetchall()), 1),
}
if "--networkx" in sys.argv:
    import networkx

    start = time.perf_counter()
    graph = networkx.DiGraph()
    graph.add_edges_from(db.execute("SELECT user, used FROM used"))
    load = (time.perf_counter() - start) * 1000
    answers = {
        "load": {"ms": load, "count": graph.number_of_edges()},
        "ancestors": timed(lambda: len(networkx.descendants(graph, mosaic)) + 1, 5),
        "descendants": timed(lambda: len(networkx.ancestors(graph, window)) + 1, 5),
        "impact": timed(lambda: len(networkx.ancestors(graph, calibration)) + 1, 1),
    }
answers["memory"] = {"ms": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, "count": 0}
print(json.dumps(answers))
