"""The documented CSV: what goes out comes back; what is damaged is named, never half understood."""

from __future__ import annotations

import csv
import string
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import PartialDate, Sex
from models.errors import KnownError
from models.watchlist import DocumentEntry, EntryAction, HitKind, Mandate, PersonEntry
from watchlist.importers.cells import partial_date
from watchlist.importers.csv_lists import DOCUMENT_COLUMNS, MAX_LINE, PERSON_COLUMNS, export, read


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(folder: Path, content: str | bytes) -> KnownError:
    with pytest.raises(KnownError) as caught:
        list(read(written(folder, content)))
    assert "list.csv" in caught.value.sentence()  # every sentence and remedy is there, and names the file
    return caught.value


def test_a_person_with_everything(tmp_path: Path) -> None:
    header = ",".join(PERSON_COLUMNS)
    row = (
        '7,"ERIKSSON, ANNA",ERICSON ANA|آنا,1974-08-12|1975|1976-02,F,UTO|D,'
        'L898902C<3/UTO|ab-12 345,stop,missing,"a ""note"" here",2027-12-31'
    )
    assert list(read(written(tmp_path, f"{header}\n{row}\n"))) == [
        PersonEntry(
            entry_id="7",
            names=("ERIKSSON, ANNA", "ERICSON ANA", "آنا"),
            dates_of_birth=(
                PartialDate("740812", 1974, 8, 12),
                PartialDate("75<<<<", 1975),
                PartialDate("7602<<", 1976, 2),
            ),
            sex=Sex.FEMALE,
            nationalities=("UTO", "D"),
            document_numbers=(("L898902C3", "UTO"), ("AB12345", "")),
            mandate=Mandate(
                EntryAction.STOP,
                category="missing",
                note='a "note" here',
                valid_until=date(2027, 12, 31),
            ),
        )
    ]


def test_a_document_with_semicolons_a_byte_order_mark_and_carriage_returns(tmp_path: Path) -> None:
    content = "\ufeffentry_id;Issuing_State;document_number;loss\r\n1;uto;L898902C3;lost\r\n\r\n;;;\r\n"
    assert list(read(written(tmp_path, content))) == [DocumentEntry("1", "L898902C3", "UTO", loss="lost")]


def test_a_list_of_nobody_is_a_list(tmp_path: Path) -> None:
    assert list(read(written(tmp_path, "entry_id,name\n"))) == []


@pytest.mark.parametrize(
    ("content", "key", "params"),
    [
        (b"", "empty", {}),
        (b"\n\n", "empty", {}),
        (b"\xef\xbb\xbf", "empty", {}),
        (b"1,ERIKSSON\n", "no_header", {}),
        (b"entry_id,name,dob\n", "unknown_column", {"column": "dob"}),
        (b"entry_id,name,name\n", "repeated_column", {"column": "name"}),
        (b"entry_id,aliases\n", "missing_column", {"column": "name"}),
        (b"entry_id,document_number\n", "missing_column", {"column": "issuing_state"}),
        (b"entry_id,name\n1,A,B\n", "columns", {"row": "2", "found": "3", "expected": "2"}),
        (b"entry_id,name\n1,A\n2\n", "columns", {"row": "3"}),
        (b'entry_id,name\n1,A\n2,"B\n3,C\n', "quoting", {"row": "3"}),
        (b'entry_id,name\n1,"A"B\n', "quoting", {"row": "2"}),
        (b"entry_id,name\r1,A\r", "quoting", {}),
        (b"entry_id,name\n1,\xe9ric\n", "encoding", {"line": "2"}),
        ("entry_id,name\n1,A\n".encode("utf-16"), "nul", {}),
        (b"entry_id,name\n1,A\0B\n", "nul", {"line": "2"}),
        (
            b"entry_id,name\n1,A\x07B\n",
            "control_character",
            {"row": "2", "column": "name", "value": "U+0007"},
        ),
        (b"entry_id,name\n1,A\n1,B\n", "duplicate", {"row": "3", "column": "entry_id", "value": "1"}),
        (b"entry_id,name\n,A\n", "empty_cell", {"row": "2", "column": "entry_id"}),
        (b"entry_id,name\n1,A\n\n2, \n", "empty_cell", {"row": "4", "column": "name"}),
        (b"entry_id,name\n1," + b"A" * 30_000 + b"\n", "long_cell", {"row": "2", "column": "name"}),
        (b"entry_id,name\n1," + b"A" * (MAX_LINE + 5), "long_line", {"line": "2"}),
        (b"entry_id,name,sex\n1,A,W\n", "no_sex", {"value": "W"}),
        (b"entry_id,name,action\n1,A,shoot\n", "no_action", {"value": "shoot"}),
        (b"entry_id,name,date_of_birth\n1,A,1974-13-01\n", "no_date", {"column": "date_of_birth"}),
        (b"entry_id,name,date_of_birth\n1,A,1974-00-01\n", "no_date", {"value": "1974-00-01"}),
        (b"entry_id,name,valid_until\n1,A,2027-01-00\n", "no_date", {"value": "2027-01-00"}),
        (b"entry_id,name,date_of_birth\n1,A,1974|12.08.1974\n", "no_date", {"value": "12.08.1974"}),
        (b"entry_id,name,valid_until\n1,A,2027-02-29\n", "no_date", {"column": "valid_until"}),
        (b"entry_id,name,valid_until\n1,A,2027\n", "no_full_date", {"column": "valid_until"}),
        (b"entry_id,name,nationalities\n1,A,UTO|UTOPIA\n", "no_state", {"value": "UTOPIA"}),
        (b"entry_id,name,document_numbers\n1,A,/UTO\n", "no_number", {"column": "document_numbers"}),
        (b"entry_id,document_number,issuing_state\n1,A_1,UTO\n", "no_number", {"value": "A_1"}),
        (b"entry_id,document_number,issuing_state\n1,A1,\n", "no_state", {"column": "issuing_state"}),
        (b"entry_id,document_number,issuing_state,loss\n1,A1,UTO,gone\n", "no_loss", {"value": "gone"}),
        (
            b"entry_id,document_number,issuing_state,document_code\n1,A1,UTO,PD\n",
            "no_document_code",
            {"value": "PD"},
        ),
    ],
)
def test_damage_is_named_with_its_place(
    tmp_path: Path, content: bytes, key: str, params: dict[str, str]
) -> None:
    error = refusal(tmp_path, content)
    assert error.message.key == f"error.watchlist.csv.{key}"
    assert params.items() <= dict(error.message.params).items()


