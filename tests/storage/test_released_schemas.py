"""A station that an older release made opens with today's program, whole."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from borderdesk.cases import inspections, pictures
from borderdesk.storage import header, schema
from borderdesk.storage.engine import make_engine
from borderdesk.storage.station import Station
from models.document import MrzFields, PartialDate, Sex
from models.verdict import Advice
from models.watchlist import DocumentEntry, EntryAction, HitKind, ListState, Mandate, PersonEntry
from watchlist.screening import screen
from watchlist.store import lists

KEPT = sorted(
    (Path(__file__).parents[1] / "databases").glob("schema-*"),
    key=lambda kept: int(kept.name.removeprefix("schema-")),
)
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)


@pytest.fixture(params=KEPT, ids=lambda kept: kept.name)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(request.param, tmp_path / "station"))


def fields(number: str, document_code: str, birth: PartialDate) -> MrzFields:
    return MrzFields(
        document_code=document_code,
        issuing_state="UTO",
        primary_identifier="ERIKSSON",
        secondary_identifier="ANNA MARIA",
        names_truncated=False,
        document_number=number,
        nationality="UTO",
        date_of_birth=birth,
        sex=Sex.FEMALE,
        date_of_expiry=PartialDate("300101", 2030, 1, 1),
        optional_data="",
    )


def test_a_station_of_the_newest_schema_is_kept(tmp_path: Path, passphrase: str) -> None:
    newest = Path(shutil.copytree(KEPT[-1], tmp_path / "station"))
    for database, key in header.read(newest).unseal(passphrase, newest).items():
        engine = make_engine(newest / f"{database.value}.db", key)
        with engine.connect() as connection:
            assert schema.revision(connection) == schema.steps(database).get_current_head()
        engine.dispose()


def test_what_was_seen_and_decided_is_still_there(kept: Path, passphrase: str) -> None:
    with Station.open(kept, passphrase) as station:
        station.check()
        assert (station.name, station.training) == ("Torodi", True)
        with station.cases() as session:
            (summary,) = inspections.recent(session, 10)
            stored = inspections.load(session, summary.inspection_id)
    assert (summary.document_number, summary.issuing_state, summary.name, summary.advice) == (
        "L898902C3",
        "UTO",
        "ERIKSSON, ANNA MARIA",
        Advice.STOP,
    )
    assert summary.decision is inspections.Decision.REFUSE
    assert [
        (each.decision.value, each.reason, each.officer, each.decided_at) for each in stored.decisions
    ] == [
        ("refer", "", "K. Diallo", NOW),
        ("refuse", "The document is reported stolen.", "K. Diallo", NOW),
    ]
    (picture,) = stored.pictures
    assert pictures.decode(picture).pixels.shape == (448, 640, 3)
    assert [each.text() for each in stored.sentences.reasons] == stored.record["reasons"]


def test_what_is_wanted_is_still_found(kept: Path, passphrase: str) -> None:
    with Station.open(kept, passphrase) as station, station.watchlist() as session:
        assert lists(session) == (ListState("UTO/all", "UTO", 7, NOW, 2),)
        of_person = screen(session, fields("X1234567", "P", PartialDate("740812", 1974, 8, 12)), today=TODAY)
        of_document = screen(
            session, fields("D23145890", "I", PartialDate("010101", 2001, 1, 1)), today=TODAY
        )
    assert [hit.entry.entry_id for hit in of_person.hits if isinstance(hit.entry, PersonEntry)] == ["P-1"]
    (person,) = (hit.entry for hit in of_person.hits)
    assert isinstance(person, PersonEntry)
    assert person.names == ("ERIKSSON ANNA MARIA", "آنا ماريا")
    assert person.document_numbers == (("L898902C3", "UTO"),)
    (document,) = (hit.entry for hit in of_document.hits if hit.kind is HitKind.DOCUMENT)
    assert document == DocumentEntry(
        entry_id="D-1",
        document_number="D23145890",
        issuing_state="UTO",
        document_code="I",
        loss="stolen_blank",
        reported_on=date(2026, 10, 1),
        mandate=Mandate(EntryAction.STOP, valid_until=date(2099, 12, 31)),
    )
