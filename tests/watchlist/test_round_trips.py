"""What is written out comes back as it was, in every form that is written, with its pictures."""

from __future__ import annotations

import io
import json
import string
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from models.document import Sex
from models.watchlist import DocumentEntry, EntryAction, HitKind, Mandate, PersonEntry, Picture, YearRange
from watchlist.importers import csv_lists, ftm_export, ftm_lists, xlsx_lists
from watchlist.importers.cells import partial_date
from watchlist.importers.columns import COLUMNS, cells_of
from watchlist.importers.formats import Options, open_source
from watchlist.importers.pictures import picture_of
from watchlist.importers.source import Item


def drawn(kind: str, shade: int) -> Picture:
    """A small picture that was drawn here."""
    buffer = io.BytesIO()
    Image.new("L", (12, 9), shade).save(buffer, kind)
    return picture_of(buffer.getvalue(), "drawn")


PICTURES = (drawn("JPEG", 10), drawn("PNG", 200))
_TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20).map(str.strip)
_FILLED = _TEXT.filter(bool)
_NAME = _TEXT.filter(lambda text: any(map(str.isalpha, text)))
_DATES = st.dates(date(1900, 1, 1), date(2099, 12, 31))
_BORN = st.tuples(_DATES, st.sampled_from((4, 7, 10))).map(
    lambda given: partial_date(given[0].isoformat()[: given[1]])
)
_YEARS = st.tuples(st.integers(1850, 2030), st.integers(0, 20), st.booleans()).map(
    lambda given: YearRange(given[0], given[0] + given[1], given[2])
)
_STATE = st.text(string.ascii_uppercase, min_size=1, max_size=3) | st.sampled_from(("NER", "D", "DEU", "SUN"))
_NUMBER = st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=22)
_MANDATES = st.builds(
    Mandate,
    action=st.sampled_from(EntryAction),
    category=_TEXT,
    topics=st.lists(st.sampled_from(("sanction", "wanted", "role.pep")), max_size=3).map(tuple),
    programme=_TEXT,
    legal_basis=_TEXT,
    caveat=_TEXT,
    note=_TEXT,
    valid_until=st.none() | _DATES,
    review_on=st.none() | _DATES,
)


def _several(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=3).map(tuple)


_PERSONS = st.builds(
    PersonEntry,
    entry_id=_FILLED,
    names=st.lists(_NAME, min_size=1, max_size=4).map(tuple),
    weak_names=_several(_NAME),
    dates_of_birth=st.lists(_BORN, max_size=3).map(tuple),
    birth_years=st.lists(_YEARS, max_size=3).map(tuple),
    sex=st.sampled_from(Sex),
    nationalities=_several(_STATE),
    document_numbers=st.lists(st.tuples(_NUMBER, st.one_of(st.just(""), _STATE)), max_size=3).map(tuple),
    places_of_birth=_several(_FILLED),
    addresses=_several(_FILLED),
    pictures=_several(st.sampled_from([picture.digest for picture in PICTURES])),
    mandate=_MANDATES,
)
_DOCUMENTS = st.builds(
    DocumentEntry,
    entry_id=_FILLED,
    document_number=_NUMBER,
    issuing_state=_STATE,
    document_code=st.sampled_from(("", "P", "I", "V")),
    loss=st.sampled_from(("stolen", "lost", "revoked", "stolen_blank")),
    reported_on=st.none() | _DATES,
    mandate=_MANDATES,
    last_number=st.just(""),
    holder=_TEXT,
) | st.builds(
    lambda number, state: DocumentEntry(
        f"{state}/{number}1..{number}7", f"{number}1", state, loss="stolen_blank", last_number=f"{number}7"
    ),
    _NUMBER,
    _STATE,
)
_ENTRIES = (
    st.lists(_PERSONS, max_size=6, unique_by=lambda entry: entry.entry_id)
    | st.lists(_DOCUMENTS, max_size=6, unique_by=lambda entry: entry.entry_id)
)  # fmt: skip


def _with_pictures(entries: Iterable[PersonEntry | DocumentEntry]) -> Iterator[Item]:
    yield from PICTURES
    yield from entries


def _to_csv(path: Path, entries: list[PersonEntry | DocumentEntry]) -> int:
    persons = not entries or isinstance(entries[0], PersonEntry)
    kind = HitKind.PERSON if persons else HitKind.DOCUMENT
    return csv_lists.export(path, _with_pictures(entries), kind)


