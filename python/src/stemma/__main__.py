"""`python -m stemma describe FILE` and `python -m stemma worker`: how the engine talks to Python."""

from __future__ import annotations

import sys


def main(words: list[str]) -> int:
    """Does what the command line says; returns the exit code."""
    if words[:1] == ["describe"] and len(words) == 2:
        from .describe import print_description

        return print_description(words[1])
    if words == ["worker"]:
        from .worker import serve

        return serve()
    print("usage: python -m stemma describe FILE | worker", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
