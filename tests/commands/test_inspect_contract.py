"""`borderdesk inspect --json` key by key as `docs/command-line.md` promises it to other programs."""

from __future__ import annotations

import json
import shutil
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

TODAY = "2026-11-24"
SYMBOLS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
SHAPES = {
    "TD1": (3, 30),
    "TD2": (2, 36),
    "TD3": (2, 44),
    "MRV-A": (2, 44),
    "MRV-B": (2, 36),
    "FRA-ID": (2, 36),
}


def keys(value: dict[str, Any], *names: str) -> None:
    assert set(value) == set(names)


def is_number(value: Any, low: float = 0.0, high: float = float("inf")) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def is_part_of_date(text: str) -> bool:
    whole = text + "-01-01"[len(text) - 4 :] if len(text) in (4, 7) else text
    return len(text) in (4, 7, 10) and date.fromisoformat(whole) is not None


def validate(answer: dict[str, Any]) -> None:
    """Holds one answer against the contract."""
    keys(
        answer,
        *("file", "page", "index", "advice", "reasons", "document", "corrections", "checks", "hits", "lists"),
        *("timings_ms", "error"),
    )
    assert isinstance(answer["file"], str)
    assert all(isinstance(answer[name], int) and answer[name] >= 0 for name in ("page", "index"))
    assert answer["advice"] in {"clear", "in_order", "refer", "stop", "rescan"}
    assert answer["reasons"]
    assert all(isinstance(reason, str) and reason for reason in answer["reasons"])
    assert answer["error"] is None or (isinstance(answer["error"], str) and answer["error"])
    keys(answer["timings_ms"], "read", "checks", "screening", "total", "cpu")
    assert all(is_number(value) for value in answer["timings_ms"].values())
    if answer["document"] is None:
        assert answer["advice"] == "rescan"
        assert answer["checks"] == answer["corrections"] == answer["hits"] == []
    else:
        validate_document(answer["document"])
        assert answer["checks"]
        if not answer["document"]["certain"]:
            assert answer["advice"] == "rescan"
    for check in answer["checks"]:
        validate_check(check)
    for change in answer["corrections"]:
        keys(change, "line", "position", "read", "used", "probability")
        assert {change["read"], change["used"]} <= SYMBOLS
        assert answer["document"]["raw_lines"][change["line"]][change["position"]] == change["read"]
        assert answer["document"]["lines"][change["line"]][change["position"]] == change["used"]
        assert is_number(change["probability"], 0, 1)
    for hit in answer["hits"]:
        keys(hit, "list", "entry", "kind", "score", "reasons")
        assert hit["kind"] in {"person", "document"}
        assert is_number(hit["score"], 0, 1)
        assert all(isinstance(reason, str) for reason in hit["reasons"])
    for consulted in answer["lists"]:
        keys(consulted, "list", "sequence", "as_of")
        assert isinstance(consulted["sequence"], int)
        assert datetime.fromisoformat(consulted["as_of"]).tzinfo is not None


def validate_document(document: dict[str, Any]) -> None:
    keys(document, "format", "certain", "lines", "raw_lines", "fields", "probabilities")
    count, width = SHAPES[document["format"]]
    assert isinstance(document["certain"], bool)
    for name in ("lines", "raw_lines"):
        assert [len(line) for line in document[name]] == [width] * count
        assert set("".join(document[name])) <= SYMBOLS
    assert [len(line) for line in document["probabilities"]] == [width] * count
    assert all(is_number(value, 0, 1) for line in document["probabilities"] for value in line)
    fields = document["fields"]
    texts = (
        *("document_code", "issuing_state", "primary_identifier", "secondary_identifier", "document_number"),
        *("nationality", "optional_data"),
    )
    keys(fields, *texts, "date_of_birth", "sex", "date_of_expiry", "optional_data_2")
    assert all(isinstance(fields[name], str) for name in texts)
    assert fields["sex"] in {"F", "M", "X", "unspecified"}
    assert fields["date_of_birth"] is None or is_part_of_date(fields["date_of_birth"])
    assert fields["date_of_expiry"] is None or is_part_of_date(fields["date_of_expiry"])
    assert fields["optional_data_2"] is None or isinstance(fields["optional_data_2"], str)


def validate_check(check: dict[str, Any]) -> None:
    keys(check, "code", "status", "severity", "detail", "region", "score")
    assert check["status"] in {"passed", "failed", "undetermined", "not_supported", "not_done"}
    assert check["severity"] in {"info", "minor", "major"}
    assert isinstance(check["detail"], str)
    assert check["detail"]
    assert check["score"] is None or is_number(check["score"])
    if check["region"] is not None:
        assert [len(corner) for corner in check["region"]] == [2, 2, 2, 2]
        assert all(is_number(value, float("-inf")) for corner in check["region"] for value in corner)