def _to_ftm(path: Path, entries: list[PersonEntry | DocumentEntry]) -> int:
    return ftm_export.export(path, _with_pictures(entries))


@pytest.mark.parametrize(
    ("write", "read"), [(_to_csv, csv_lists.read), (_to_ftm, ftm_lists.read)], ids=["csv", "ftm"]
)
@settings(deadline=None)  # waits for the disk
@given(entries=_ENTRIES)
def test_entries_come_back_as_they_were_written(
    write: Callable[[Path, list[PersonEntry | DocumentEntry]], int],
    read: Callable[[Path], Iterator[Item]],
    entries: list[PersonEntry | DocumentEntry],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.out"
        assert write(path, entries) == len(entries)
        back = list(read(path))
        assert [item for item in back if not isinstance(item, Picture)] == entries
        told: set[str] = set()
        for item in back:
            if isinstance(item, Picture):
                assert item in PICTURES
                assert item.digest not in told
                told.add(item.digest)
            elif isinstance(item, PersonEntry):
                assert told.issuperset(item.pictures)


@settings(deadline=None, max_examples=40)  # a workbook takes long
@given(entries=_ENTRIES)
def test_a_spreadsheet_of_the_same_rows_gives_the_same_entries(
    entries: list[PersonEntry | DocumentEntry],
) -> None:
    rows = [cells_of(entry, lambda digest: f"p/{digest}") for entry in entries]
    assume(not any(cell.startswith("#") for row in rows for cell in row))  # may read as an error of a formula
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        bare = Path(folder) / "p"
        bare.mkdir()
        for picture in PICTURES:
            (bare / picture.digest).write_bytes(picture.data)
        book = openpyxl.Workbook()
        sheet = book.active
        persons = not entries or isinstance(entries[0], PersonEntry)
        sheet.append(COLUMNS[HitKind.PERSON if persons else HitKind.DOCUMENT])
        for number, row in enumerate(rows, 2):
            for column, text in enumerate(row, 1):
                cell = sheet.cell(number, column, text or None)
                cell.data_type = "s" if text else cell.data_type  # also what looks like a formula
        book.save(path)
        back = list(xlsx_lists.read(path))
        assert [item for item in back if not isinstance(item, Picture)] == entries


SAMPLES = Path(__file__).parent / "official" / "samples"


def _out_and_back(path: Path, folder: Path) -> int:
    """How many entries a list holds, each of which comes back from both forms as it was."""
    with open_source(path, options=Options(politically_exposed=True, quarantine=True)) as source:
        entries = [item for item in source.items if isinstance(item, PersonEntry | DocumentEntry)]
    csv_lists.export(folder / "again.csv", entries, HitKind.PERSON)
    ftm_export.export(folder / "again.json", entries)
    for again in ("again.csv", "again.json"):
        with open_source(folder / again) as source:
            assert list(source.items) == entries
    return len(entries)


@pytest.mark.parametrize("sample", ["un.xml", "sdn.csv", "sdn_advanced.xml", "eu.xml"])
def test_a_public_list_goes_out_and_comes_back_as_it_was(sample: str, tmp_path: Path) -> None:
    assert _out_and_back(SAMPLES / sample, tmp_path) > 0


@pytest.mark.parametrize(("real", "least"), [("un_consolidated.xml", 700), ("ofac_sdn.csv", 4_000)])
def test_the_whole_of_a_public_list_does_too(real: str, least: int, name_sets: Path, tmp_path: Path) -> None:
    assert _out_and_back(name_sets / real, tmp_path) > least


def test_others_find_their_own_terms_in_what_is_written(tmp_path: Path) -> None:
    entry = PersonEntry(
        "7",
        ("Anna Eriksson", "Ana"),
        dates_of_birth=(partial_date("1974-08"),),
        sex=Sex.FEMALE,
        nationalities=("D", "UTO"),
        mandate=Mandate(topics=("wanted",), programme="ABC", note="careful"),
    )
    path = tmp_path / "list.json"
    ftm_export.export(path, [entry])
    found = json.loads(path.read_text(encoding="utf-8"))
    assert (found["id"], found["schema"], found["caption"]) == ("7", "Person", "Anna Eriksson")
    assert {
        "name": ["Anna Eriksson"],
        "alias": ["Ana"],
        "birthDate": ["1974-08"],
        "gender": ["female"],
        "nationality": ["de"],
        "topics": ["wanted"],
        "program": ["ABC"],
        "notes": ["careful"],
    }.items() <= found["properties"].items()
