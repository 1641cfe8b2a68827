"""The documented CSV: what goes out comes back; what is damaged is named, never half understood."""

from __future__ import annotations

import csv
import tempfile
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import PartialDate, Sex
from models.errors import KnownError
from models.message import Message
from models.watchlist import BadRow, DocumentEntry, EntryAction, HitKind, Mandate, PersonEntry, YearRange
from watchlist.importers.checking import MAX_QUARANTINED
from watchlist.importers.csv_lists import DOCUMENT_COLUMNS, MAX_LINE, PERSON_COLUMNS, export, read
from watchlist.importers.source import Options, RowError
from watchlist.names.compare import compare


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
        '7,"ERIKSSON, ANNA",ERICSON ANA|آنا,Annie,1974-08-12|1975|1976-02|1970..1972|~1969,F,UTO|D,'
        'L898902C<3/UTO|ab-12 345,Zenith|North Utopia,"1, Harbour Street",,stop,missing,wanted|crime.terror,'
        'ABC,Warrant 7,do not tell,"a ""note"" here",2027-12-31,2027-06-30'
    )
    assert list(read(written(tmp_path, f"{header}\n{row}\n"))) == [
        PersonEntry(
            entry_id="7",
            names=("ERIKSSON, ANNA", "ERICSON ANA", "آنا"),
            weak_names=("Annie",),
            dates_of_birth=(
                PartialDate("740812", 1974, 8, 12),
                PartialDate("75<<<<", 1975),
                PartialDate("7602<<", 1976, 2),
            ),
            birth_years=(YearRange(1970, 1972), YearRange(1969, 1969, circa=True)),
            sex=Sex.FEMALE,
            nationalities=("UTO", "D"),
            document_numbers=(("L898902C3", "UTO"), ("AB12345", "")),
            places_of_birth=("Zenith", "North Utopia"),
            addresses=("1, Harbour Street",),
            mandate=Mandate(
                EntryAction.STOP,
                category="missing",
                topics=("wanted", "crime.terror"),
                programme="ABC",
                legal_basis="Warrant 7",
                caveat="do not tell",
                note='a "note" here',
                valid_until=date(2027, 12, 31),
                review_on=date(2027, 6, 30),
            ),
        )
    ]


def test_a_document_with_semicolons_a_byte_order_mark_and_carriage_returns(tmp_path: Path) -> None:
    content = "\ufeffentry_id;Issuing_State;document_number;loss\r\n1;uto;L898902C3;lost\r\n\r\n;;;\r\n"
    assert list(read(written(tmp_path, content))) == [DocumentEntry("1", "L898902C3", "UTO", loss="lost")]


def test_a_document_without_a_number_of_its_own_and_a_range_of_blanks(tmp_path: Path) -> None:
    content = (
        "document_number,last_number,issuing_state,loss,holder\nA1,,UTO,,Anna\nB100,B1-99,D,stolen_blank,\n"
    )
    assert list(read(written(tmp_path, content))) == [
        DocumentEntry("UTO/A1", "A1", "UTO", holder="Anna"),
        DocumentEntry("D/B100..B199", "B100", "D", loss="stolen_blank", last_number="B199"),
    ]


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
        (b"entry_id,date_of_birth\n", "missing_column", {"column": "name"}),
        (b"entry_id,name\n1,A,B\n", "columns", {"row": "2", "found": "3", "expected": "2"}),
        (b"entry_id,name\n1,A\n2\n", "columns", {"row": "3"}),
        (b'entry_id,name\n1,A\n2,"B\n3,C\n', "quoting", {"row": "3"}),
        (b'entry_id,name\n1,"A"B\n', "quoting", {"row": "2"}),
        (b"entry_id,name\r1,A\r", "quoting", {}),
        (b"entry_id,name\n1,\xe9ric\n", "encoding", {"line": "2"}),
        (b"entry_id,name\n1,---\n", "no_name", {"row": "2", "column": "name"}),
        ("entry_id,name\n1,\u202e\u200f\n".encode(), "no_name", {"row": "2", "column": "name"}),
        (b"entry_id,name,aliases\n1,A," + b"A|" * 1_500 + b"\n", "too_many", {"column": "aliases"}),
        (b"entry_id,name,date_of_birth\n1,A,1965..1960\n", "no_years", {"value": "1965..1960"}),
        (b"entry_id,name,date_of_birth\n1,A,0000-00-00\n", "no_date", {"value": "0000-00-00"}),
        (b"entry_id,name,topics\n1,A,role pep\n", "no_topic", {"value": "role pep"}),
        (b"document_number,issuing_state,last_number\nA9,UTO,A1\n", "no_range", {"value": "A1"}),
        (b"document_number,issuing_state,last_number\nA1,UTO,A100\n", "no_range", {"value": "A100"}),
        (b"document_number,issuing_state\nA1,UTO\nA1,UTO\n", "duplicate", {"value": "UTO/A1"}),
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
        (b"entry_id,name,aliases\n1,A," + b"B|" * 90_000, "long_line", {"line": "2"}),
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
        (b"document_number,issuing_state\n" + b"A" * 51 + b",UTO\n", "no_number", {"row": "2"}),
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


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"), ("utf-32", "UTF-32")],
)
def test_another_encoding_is_told_by_its_name(tmp_path: Path, encoding: str, named: str) -> None:
    error = refusal(tmp_path, "entry_id,name\n1,A\n".encode(encoding))
    assert error.message.key == "error.watchlist.other_encoding"
    assert ("encoding", named) in error.message.params


