"""The form of a list is told by its content; pictures lie below its folder or are refused."""

from __future__ import annotations

import io
import os
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from models.errors import KnownError
from models.watchlist import BadRow, HitKind, PersonEntry, Picture
from watchlist.importers import countries, csv_lists
from watchlist.importers.cells import CellError
from watchlist.importers.duplicates import Seen
from watchlist.importers.formats import ListFormat, open_source, recognise
from watchlist.importers.pictures import picture_of
from watchlist.importers.source import Options


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("entry_id,name\n", ListFormat.CSV),
        ("\ufeffentry_id;name\n", ListFormat.CSV),
        ('{"id": "1"}\n', ListFormat.FTM_JSON),
        ("id,schema,name,aliases,birth_date,countries,dataset\n", ListFormat.OPENSANCTIONS_CSV),
        ('<?xml version="1.0"?>\n<!-- x --><CONSOLIDATED_LIST dateGenerated="x">', ListFormat.UN_XML),
        ('<Sanctions xmlns="http://www.un.org/sanctions/1.0">', ListFormat.OFAC_ADVANCED_XML),
        ('<export xmlns="http://eu.europa.ec/fpi/fsd/export" a="1">', ListFormat.EU_XML),
        ("fileGenerationDate;Entity_LogicalId;Entity_Remark\n", ListFormat.EU_CSV),
        (
            '1,"SOMEBODY, Some","individual","ABC",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n',
            ListFormat.OFAC_CSV,
        ),
    ],
)
def test_a_form_is_told_by_what_stands_in_the_file(
    tmp_path: Path, content: str, expected: ListFormat
) -> None:
    path = tmp_path / "list"
    path.write_text(content, encoding="utf-8")
    assert recognise(path) is expected


def test_a_workbook_is_told_and_what_is_nothing_is_too(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    openpyxl.Workbook().save(path)
    assert recognise(path) is ListFormat.XLSX
    for text in ("<html><body>404</body></html>", '[{"id": "1"}]', "<!DOCTYPE html><html></html>", "<"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(KnownError) as caught:
            open_source(path)
        assert caught.value.message.key == "error.watchlist.unknown_format"
        assert caught.value.sentence()


def test_a_pipe_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    os.mkfifo(path)
    with pytest.raises(KnownError) as caught:
        open_source(path)
    assert caught.value.message.key == "error.watchlist.csv.unreadable"


def test_a_source_tells_how_far_it_is_and_closes_its_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = "".join(f"{number},Anna {'x' * 900}\n" for number in range(5_000))
    path.write_text(f"entry_id,name\n{rows}", encoding="utf-8")
    with open_source(path) as source:
        assert source.position() == 0.0
        places = [source.position() for _ in source.items]
    assert places == sorted(places)
    assert 0.0 < places[0] < 0.5
    assert source.position() == 1.0
    with open_source(path) as source:
        next(source.items)
    assert list(source.items) == []  # closed


def picture(kind: str = "JPEG", side: int = 8) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (side, 8), 99).save(buffer, kind)
    return buffer.getvalue()


def test_pictures_are_taken_once_and_before_who_bears_them(tmp_path: Path) -> None:
    (tmp_path / "faces").mkdir()
    (tmp_path / "faces" / "a.jpg").write_bytes(picture())
    (tmp_path / "b.png").write_bytes(picture("PNG"))
    path = tmp_path / "list.csv"
    path.write_text("entry_id,name,pictures\n1,A,faces/a.jpg|b.png\n2,B,faces/a.jpg\n", encoding="utf-8")
    items = list(csv_lists.read(path))
    assert [type(item) for item in items] == [Picture, Picture, PersonEntry, PersonEntry]
    assert isinstance(items[0], Picture)
    assert items[0].data == picture()
    assert isinstance(items[3], PersonEntry)
    assert items[3].pictures == (items[0].digest,)
    (tmp_path / "out").mkdir()
    csv_lists.export(tmp_path / "out" / "again.csv", items, HitKind.PERSON)
    kept = tmp_path / "out" / "again-pictures" / f"{items[0].digest}.jpg"
    assert kept.read_bytes() == picture()
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("../secret.jpg", "picture_elsewhere"),
        ("faces/../../secret.jpg", "picture_elsewhere"),
        ("/etc/hostname", "picture_elsewhere"),
        ("..\\\\secret.jpg", "picture_elsewhere"),
        ("link.jpg", "picture_elsewhere"),
        (".hidden.jpg", "picture_elsewhere"),
        ("missing.jpg", "no_picture"),
        ("folder", "no_picture"),
        ("text.jpg", "no_picture"),
        ("cut.png", "no_picture"),
        ("x" * 300, "no_picture"),
        ("heavy.jpg", "picture_large"),
        ("wide.png", "picture_large"),
    ],
)
def test_no_other_file_is_read_as_a_picture(tmp_path: Path, name: str, key: str) -> None:
    folder = tmp_path / "list"
    (folder / "folder").mkdir(parents=True)
    (tmp_path / "secret.jpg").write_bytes(picture())
    (folder / ".hidden.jpg").write_bytes(picture())
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "text.jpg").write_bytes(b"entry_id,name\n")
    (folder / "cut.png").write_bytes(picture("PNG")[:40])
    (folder / "heavy.jpg").write_bytes(picture() + b"\0" * 200_000)
    (folder / "wide.png").write_bytes(picture("PNG", 5_000))
    path = folder / "list.csv"
    path.write_text(f"entry_id,name,pictures\n1,A,{name}\n2,B,\n", encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        list(csv_lists.read(path))
    assert caught.value.message.key == f"error.watchlist.csv.{key}"
    assert caught.value.sentence()
    assert [type(item) for item in csv_lists.read(path, Options(quarantine=True))] == [BadRow, PersonEntry]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_cut_picture_never_ends_the_reading(kind: str) -> None:
    whole = picture(kind)
    for length in range(len(whole)):
        try:
            picture_of(whole[:length], "x")
        except CellError:
            continue


def test_numbers_are_found_again_among_many() -> None:
    seen = Seen()
    assert not any(seen.again(f"UTO/{number}") for number in range(600_000))
    assert all(seen.again(f"UTO/{number}") for number in range(0, 600_000, 997))
    assert not seen.again("UTO/600000")


def test_every_state_of_two_letters_comes_back() -> None:
    for two in ("ne", "ml", "de", "fr", "ru", "sy", "gb", "us", "cd"):
        code = countries.code_of(two)
        assert code is not None
        assert countries.country_of(code) == two
