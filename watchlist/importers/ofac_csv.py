"""The US list of specially designated nationals (OFAC) as `sdn.csv` and the files beside it.

* no header; `-0-` is an empty cell; `sdn.csv` has twelve columns, `alt.csv` five (other names), `add.csv`
  six (addresses), `sdn_comments.csv` two (remarks longer than a thousand characters go on there);
* without `alt.csv` half of the names are missing, so the list is refused; the other two may be missing,
  which is counted as left out;
* only rows of `individual` are persons; ships, aircraft and organisations are counted as left out;
* a financial listing informs (issue: what a bank must freeze is no reason to stop a traveller).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from models.watchlist import BadRow, EntryAction, PersonEntry
from watchlist.importers import ofac_remarks
from watchlist.importers.official import Draft, EntryError, Fault, Intake, joined
from watchlist.importers.source import ListFileError, Options, opened
from watchlist.importers.table_rows import rows

OWNER = "US Department of the Treasury, OFAC"
LICENCE = "US Government work, public domain"
CATEGORY = "US financial sanctions"
_NOTHING = "-0-"
_COLUMNS = 12
_MOST_KEPT = 1 << 27
"""Characters of the files beside the list, which are kept while it is read."""
_MARKS = ("sdn", "prim")
_SHARES = {"alt": (0.0, 0.15), "add": (0.15, 0.2), "comments": (0.35, 0.05)}
"""What is done before each file beside the list, and which part of the whole work it is; by their sizes."""
_KINDS = {"vessel": "vessel", "aircraft": "aircraft"}

Beside = dict[str, list[list[str]]]
"""Rows of a file by the number of the entry they belong to."""


def read(path: Path, options: Options) -> Iterator[PersonEntry | BadRow]:
    """Persons of the list, in the order of `sdn.csv`.

    Args:
        path: `sdn.csv` under any name with `sdn` in it (`cons_prim.csv` of the other lists), or its folder.
        options: Whether a bad row refuses the list, and what entries ask for; INFORM where it says nothing.

    Raises:
        ListFileError: The list or a file beside it cannot be read, `alt.csv` is missing, or a row is bad.
    """
    path = main_file(path)
    intake = Intake(path, options)
    bad: list[BadRow] = []
    names = _beside(path, options, "alt", 5, bad)
    if names is None:
        raise ListFileError(
            "error.watchlist.table.neighbour", file=path.name, wanted=_name_beside(path, "alt")
        )
    addresses = _or_none(path, options, "add", 6, bad)
    comments = _or_none(path, options, "comments", 2, bad)
    yield from bad
    with opened(path, options, before=0.4, share=0.6) as file:
        for line, cells in rows(file, path.name, ","):
            number = cells[0].strip()
            own = tuple(found.pop(number, []) for found in (names, addresses, comments))
            if len(cells) != _COLUMNS:
                raw = ",".join(cells)
                yield intake.refused(line, Fault("columns", "", f"{len(cells)}, {_COLUMNS}"), raw)
                continue
            kind = _cell(cells[2])
            if kind != "individual":
                options.meter.leave_out(_KINDS.get(kind, "organisation"))
                continue
            yield from intake.let(
                line,
                partial(_person, cells, own, options),
                partial(",".join, cells),
            )
    for left in (names, addresses, comments):
        for rows_left in left.values():
            for _ in rows_left:
                options.meter.leave_out("orphan")


def edition(path: Path) -> datetime | None:
    """Always None: these files do not say when they were made."""
    return None


def main_file(path: Path) -> Path:
    """`sdn.csv` of a folder, in any case; another path as it is.

    Raises:
        ListFileError: The folder holds no such file, or cannot be read.
    """
    try:
        if not path.is_dir():
            return path
        for found in sorted(path.iterdir()):
            if found.name.lower() in ("sdn.csv", "cons_prim.csv"):
                return found
    except OSError as error:
        raise ListFileError(
            "error.watchlist.csv.unreadable", file=path.name, why=error.strerror or ""
        ) from error
    raise ListFileError("error.watchlist.table.neighbour", file=path.name, wanted="sdn.csv")


def _name_beside(path: Path, which: str) -> str:
    stem = path.stem.lower()
    for mark in _MARKS:
        before, found, behind = stem.rpartition(mark)
        if found and which == "comments" and mark == "sdn":
            return f"{before}sdn_comments{behind}{path.suffix.lower()}"
        if found:
            return f"{before}{which}{behind}{path.suffix.lower()}"
    return f"{which}.csv"


def _beside(path: Path, options: Options, which: str, columns: int, bad: list[BadRow]) -> Beside | None:
    """Rows of the file beside the list, by number of the entry; None where there is none."""
    wanted = _name_beside(path, which)
    try:
        here = next((found for found in sorted(path.parent.iterdir()) if found.name.lower() == wanted), None)
    except OSError as error:
        raise ListFileError(
            "error.watchlist.csv.unreadable", file=path.name, why=error.strerror or ""
        ) from error
    if here is None:
        return None
    kept: Beside = {}
    size = 0
    before, share = _SHARES[which]
    with opened(here, options, before=before, share=share) as file:
        for line, cells in rows(file, here.name, ","):
            if len(cells) != columns:
                fault = Fault("columns", "", f"{len(cells)}, {columns}")
                bad.append(options.refused(EntryError(fault, here.name, line), ",".join(cells)))
            else:
                kept.setdefault(cells[0].strip(), []).append(cells[1:])
            size += sum(map(len, cells)) + 200  # what Python keeps around them
            if size > _MOST_KEPT:
                raise ListFileError("error.watchlist.table.large", file=here.name)
    return kept


def _or_none(path: Path, options: Options, which: str, columns: int, bad: list[BadRow]) -> Beside:
    found = _beside(path, options, which, columns, bad)
    if found is None:
        options.meter.leave_out(f"no_{which}_csv")
        return {}
    return found


def _person(cells: list[str], own: tuple[list[list[str]], ...], options: Options) -> PersonEntry:
    names, addresses, comments = own
    draft = Draft(cells[0].strip(), options)
    draft.name(ofac_remarks.in_order(_cell(cells[1])), "SDN_Name")
    for _, kind, name, remark in names:
        draft.name(ofac_remarks.in_order(_cell(name)), "alt_name", weak=_cell(kind).startswith("weak"))
        draft.note(_cell(remark), _cell(name))
    for _, street, city, country, remark in addresses:
        if found := joined(*map(_cell, (street, city, country, remark))):
            draft.addresses[found] = None
    draft.note(_cell(cells[4]), "Title")
    remarks = _cell(cells[11]) + "".join(_cell(row[0]) for row in comments)
    ofac_remarks.understand(draft, remarks)
    return draft.entry(
        EntryAction.INFORM, category=CATEGORY, programmes=_cell(cells[3]).split("] ["), bases=()
    )


def _cell(cell: str) -> str:
    found = cell.strip()
    return "" if found == _NOTHING else found
