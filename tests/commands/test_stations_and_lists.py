"""`station create` and `watchlist import|export|status`: whole or not at all."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

HEADER = "entry_id,name,date_of_birth,action\n"


@pytest.fixture
def station(shell: Any) -> Any:
    """An environment with an empty station in `s`."""
    made = shell.run("station", "create", "--home", "s", "--json", passphrase=True)
    assert made.status == 0, made.err
    (told,) = made.objects
    assert len(told.pop("recovery_key").split("-")) == 8
    assert told == {"station": "s", "home": str(shell.folder / "s"), "training": False}
    return shell


def take_in(shell: Any, *options: object, text: str = HEADER + "p1,Anna Eriksson,1974-08-12,stop\n") -> Any:
    (shell.folder / "list.csv").write_text(text, encoding="utf-8")
    return shell.run("watchlist", "import", "list.csv", "--home", "s", "--json", *options, passphrase=True)


def stored(shell: Any) -> list[dict[str, Any]]:
    answer = shell.run("watchlist", "status", "--home", "s", "--json", passphrase=True)
    assert answer.status == 0
    found: list[dict[str, Any]] = answer.objects
    return found


def test_a_station_is_not_made_over_another_one(station: Any) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in (station.folder / "s").iterdir()}
    answer = station.run("station", "create", "--home", "s", passphrase=True)
    assert answer.status == 1
    assert {path.name: path.stat().st_mtime_ns for path in (station.folder / "s").iterdir()} == before


def test_no_station_is_made_without_a_passphrase(shell: Any) -> None:
    answer = shell.run("station", "create", "--home", "s")
    assert answer.status == 1
    shell.passphrase_file.write_text("\n", encoding="utf-8")
    assert shell.run("station", "create", "--home", "s", passphrase=True).status == 1
    assert not (shell.folder / "s").exists()


def test_a_training_station_opens_without_a_passphrase(shell: Any) -> None:
    made = shell.run("station", "create", "--training", "--home", "t", "--json")
    assert made.status == 0, made.err
    assert made.objects[0]["training"] is True
    status = shell.run("watchlist", "status", "--home", "t", "--json")
    assert status.status == 0, status.err
    assert all(each["entries"] > 0 for each in status.objects)
    assert status.objects


def test_a_training_station_never_takes_the_place_of_the_real_one(shell: Any) -> None:
    made = shell.run("station", "create", "--training", "--json")
    assert made.status == 0, made.err
    assert made.objects[0]["home"] == str(shell.folder / "data" / "borderdesk-training")
    assert not (shell.folder / "data" / "borderdesk").exists()


def test_a_list_is_taken_in_as_given(station: Any) -> None:
    answer = take_in(
        station,
        *("--list", "UTO/persons", "--owner", "Utopia Police", "--sequence", 41),
        *("--as-of", "2026-11-23T06:00:00+01:00"),
    )
    wanted = {
        "list": "UTO/persons",
        "owner": "Utopia Police",
        "sequence": 41,
        "as_of": "2026-11-23T05:00:00+00:00",
        "entries": 1,
        "licence": "",
        "quarantined": 0,
    }
    assert answer.status == 0, answer.err
    assert answer.objects == [{**wanted, "difference": None, "left_out": {}}]
    assert stored(station) == [wanted]


def test_what_is_not_given_is_taken_from_the_file_and_the_station(station: Any) -> None:
    (station.folder / "list.csv").write_text(HEADER, encoding="utf-8")
    first = take_in(station, "--list", "NER/persons")
    assert (first.objects[0]["owner"], first.objects[0]["sequence"]) == ("NER", 1)
    made = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
    file = station.folder / "old.csv"
    file.write_text(HEADER + "p1,Anna Eriksson,1974-08-12,stop\n", encoding="utf-8")
    os.utime(file, (made.timestamp(), made.timestamp()))
    second = station.run(
        *("watchlist", "import", "old.csv", "--list", "NER/persons", "--home", "s", "--json"), passphrase=True
    )
    assert second.objects[0]["sequence"] == 2
    assert datetime.fromisoformat(second.objects[0]["as_of"]) == made


def test_a_damaged_list_names_row_and_column_and_leaves_the_old_one(station: Any) -> None:
    take_in(station, "--list", "NER/persons")
    before = stored(station)
    rows = "".join(f"p{number},Somebody,1974-08-12,stop\n" for number in range(2, 3000))
    answer = take_in(station, "--list", "NER/persons", text=f"{HEADER}{rows}p9999,Anna,12.8.1974,stop\n")
    assert (answer.status, answer.out) == (1, "")
    assert "date_of_birth" in answer.err
    assert "3000" in answer.err
    assert stored(station) == before


def test_an_older_edition_is_refused(station: Any) -> None:
    take_in(station, "--list", "NER/persons", "--sequence", 7)
    before = stored(station)
    answer = take_in(station, "--list", "NER/persons", "--sequence", 6)
    assert answer.status == 1
    assert stored(station) == before


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_list_that_is_no_file_is_one_sentence(station: Any, name: str) -> None:
    answer = station.run("watchlist", "import", name, "--home", "s", "--list", "x", passphrase=True)
    assert (answer.status, answer.out) == (1, "")
    assert "Traceback" not in answer.err
    assert len(answer.err.splitlines()) == 1


def test_a_date_in_the_future_is_taken_in_but_told(station: Any) -> None:
    later = datetime.now(UTC) + timedelta(days=30)
    answer = take_in(station, "--as-of", later.isoformat())
    assert answer.status == 0
    assert "future" in answer.err


def test_an_empty_station_says_that_it_has_no_list(station: Any) -> None:
    answer = station.run("watchlist", "status", "--home", "s", passphrase=True)
    assert (answer.status, answer.out) == (0, "")
    assert "no watchlist" in answer.err


def test_people_read_the_lists_in_one_line_each(station: Any) -> None:
    take_in(station, "--list", "NER/persons", "--as-of", "2026-11-23T06:00:00Z")
    answer = station.run("watchlist", "status", "--home", "s", passphrase=True)
    assert answer.out == "NER/persons (NER), edition 1, as of 2026-11-23 06:00 UTC, 1 entries\n"


def test_the_list_file_stays_as_it_was(station: Any) -> None:
    take_in(station)
    assert Path(station.folder / "list.csv").read_text(encoding="utf-8").startswith(HEADER)


PERSONS = (
    "entry_id,name,aliases,weak_aliases,date_of_birth,sex,nationalities,document_numbers,places_of_birth,"
    "addresses,pictures,action,category,topics,programme,legal_basis,caveat,note,valid_until,review_on\n"
    "p1,Anna Eriksson,ANNA|\u0622\u0646\u0627,Annie,1974-08-12|1975|~1970,F,UTO|D,L898902C3/UTO|D23145890,"
    'Zenith,"1, Harbour Street",,stop,fraud,wanted,ABC,Warrant 7,do not tell,"one, two\nthree",2099-12-31,'
    "2098-12-31\n"
    "p0,Nobody,,,,,,,,,,inform,,,,,,,,\n"
)
DOCUMENTS = (
    "entry_id,document_number,last_number,issuing_state,document_code,loss,reported_on,holder,action,category,"
    "topics,programme,legal_basis,caveat,note,valid_until,review_on\n"
    "d2,L898902C3,,UTO,P,lost,2026-10-02,Anna Eriksson,refer,,,,,,,,\n"
    ",Z51S8B0X9,,UTO,,revoked,,,stop,fraud,wanted,ABC,Warrant 7,do not tell,x,2099-12-31,2098-12-31\n"
    "d3,Z60000000,Z69999999,UTO,,stolen_blank,,,stop,,,,,,,,\n"
)


@pytest.mark.parametrize("text", [PERSONS, DOCUMENTS], ids=["persons", "documents"])
def test_a_list_comes_out_as_it_was_taken_in(station: Any, text: str) -> None:
    taken = take_in(station, "--list", "UTO/all", "--sequence", 3, text=text)
    answer = station.run(
        *("watchlist", "export", "out.csv", "--list", "UTO/all", "--home", "s", "--json"), passphrase=True
    )
    assert (answer.status, len(answer.objects)) == (0, 1)
    assert answer.objects[0].items() <= taken.objects[0].items()
    file = station.folder / "out.csv"
    assert file.read_text(encoding="utf-8").replace("\r\n", "\n") == text
    assert file.stat().st_mode & 0o077 == 0
    again = station.run("watchlist", "import", "out.csv", "--home", "s", "--json", passphrase=True)
    assert again.objects[0]["entries"] == text.count("\n") - 1 - text.count("two\n")


def test_a_list_that_is_not_here_leaves_an_old_file_alone(station: Any) -> None:
    file = station.folder / "out.csv"
    file.write_text("mine", encoding="utf-8")
    answer = station.run("watchlist", "export", "out.csv", "--home", "s", passphrase=True)
    assert (answer.status, answer.out, file.read_text(encoding="utf-8")) == (1, "", "mine")
    assert "no list out here" in answer.err
    assert sorted(path.name for path in station.folder.glob("*out.csv*")) == ["out.csv"]


def test_a_place_that_cannot_be_written_to_is_one_sentence(station: Any) -> None:
    take_in(station)
    answer = station.run(
        *("watchlist", "export", "no/such/list.csv", "--list", "list", "--home", "s"), passphrase=True
    )
    assert (answer.status, answer.out) == (1, "")
    (line,) = answer.err.splitlines()
    assert "cannot be written" in line


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"entry_id,name\n1,A\0B\n", "line 2 holds zero bytes"),
        ("entry_id,name\n1,J\u00f6rg\n".encode("latin-1"), "line 2 is not written in UTF-8"),
        ("entry_id,name\n1,Anna\n".encode("utf-16"), "list.csv"),
        (b"entry_id,name\n1," + b"A" * 2_000_000 + b"\n", "line 2 is longer"),
        (b"entry_id,name\n1," + b"A" * 30_000 + b"\n", "row 2, column name"),
        (b'entry_id,name\n1,"Anna\n', "row 2"),
        (b"entry_id,name\n1,Anna,x\n", "row 2"),
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n", "list.csv"),
    ],
)
def test_what_is_no_list_is_named_by_its_place_and_nothing_is_taken_in(
    station: Any, content: bytes, told: str
) -> None:
    (station.folder / "list.csv").write_bytes(content)
    answer = station.run("watchlist", "import", "list.csv", "--home", "s", passphrase=True)
    assert (answer.status, answer.out) == (1, "")
    (line,) = answer.err.splitlines()
    assert told in line
    assert stored(station) == []
