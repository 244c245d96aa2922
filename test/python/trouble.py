"""Analyses with every kind of trouble, for executor.test.ts."""

import logging
import os
import subprocess
import sys
import threading
import time
import warnings

import numpy as np

import stemma
from stemma import Analysis, Command, array, boolean, choice, file, integer, json, number, string

module = stemma.module(name="trouble", version="2", description="Trouble.")


class Say(Analysis):
    """Says things in every way."""

    outputs = {"done": boolean()}

    def run(self, activity):
        print("printed")
        print("to stderr", file=sys.stderr)
        warnings.warn("careful", RuntimeWarning)
        logging.getLogger("x").error("logged %d", 3)
        activity.log("by hand", "debug")
        activity.progress(0.5, "half")
        subprocess.run(["echo", "from a child"], check=True)
        os.write(2, b"past Python")
        return True


class Fail(Analysis):
    parameters = {"how": choice("raise", "nothing", "unknown", "type", "object", "exit", "kill", "shape", "many")}
    outputs = {"value": number()}

    def run(self, how):
        if how == "raise":
            raise ValueError("no such luck")
        if how == "nothing":
            raise stemma.NoData("no_events", "no events in this window", window=7)
        if how == "exit":
            os._exit(3)
        if how == "kill":
            os.kill(os.getpid(), 9)
        if how == "shape":
            return None
        if how == "many":
            for _ in range(300_000):
                print("x" * 40)
            print("y" * 5_000_000)
            return 1.0
        return {"unknown": {"other": 1}, "type": {"value": "text"}, "object": {"value": object()}}[how]


class Hang(Analysis):
    time_limit_s = 0.7
    outputs = {"value": number()}

    def run(self):
        while True:
            pass


class Wait(Analysis):
    outputs = {"value": number()}

    def run(self, activity):
        activity.progress(0.1, "waiting")
        time.sleep(60)
        return 1


class Greedy(Analysis):
    memory_limit_mb = 100
    parameters = {"sizeMB": integer(default=300)}
    outputs = {"size": integer()}

    def run(self, sizeMB):
        return len(np.ones(sizeMB * 2**17)) // 2**17


class Threads(Analysis):
    outputs = {"pid": integer()}

    def run(self):
        threading.Thread(target=time.sleep, args=(60,), daemon=True, name="busy").start()
        os.environ["LEFT"] = "behind"
        return os.getpid()


class State(Analysis):
    parameters = {"n": integer(default=0)}
    stored = False
    outputs = {"pid": integer(), "left": stemma.maybe(string()), "folder": json()}

    def run(self, n):
        found = os.listdir(".")
        open("scratch", "w").close()
        return {"pid": os.getpid(), "left": os.environ.get("LEFT"), "folder": found}


class Write(Analysis):
    outputs = {"files": json(), "fits": file("application/fits")}

    def run(self, activity):
        from astropy.io import fits

        with open("made.txt", "w") as stream:
            stream.write("made")
        hdus = fits.HDUList([fits.PrimaryHDU(), fits.ImageHDU(np.arange(6, dtype=">i4").reshape(2, 3))])
        return {"files": [activity.file("a.csv", "1,2"), activity.file_from("made.txt")], "fits": hdus}


class Spoil(Analysis):
    inputs = {"written": Write}
    outputs = {"size": integer()}

    def run(self, written):
        with open(written.fits.path, "r+b") as stream:
            stream.write(b"!")
        return written.fits.size_bytes


class Read(Analysis):
    inputs = {"written": Write}
    outputs = {"texts": json(), "pixels": array("int32")}

    def run(self, written):
        pixels = written.fits.fits()[1].data.astype("i4").ravel()
        return {"texts": [f.text() for f in written.files], "pixels": pixels}


class Draw(Analysis):
    stochastic = True
    outputs = {"draws": array("float64")}

    def run(self, activity):
        return np.random.default_rng(int(activity.seed, 16)).normal(size=4)


class Shout(Command):
    """A program as an analysis."""

    inputs = {"written": Write}
    parameters = {"word": string(default="1")}
    command = ["sh", "-c", 'tr a-z A-Z < "$0" > out.txt; echo "$1"; echo aside >&2', "{written.fits}", "{word}"]
    outputs = {"upper": file("text/plain"), "echo": integer()}
    files = {"upper": "out.txt"}
    stdout = "echo"


class Grep(Command):
    parameters = {"pattern": string()}
    command = ["sh", "-c", "echo nothing like $0 >&2; exit 1", "{pattern}"]
    environment = ["sh", "-c", "echo version 1"]
    expected_exit_codes = {1: "no_match"}
    outputs = {"found": string()}
    stdout = "found"
