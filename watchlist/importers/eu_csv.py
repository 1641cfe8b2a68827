"""The EU's consolidated list of financial sanctions, CSV 1.1 (`;`, 118 columns).

* an entity has a row for each of its names, births, papers, citizenships and addresses; they stand
  together, and `Entity_LogicalId` tells them apart, so one entity at a time is kept;
* columns are taken by their names; those that are not known here are passed over, for the list may grow;
* the form does not say which names are weak: all count in full.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from models.watchlist import BadRow, PersonEntry
from watchlist.importers.eu_entry import LICENCE, OWNER, Entity, person
from watchlist.importers.official import Fault, Intake
from watchlist.importers.source import ListFileError, Options, opened
from watchlist.importers.table_rows import rows
from watchlist.importers.xml_records import MAX_ENTRY

__all__ = ["LICENCE", "OWNER", "edition", "read"]

_NUMBER, _KIND, _CLASS = "Entity_LogicalId", "Entity_SubjectType", "Entity_SubjectType_ClassificationCode"
_NEEDED = (_NUMBER, "NameAlias_WholeName")
_GROUPS = {
    "NameAlias": "names",
    "BirthDate": "births",
    "Identification": "papers",
    "Citizenship": "citizenships",
    "Address": "addresses",
}
_OTHERWISE = {
    "BirthDate_BirthDate": "birthdate",
    "BirthDate_Day": "dayOfMonth",
    "BirthDate_Month": "monthOfYear",
    "Identification_TypeCode": "identificationTypeCode",
    "Identification_TypeDescription": "identificationTypeDescription",
    "Entity_EU_ReferenceNumber": "euReferenceNumber",
}
"""Columns that the XML calls by another name than the rest of theirs."""
_NO_CONTENT = frozenset({"logicalId", "regulationLanguage", "calendarType", "circa", "diplomatic"})


def read(path: Path, options: Options) -> Iterator[PersonEntry | BadRow]:
    """Persons of the list, in the order of the file.

    Args:
        path: The file.
        options: Whether a bad entry refuses it, and what entries ask for; INFORM where it says nothing.

    Raises:
        ListFileError: The file is no such list, or one of its entries is not understood.
    """
    intake = Intake(path, options)
    group: _Group | None = None
    with opened(path, options) as file:
        table = rows(file, path.name, ";")
        columns = _header(next(table, (1, []))[1], path.name)
        for line, cells in table:
            if len(cells) != len(columns):
                fault = Fault("columns", "", f"{len(cells)}, {len(columns)}")
                yield intake.refused(line, fault, ";".join(cells))
                continue
            row = {column: cell for column, cell in zip(columns, cells, strict=True) if cell.strip()}
            if group is None or group.entity.number != row.get(_NUMBER, ""):
                yield from _let(intake, group, options)
                group = _Group(line, row, ";".join(cells))
            group.add(row)
    yield from _let(intake, group, options)


def edition(path: Path) -> datetime | None:
    """The day on which the list was made, by its first row (`05/08/2026`); None where it does not say."""
    with opened(path, Options()) as file:
        table = rows(file, path.name, ";")
        columns = _header(next(table, (1, []))[1], path.name)
        first = dict(zip(columns, next(table, (2, []))[1], strict=False))
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(first.get("fileGenerationDate", "").strip(), form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _header(cells: list[str], file: str) -> list[str]:
    columns = [cell.strip() for cell in cells]
    for needed in _NEEDED:
        if needed not in columns:
            raise ListFileError("error.watchlist.table.column", file=file, column=needed)
    return columns


class _Group:
    """Rows of one entity."""

    def __init__(self, line: int, row: dict[str, str], raw: str) -> None:
        self.line = line
        self.raw = raw
        self.size = 0
        kinds = {row.get(_KIND, "").strip().casefold(), row.get(_CLASS, "").strip().casefold()}
        marks = {_mark(column, "Entity"): cell for column, cell in row.items() if _is_of(column, "Entity")}
        self.entity = Entity(row.get(_NUMBER, ""), marks, person=bool(kinds & {"person", "p"}))

    def add(self, row: dict[str, str]) -> None:
        """One more row; what the first one held on the entity itself comes again with each."""
        entity = self.entity
        self.size += sum(map(len, row.values()))
        if self.size > MAX_ENTRY:
            for rows_of in (
                entity.names,
                entity.births,
                entity.papers,
                entity.citizenships,
                entity.addresses,
            ):
                rows_of.clear()
            return
        if (remark := row.get("Entity_Remark", "")) and remark not in entity.remarks:
            entity.remarks.append(remark)
        acts = {_mark(column, "Entity_Regulation"): row[column] for column in row if _is_act(column)}
        if acts and acts not in entity.regulations:
            entity.regulations.append(acts)
        for prefix, where in _GROUPS.items():
            found = {_mark(column, prefix): cell for column, cell in row.items() if _is_of(column, prefix)}
            if found.keys() - _NO_CONTENT:
                getattr(entity, where).append(found)


def _let(intake: Intake, group: _Group | None, options: Options) -> Iterator[PersonEntry | BadRow]:
    if group is None:
        return
    if not group.entity.person:
        options.meter.leave_out("organisation")
        return
    yield from intake.let(group.line, lambda: _person(group, options), lambda: group.raw)


def _person(group: _Group, options: Options) -> PersonEntry:
    if group.size > MAX_ENTRY:
        raise Fault("too_large", "", group.entity.number)
    return person(group.entity, options)


def _is_of(column: str, prefix: str) -> bool:
    """Whether a column is of a kind of element; of the acts behind each only the entity's own count."""
    return column.startswith(f"{prefix}_") and "_Regulation_" not in column


def _is_act(column: str) -> bool:
    return column.startswith("Entity_Regulation_")


def _mark(column: str, prefix: str) -> str:
    """The name of the XML for a column."""
    name = column.removeprefix(f"{prefix}_")
    return _OTHERWISE.get(column) or name[:1].lower() + name[1:]
