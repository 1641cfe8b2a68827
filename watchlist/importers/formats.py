"""Which form a list has, and how it is opened: the one door to every importer.

A form is told by what stands in the file, never by its name: lists are renamed on their way.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watchlist.importers import (
    csv_lists,
    eu_csv,
    eu_xml,
    ftm_lists,
    ofac_advanced_xml,
    ofac_csv,
    opensanctions_csv,
    un_xml,
    xlsx_lists,
)
from watchlist.importers.source import (
    Item,
    ListFileError,
    ListFormat,
    Meter,
    Options,
    RowError,
    Source,
    opened,
)

__all__ = [
    "Importer",
    "Item",
    "ListFileError",
    "ListFormat",
    "Meter",
    "Options",
    "RowError",
    "Source",
    "open_source",
    "opened",
    "recognise",
]

_LOOKED_AT = 1 << 16
"""Bytes of a file by which its form is told."""
_ROOT = re.compile(rb"<\s*(?:[\w.-]+:)?([A-Za-z_][\w.-]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>")
_NO_ELEMENT = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?[^>]*>", re.DOTALL)


def _nothing(path: Path) -> datetime | None:
    return None


@dataclass(frozen=True, slots=True)
class Importer:
    """How a form is read, and whose it is.

    Attributes:
        read: From file and options to what it holds.
        licence: On what terms lists of this form may be used; empty where their sender says.
        owner: Who answers for them; empty where their sender says.
        as_of: When the owner made the edition, where the file says so.
        licence_of: Asks the file itself for its licence; `licence` where it says nothing.
    """

    read: Callable[[Path, Options], Iterator[Item]]
    licence: str = ""
    owner: str = ""
    as_of: Callable[[Path], datetime | None] = _nothing
    licence_of: Callable[[Path], str] | None = None


IMPORTERS: dict[ListFormat, Importer] = {
    ListFormat.CSV: Importer(csv_lists.read),
    ListFormat.XLSX: Importer(xlsx_lists.read),
    ListFormat.FTM_JSON: Importer(ftm_lists.read, licence_of=ftm_lists.licence_of),
    ListFormat.OPENSANCTIONS_CSV: Importer(opensanctions_csv.read, ftm_lists.OPENSANCTIONS, "OpenSanctions"),
    ListFormat.UN_XML: Importer(un_xml.read, un_xml.LICENCE, un_xml.OWNER, un_xml.edition),
    ListFormat.OFAC_CSV: Importer(ofac_csv.read, ofac_csv.LICENCE, ofac_csv.OWNER, ofac_csv.edition),
    ListFormat.OFAC_ADVANCED_XML: Importer(
        ofac_advanced_xml.read, ofac_advanced_xml.LICENCE, ofac_advanced_xml.OWNER, ofac_advanced_xml.edition
    ),
    ListFormat.EU_XML: Importer(eu_xml.read, eu_xml.LICENCE, eu_xml.OWNER, eu_xml.edition),
    ListFormat.EU_CSV: Importer(eu_csv.read, eu_csv.LICENCE, eu_csv.OWNER, eu_csv.edition),
}


def open_source(path: Path, format: ListFormat | None = None, options: Options | None = None) -> Source:  # noqa: A002 - the field's word
    """Open a list of any form.

    Args:
        path: The file.
        format: Its form where it is known; else it is recognised.
        options: How to read it.

    Returns:
        What it holds, read as it is asked for; close it, or use it as a context manager.

    Raises:
        ListFileError: The file cannot be read, or is of no form that is known.
    """
    options = options or Options()
    found = format or recognise(path)
    importer = IMPORTERS[found]
    licence = importer.licence_of(path) if importer.licence_of else ""
    return Source(
        found,
        importer.read(path, options),
        licence or importer.licence,
        importer.owner,
        importer.as_of(path),
        options.meter.position,
        options.meter.left_out,
    )


def recognise(path: Path) -> ListFormat:
    """Which form a file has, by its beginning.

    Raises:
        ListFileError: It cannot be read, is empty, or is of no form that is known.
    """
    if path.is_dir():
        # The list of the US is several files that belong together.
        ofac_csv.main_file(path)
        return ListFormat.OFAC_CSV
    with opened(path, Options()) as file:
        head = file.read(_LOOKED_AT)
    if head.startswith(b"PK\x03\x04"):
        return ListFormat.XLSX
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        found = _of_xml(text)
    elif text.startswith((b"{", b"[")):  # an array is no list of lines
        found = ListFormat.FTM_JSON if text.startswith(b"{") else None
    else:
        found = _of_table(text)
    if found is None:
        raise ListFileError("error.watchlist.unknown_format", file=path.name)
    return found


def _of_xml(head: bytes) -> ListFormat | None:
    """By the first element and its name space."""
    root = _ROOT.search(_NO_ELEMENT.sub(b"", head))
    if root is None:
        return None
    name, attributes = root[1], root[2].upper()
    if name == b"CONSOLIDATED_LIST":
        return ListFormat.UN_XML
    if name == b"Sanctions":
        return ListFormat.OFAC_ADVANCED_XML
    if name == b"export" and b"FSD" in attributes:
        return ListFormat.EU_XML
    return None


def _of_table(head: bytes) -> ListFormat | None:
    """By the first row; our own CSV is also what no other form claims, for its errors are the plainest."""
    first = head.split(b"\n", 1)[0].decode("utf-8", "replace")
    cells = _cells(first, ";" if first.count(";") > first.count(",") else ",")
    if {"id", "schema", "name", "dataset"} <= set(cells):
        return ListFormat.OPENSANCTIONS_CSV
    if "entity_logicalid" in cells or {"naal_wholename", "entity_logical_id"} & set(cells):
        return ListFormat.EU_CSV
    # Its first row is an entry, whose remarks may hold more semicolons than the row has commas.
    us = _cells(first, ",")
    if len(us) == 12 and us[0].isdigit() and "-0-" in us:
        return ListFormat.OFAC_CSV
    return ListFormat.CSV


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip().lower() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []
