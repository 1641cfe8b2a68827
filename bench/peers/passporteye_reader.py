"""PassportEye as a peer: its own pipeline on the file, its own cleaning of the text."""

from __future__ import annotations

import shlex
import sys
import warnings
from pathlib import Path

import passporteye
from passporteye.mrz.text import MRZOCRCleaner

from bench.peers.serve import serve, tessdata


def read(file: str, parameters: str) -> list[str]:
    """The lines of a picture as its own parser cleans and lengthens them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        zone = passporteye.read_mrz(file, extra_cmdline_params=parameters)
    if zone is None:
        return []
    width = {"TD1": 30, "TD2": 36, "MRVB": 36}.get(str(zone.mrz_type), 44)
    lines = MRZOCRCleaner.apply(str(zone.aux.get("raw_text", "")))
    return [str(line).ljust(width, "<") for line in lines]


if __name__ == "__main__":
    with tessdata(Path(sys.argv[1])) as folder:
        flags = f"--tessdata-dir {shlex.quote(folder)} -l mrz --oem 1"
        serve("passporteye", lambda file: read(file, flags))