def test_what_is_not_understood_goes_to_quarantine_and_the_rest_is_read(tmp_path: Path) -> None:
    content = (
        b'entry_id,name,date_of_birth\n1,A,\n2,B,12.8.1974\n3,\xff,\n4,C\0,\n5,D\n6,"E"E,\n1,F,\n'
        b"7," + b"G" * (3 * MAX_LINE) + b",\n8,H,1974\n"
    )
    items = list(read(written(tmp_path, content), Options(quarantine=True)))
    bad = [item for item in items if isinstance(item, BadRow)]
    assert [item.entry_id for item in items if isinstance(item, PersonEntry)] == ["1", "8"]
    assert [(row.row, row.why.key.rpartition(".")[2]) for row in bad] == [
        (3, "no_date"),
        (4, "encoding"),
        (5, "nul"),
        (6, "columns"),
        (7, "quoting"),
        (8, "duplicate"),
        (9, "long_line"),
    ]
    assert bad[0].column == "date_of_birth"
    assert bad[0].raw == "2,B,12.8.1974\n"
    assert all(len(row.raw) <= 2_000 for row in bad)
    assert all(row.why.text() and Message(f"{row.why.key}.remedy", row.why.params).text() for row in bad)


def test_quotes_over_lines_refuse_the_file_even_with_a_quarantine(tmp_path: Path) -> None:
    path = written(tmp_path, 'entry_id,name\n1,"A\n2,B\n3,C\n')
    with pytest.raises(RowError) as caught:
        list(read(path, Options(quarantine=True)))
    assert caught.value.row == 2


def test_a_file_of_which_nothing_is_understood_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "entry_id,name\n" + "x\n" * (MAX_QUARANTINED + 1))
    with pytest.raises(KnownError) as caught:
        list(read(path, Options(quarantine=True)))
    assert caught.value.message.key == "error.watchlist.quarantine_full"
    assert caught.value.sentence()


def test_a_line_without_end_takes_no_memory(tmp_path: Path) -> None:
    path = written(tmp_path, "entry_id,name\n1,A\n2,")
    with path.open("r+b") as file:
        file.truncate(1 << 31)  # two gigabytes that take no place on the disk
    tracemalloc.start()
    try:
        with pytest.raises(KnownError):
            list(read(path))
        items = list(read(path, Options(quarantine=True)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [type(item) for item in items] == [PersonEntry, BadRow]
    assert peak < 100 << 20


def test_marks_of_direction_and_look_alikes_are_kept_as_they_are(tmp_path: Path) -> None:
    name, alike = "\u202eANNA\u202c \u200fERIK\u200bSSON", "\u0410NNA ERIKSSON"
    (entry,) = read(written(tmp_path, f"entry_id,name,aliases\n1,{name},{alike}\n"))
    assert isinstance(entry, PersonEntry)
    assert entry.names == (name, alike)
    assert all(compare("ANNA ERIKSSON", each).match for each in entry.names)


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
        assert all(entry.entry_id for entry in entries if isinstance(entry, PersonEntry | DocumentEntry))


def test_an_entry_that_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    path = written(tmp_path, "entry_id,name\n1,A\n")
    before = path.read_bytes()
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
