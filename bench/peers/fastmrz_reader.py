"""FastMRZ as a peer (AGPL-3.0: never installed beside, imported by or shipped with the project).

It is given pixels as OpenCV loads them, which is one of its documented ways in: given a file it takes red for
blue, fails on grey pictures and reads 5 of the 40 specimens instead of 9 with the same model.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import cv2
from fastmrz import FastMRZ

from bench.peers.serve import serve, tessdata


def read(reader: FastMRZ, file: str) -> list[str]:
    """The lines of the zone, as it cuts them out."""
    text = reader.get_details(cv2.imread(file, cv2.IMREAD_COLOR), input_type="numpy", ignore_parse=True)
    return str(text).split()


if __name__ == "__main__":
    with tessdata(Path(sys.argv[1])) as folder:
        reader = FastMRZ(tessdata_path=shlex.quote(folder))
        serve("fastmrz", lambda file: read(reader, file))
