"""Shipped tables: tab-separated values with a heading; lines that begin with # are remarks."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from resources import path


def rows(*parts: str) -> Iterator[dict[str, str]]:
    """Rows of a shipped table, one value a heading.

    Args:
        parts: Path below `resources/`, such as `"icao", "states.tsv"`.

    Raises:
        FileNotFoundError: Nothing of that name is shipped; the installation is damaged.
    """
    with path(*parts).open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
