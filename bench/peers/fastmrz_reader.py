"""FastMRZ as a peer (AGPL-3.0: never installed beside, imported by or shipped with the project).

It is given the file, as its documentation shows first. Given pixels instead it reads grey pictures, too, but
with the public model one specimen fewer in all.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from fastmrz import FastMRZ

from bench.peers.serve import serve, tessdata


def read(reader: FastMRZ, file: str) -> list[str]:
    """The lines of the zone, as it cuts them out."""
    return str(reader.get_details(file, ignore_parse=True)).split()


if __name__ == "__main__":
    with tessdata(Path(sys.argv[1])) as folder:
        reader = FastMRZ(tessdata_path=shlex.quote(folder))
        serve("fastmrz", lambda file: read(reader, file))