@pytest.fixture(scope="module")
def mixed(desk: Any) -> tuple[Any, list[str]]:
    """Good and bad files in one run."""
    tray = Path(__file__).resolve().parents[2] / "resources" / "tray"
    (desk.folder / "letter.jpg").write_text("this is no picture", encoding="utf-8")
    (desk.folder / "empty.png").write_bytes(b"")
    whole = (tray / "02-altered-expiry.jpg").read_bytes()
    (desk.folder / "cut.jpg").write_bytes(whole[: len(whole) // 40])
    (desk.folder / "folder").mkdir()
    files = [
        "letter.jpg",
        str(tray / "02-altered-expiry.jpg"),
        "empty.png",
        "cut.jpg",
        "missing.jpg",
        "folder",
        str(tray / "05-identity-card-front.jpg"),
    ]
    return desk.run("inspect", "--json", "--no-watchlist", "--today", TODAY, *files), files


def test_one_answer_a_file_in_order_even_among_broken_ones(mixed: tuple[Any, list[str]]) -> None:
    answer, files = mixed
    assert [each["file"] for each in answer.objects] == files
    assert answer.status == 1


def test_every_answer_keeps_the_contract(mixed: tuple[Any, list[str]]) -> None:
    for each in mixed[0].objects:
        validate(each)


def test_a_file_that_is_no_picture_has_its_error_set_and_told(mixed: tuple[Any, list[str]]) -> None:
    answer, files = mixed
    by_file = {each["file"]: each for each in answer.objects}
    broken = ["letter.jpg", "empty.png", "cut.jpg", "missing.jpg", "folder"]
    assert {name for name in files if by_file[name]["error"]} == set(broken)
    for name in broken:
        assert by_file[name]["error"] in answer.err
        assert by_file[name]["document"] is None
    assert "folder/*.jpg" in by_file["folder"]["error"]
    assert "Traceback" not in answer.err


def test_an_unreadable_picture_is_an_answer_and_no_error(mixed: tuple[Any, list[str]]) -> None:
    front = mixed[0].objects[-1]
    assert (front["advice"], front["document"], front["error"]) == ("rescan", None, None)


def test_a_wrong_check_digit_is_found_where_it_is_printed(mixed: tuple[Any, list[str]], tray: Path) -> None:
    altered = mixed[0].objects[1]
    truth = tomllib.loads((tray / "truth.toml").read_text(encoding="utf-8"))
    (wanted,) = [one for one in truth["document"] if one["file"] == "02-altered-expiry.jpg"]
    assert altered["document"]["lines"] == wanted["lines"]
    assert altered["advice"] == "refer"
    failed = {check["code"] for check in altered["checks"] if check["status"] == "failed"}
    specimen = "mrz.issuer.specimen"  # of Utopia, and this is no training station
    assert failed == {"mrz.check_digit.date_of_expiry", "mrz.check_digit.composite", specimen}


def test_a_card_is_read_from_its_back_under_the_name_of_its_front(shell: Any, tray: Path) -> None:
    front, back = tray / "05-identity-card-front.jpg", tray / "06-identity-card-back.jpg"
    answer = shell.run("inspect", front, "--back", back, "--json", "--no-watchlist", "--today", TODAY)
    (card,) = answer.objects
    validate(card)
    assert answer.status == 0
    assert card["file"] == str(front)
    assert card["document"]["format"] == "TD1"


def test_without_a_station_the_best_advice_is_in_order(shell: Any, tray: Path) -> None:
    """A missing home is none, and none is made."""
    answer = shell.run(
        "inspect", tray / "07-residence-permit.jpg", "--json", "--home", "nowhere", "--today", TODAY
    )
    (permit,) = answer.objects
    validate(permit)
    assert (answer.status, answer.err) == (0, "")
    assert permit["lists"] == []
    assert permit["advice"] in {"in_order", "rescan"}
    assert not (shell.folder / "nowhere").exists()


def test_the_lists_are_consulted_and_nothing_is_stored(desk: Any, tray: Path) -> None:
    from borderdesk.cases import inspections
    from borderdesk.storage.station import Station

    files = [tray / "04-stolen-passport.jpg", tray / "03-wanted-person.jpg"]
    answer = desk.run(
        "inspect",
        *files,
        "--json",
        "--today",
        TODAY,
        variables={"BORDERDESK_HOME": "station"},
        passphrase=True,
    )
    assert answer.status == 0, answer.err
    for each in answer.objects:
        validate(each)
        assert {consulted["list"] for consulted in each["lists"]} == {"NER/persons", "NER/documents"}
        if each["document"]["certain"]:
            assert each["hits"]
            assert each["advice"] == "stop"
    station = Station.open(
        desk.folder / "station", desk.passphrase_file.read_text(encoding="utf-8").rstrip("\n")
    )
    with station.cases() as session:
        assert not inspections.recent(session, 10)
    station.close()


def test_no_watchlist_opens_no_station_and_asks_no_passphrase(desk: Any) -> None:
    (desk.folder / "letter.txt").write_text("no picture", encoding="utf-8")
    answer = desk.run("inspect", "letter.txt", "--json", "--no-watchlist", "--home", "station")
    assert [each["file"] for each in answer.objects] == ["letter.txt"]
    assert "passphrase" not in answer.err


def test_a_damaged_watchlist_loses_no_inspection(desk: Any, tray: Path) -> None:
    damaged = desk.folder / "damaged"
    shutil.copytree(desk.folder / "station", damaged)
    with (damaged / "watchlist.db").open("r+b") as file:
        file.seek(0, 2)
        size = file.tell()
        file.seek(size // 2)
        file.write(b"\xff" * 512)
    answer = desk.run(
        *("inspect", tray / "07-residence-permit.jpg", "--json", "--today", TODAY, "--home", "damaged"),
        passphrase=True,
    )
    (permit,) = answer.objects
    validate(permit)
    assert answer.status == 1
    assert "watchlist.db" in answer.err
    assert permit["advice"] in {"in_order", "rescan"}
    if permit["document"]["certain"]:
        assert any("watchlist.db" in reason for reason in permit["reasons"])


def test_people_are_told_the_same_in_words(shell: Any, tray: Path) -> None:
    answer = shell.run(
        "inspect", tray / "02-altered-expiry.jpg", "letter.jpg", "--no-watchlist", "--today", TODAY
    )
    assert "REFER" in answer.out
    assert "The check digit of the date of expiry is wrong" in answer.out
    assert "letter.jpg" in answer.err
    assert answer.status == 1
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.out)
