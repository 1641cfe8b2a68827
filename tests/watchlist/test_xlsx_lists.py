"""Spreadsheets: cells count as they are stored, and what a spreadsheet spoilt is told by its cell."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import PartialDate
from models.errors import KnownError
from models.watchlist import BadRow, DocumentEntry, PersonEntry
from watchlist.importers import xlsx_lists
from watchlist.importers.source import Options
from watchlist.importers.xlsx_lists import read

NOON = datetime(1975, 2, 3, 12, tzinfo=UTC)  # a spreadsheet knows no zones
HEADER = ["entry_id", "name", "date_of_birth", "valid_until"]


def workbook(folder: Path, *rows: list[Any], more: dict[str, list[Any]] | None = None) -> Path:
    """A workbook as a spreadsheet stores it."""
    path = folder / "list.xlsx"
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, row in (more or {}).items():
        book.create_sheet(title).append(row)
    book.save(path)
    return path


def changed(path: Path, part: str, change: Any) -> Path:
    """The workbook with another content of one part."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def refusal(path: Path) -> KnownError:
    with pytest.raises(KnownError) as caught:
        list(read(path))
    assert "list.xlsx" in caught.value.sentence()
    return caught.value


def test_numbers_and_days_are_what_the_sheet_shows(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        HEADER,
        [17, "Anna Eriksson", 1974, date(2027, 12, 31)],
        [],
        ["18", "Bert Eriksson", NOON.replace(hour=0, tzinfo=None), None],
    )
    assert [
        (item.entry_id, item.dates_of_birth[0], item.mandate.valid_until)
        for item in read(path)
        if isinstance(item, PersonEntry)
    ] == [
        ("17", PartialDate("74<<<<", 1974), date(2027, 12, 31)),
        ("18", PartialDate("750203", 1975, 2, 3), None),
    ]


def test_documents_are_told_from_persons_by_their_columns(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["document_number", "issuing_state", None], [12345678, "UTO"])
    assert list(read(path)) == [DocumentEntry("UTO/12345678", "12345678", "UTO")]


def test_of_a_formula_its_stored_result_counts(tmp_path: Path) -> None:
    path = workbook(tmp_path, HEADER, ["1", "Anna", "=1970+4", None])
    error = refusal(path)  # written by a program that reckons nothing: no result is stored
    assert error.message.key == "error.watchlist.csv.no_result"
    assert ("column", "C2") in error.message.params
    sheet = "xl/worksheets/sheet1.xml"
    changed(
        path, sheet, lambda data: data.replace(b"<v />", b"<v>1974</v>").replace(b"<v></v>", b"<v>1974</v>")
    )
    (entry,) = read(path)
    assert isinstance(entry, PersonEntry)
    assert entry.dates_of_birth == (PartialDate("74<<<<", 1974),)


@pytest.mark.parametrize(
    ("row", "key", "column"),
    [
        (["1", "Anna", "12.8.1974"], "no_date", "C2 (date_of_birth)"),
        (["1", "#REF!"], "spoilt", "B2"),
        (["1", True], "spoilt", "B2"),
        (["1", 1.5], "spoilt", "B2"),
        (["1", "Anna", NOON.replace(tzinfo=None)], "spoilt", "C2"),
        ([1234567890123456789, "Anna"], "rounded", "A2"),
        (["1", "Anna", None, None, "more"], "columns", "E"),
        (["1", None], "empty_cell", "B2 (name)"),
    ],
)
def test_damage_is_named_with_its_cell(tmp_path: Path, row: list[Any], key: str, column: str) -> None:
    path = workbook(tmp_path, HEADER, row, ["2", "Bert"])
    error = refusal(path)
    assert error.message.key == f"error.watchlist.csv.{key}"
    assert ("row", "2") in error.message.params
    assert ("column", column) in error.message.params
    bad, entry = read(path, Options(quarantine=True))
    assert isinstance(bad, BadRow)
    assert (bad.row, bad.why) == (2, error.message)
    assert isinstance(entry, PersonEntry)


def test_a_second_sheet_that_is_not_empty_is_told(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path, HEADER, more={"Old": ["x"]})).message.key.endswith("xlsx.sheets")
    assert list(read(workbook(tmp_path, HEADER, more={"Empty": []}))) == []


def test_an_empty_workbook_and_a_strange_header_are_told(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path)).message.key == "error.watchlist.csv.empty"
    assert refusal(workbook(tmp_path, ["a", "b"])).message.key == "error.watchlist.csv.no_header"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path, HEADER, ["1", "Anna"])
    monkeypatch.setattr(xlsx_lists, "SMALL", 1 << 20)
    changed(path, "xl/worksheets/sheet1.xml", lambda data: data + b" " * (4 << 20))
    assert refusal(path).message.key == "error.watchlist.xlsx.bomb"


def test_a_part_beyond_its_bound_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, HEADER, ["1", "Anna"])
    changed(path, "xl/styles.xml", lambda data: data + b" " * (21 << 20))
    assert refusal(path).message.key == "error.watchlist.xlsx.bomb"


def test_entities_of_xml_are_not_resolved(tmp_path: Path) -> None:
    path = workbook(tmp_path, HEADER, ["1", "Anna"])
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    changed(path, "xl/worksheets/sheet1.xml", lambda data: bomb + data.replace(b"Anna", b"&b;"))
    assert refusal(path).message.key == "error.watchlist.xlsx.damaged"


def test_a_row_and_a_column_far_away_cost_nothing(tmp_path: Path) -> None:
    path = workbook(tmp_path, HEADER, ["1", "Anna"])
    part = "xl/worksheets/sheet1.xml"
    changed(path, part, lambda data: data.replace(b'<row r="2"', b'<row r="999999999"'))
    assert refusal(path).message.key == "error.watchlist.xlsx.large"
    path = workbook(tmp_path, HEADER, ["1", "Anna"])
    changed(path, part, lambda data: data.replace(b'r="B2"', b'r="XFD2"'))
    assert refusal(path).message.key == "error.watchlist.xlsx.large"


@settings(deadline=None, max_examples=60)  # waits for the disk
@given(st.data())
def test_a_damaged_workbook_gives_entries_or_a_known_error(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = workbook(Path(folder), HEADER, ["1", "Anna", 1974], ["2", "Bert"])
        content = bytearray(path.read_bytes())
        # A workbook holds the time and is not always equally long; what is drawn must not hang on that.
        places = st.integers(0, 1 << 20)
        for _ in range(data.draw(st.integers(1, 6))):
            content[data.draw(places) % len(content)] = data.draw(st.integers(0, 255))
        path.write_bytes(content[: data.draw(places) % (len(content) + 1)])
        try:
            said = f"{len(list(read(path)))} read"
        except KnownError as error:
            said = error.sentence()
        assert said