def test_a_file_that_is_not_there_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(KnownError) as caught:
            list(read(path))
        assert caught.value.message.key == "error.watchlist.csv.unreadable"


_TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="|"), max_size=20).map(
    str.strip
)
_FILLED = _TEXT.filter(bool)
_DATES = st.dates(date(1900, 1, 1), date(2099, 12, 31))
_BORN = st.tuples(_DATES, st.sampled_from((4, 7, 10))).map(
    lambda given: partial_date(given[0].isoformat()[: given[1]])
)
_STATE = st.text(string.ascii_uppercase, min_size=1, max_size=3)
_NUMBER = st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=22)
_PERSONS = st.builds(
    PersonEntry,
    entry_id=_FILLED,
    names=st.lists(_FILLED, min_size=1, max_size=4).map(tuple),
    dates_of_birth=st.lists(_BORN, max_size=3).map(tuple),
    sex=st.sampled_from(Sex),
    nationalities=st.lists(_STATE, max_size=3).map(tuple),
    document_numbers=st.lists(st.tuples(_NUMBER, st.one_of(st.just(""), _STATE)), max_size=3).map(tuple),
    mandate=st.builds(
        Mandate,
        action=st.sampled_from(EntryAction),
        category=_TEXT,
        note=_TEXT,
        valid_until=st.none() | _DATES,
    ),
)
_DOCUMENTS = st.builds(
    DocumentEntry,
    entry_id=_FILLED,
    document_number=_NUMBER,
    issuing_state=_STATE,
    document_code=st.sampled_from(("", "P", "I", "V")),
    loss=st.sampled_from(("stolen", "lost", "revoked", "stolen_blank")),
    reported_on=st.none() | _DATES,
    mandate=st.builds(
        Mandate, action=st.sampled_from(EntryAction), note=_TEXT, valid_until=st.none() | _DATES
    ),
)


@settings(deadline=None)  # waits for the disk
@given(st.lists(_PERSONS, max_size=6, unique_by=lambda entry: entry.entry_id))
def test_persons_come_back_as_they_were_written(entries: list[PersonEntry]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "persons.csv"
        assert export(path, entries, HitKind.PERSON) == len(entries)
        assert list(read(path)) == entries


@settings(deadline=None)  # waits for the disk
@given(st.lists(_DOCUMENTS, max_size=6, unique_by=lambda entry: entry.entry_id))
def test_documents_come_back_as_they_were_written(entries: list[DocumentEntry]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "documents.csv"
        assert export(path, entries, HitKind.DOCUMENT) == len(entries)
        assert list(read(path)) == entries


_GARBAGE = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.tuples(
        st.sampled_from((",".join(PERSON_COLUMNS), ";".join(DOCUMENT_COLUMNS), "entry_id,name")),
        st.text(st.sampled_from('1A,;"|\n\r\0\ufeff-/19740812é'), max_size=200),
    ).map(lambda made: f"{made[0]}\n{made[1]}".encode()),
)


@settings(deadline=None)  # waits for the disk
@given(_GARBAGE)
def test_garbage_gives_entries_or_a_known_error_and_nothing_else(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), content)
        try:
            entries = list(read(path))
        except KnownError as error:
            entries, said = [], error.sentence()
        else:
            said = "read"
        assert said
        assert all(entry.entry_id for entry in entries)


def test_an_entry_that_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    path = written(tmp_path, "entry_id,name\n1,A\n")
    before = path.read_bytes()
    with pytest.raises(KnownError) as caught:
        export(path, [PersonEntry("2", ("B", "C|D"))], HitKind.PERSON)
    assert caught.value.message.key == "error.watchlist.csv.separator_inside"
    with pytest.raises(KnownError) as caught:
        export(path, [DocumentEntry("2", "A1", "UTO")], HitKind.PERSON)
    assert caught.value.message.key == "error.watchlist.csv.mixed"
    assert caught.value.sentence()
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["list.csv"]


def test_writing_where_one_cannot_write_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        export(tmp_path / "none" / "list.csv", [], HitKind.PERSON)
    assert caught.value.message.key == "error.watchlist.csv.unwritable"
    assert caught.value.sentence()


def test_a_spreadsheet_module_reads_what_is_exported(tmp_path: Path) -> None:
    export(
        tmp_path / "list.csv",
        [PersonEntry("1", ('A "B", C',), mandate=Mandate(note="two\nlines"))],
        HitKind.PERSON,
    )
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["name"], row["note"]) for row in csv.DictReader(file)] == [('A "B", C', "two\nlines")]
