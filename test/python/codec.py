"""Answers for codec.test.ts: every encoded value on standard input is decoded and encoded again."""

import os
import sys

from stemma import codec
from stemma.frames import read_frame, write_frame
from stemma.values import File


def entry_of(file):
    return {"name": file.name, "mediaType": file.media_type, "digest": file.digest, "sizeBytes": file.size_bytes}


def file_of(entry):
    return File(entry["name"], None, entry["mediaType"], digest=entry["digest"], size_bytes=entry["sizeBytes"])


channel = os.dup(1)
os.dup2(2, 1)
while (frame := read_frame(sys.stdin.buffer)) is not None:
    values = [codec.decode(payload, file_of) for payload in frame[1]]
    write_frame(channel, {}, [codec.encode(value, entry_of) for value in values])
