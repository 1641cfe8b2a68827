"""What was stored comes back, decisions stay, and what is erased is gone."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from borderdesk.cases import inspections, pictures
from borderdesk.cases.inspections import Decision
from borderdesk.storage.station import Station
from models.errors import KnownError
from models.image import Light, PageImage
from models.inspection import Inspection
from models.record import Sentences, as_record
from models.tables.cases import DecisionRow, InspectionRow, PictureRow
from models.verdict import Advice

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
Make = Callable[..., Inspection]


def put(station: Station, inspection: Inspection) -> str:
    with station.cases() as session:
        inspections.store(session, inspection)
    return inspection.inspection_id


def decide(
    station: Station, inspection_id: str, decision: Decision, reason: str = "", at: datetime = NOW
) -> None:
    with station.cases() as session:
        inspections.decide(session, inspection_id, decision, reason, "K. Diallo", at)


def rows(station: Station) -> dict[str, int]:
    with station.cases() as session:
        return {
            table.__tablename__: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in (InspectionRow, PictureRow, DecisionRow)
        }


def open_again(station: Station, inspection_id: str) -> inspections.StoredInspection:
    with station.cases() as session:
        return inspections.load(session, inspection_id)


def test_an_inspection_survives_a_restart(station: Station, home: Path, inspection: Make) -> None:
    whole = inspection()
    put(station, whole)
    station.close()
    with Station.open(home, "four goats cross the Sirba") as again:
        stored = open_again(again, whole.inspection_id)
    assert stored.record == json.loads(json.dumps(as_record(whole)))
    assert stored.sentences == Sentences.of(whole)
    assert (stored.inspection_id, stored.taken_at, stored.advice) == (
        whole.inspection_id,
        whole.taken_at,
        Advice.STOP,
    )
    assert stored.taken_at.tzinfo is UTC
    assert stored.decisions == ()


def test_pictures_come_back_in_order_and_look_the_same(
    station: Station, inspection: Make, page: Callable[..., PageImage]
) -> None:
    back = page(width=300, height=200, source="back.png")
    infrared = page(width=200, height=100, light=Light.INFRARED, source="ir.png")
    whole = inspection(other_pages=(back, infrared))
    stored = open_again(station, put(station, whole))
    pages = [pictures.decode(picture) for picture in stored.pictures]
    for was, found in zip((whole.page, back, infrared), pages, strict=True):
        assert (found.light, found.dpi, found.source, found.page) == (
            was.light,
            was.dpi,
            was.source,
            was.page,
        )
        assert found.pixels.shape == was.pixels.shape
        difference = np.abs(found.pixels.astype(int) - was.pixels.astype(int))
        assert difference.mean() < 2.0


def test_a_page_too_long_for_jpeg_is_kept_without_loss(page: Callable[..., PageImage]) -> None:
    strip = page(width=65_501, height=16)
    picture = pictures.encode(strip)
    assert picture.media_type == "image/png"
    assert picture.data.startswith(b"\x89PNG")
    assert np.array_equal(pictures.decode(picture).pixels, strip.pixels)


def test_a_usual_page_is_kept_as_jpeg(page: Callable[..., PageImage]) -> None:
    picture = pictures.encode(page())
    assert picture.media_type == "image/jpeg"
    assert picture.data.startswith(b"\xff\xd8\xff")


def test_a_page_without_a_zone_is_stored_too(station: Station, inspection: Make) -> None:
    stored = open_again(station, put(station, inspection(unread=True)))
    assert (stored.advice, stored.record["document"]) == (Advice.RESCAN, None)
    assert len(stored.pictures) == 1
    with station.cases() as session:
        (summary,) = inspections.recent(session, 5)
    assert (summary.document_number, summary.issuing_state, summary.name) == ("", "", "")


def test_recent_lists_the_newest_first_and_no_more_than_asked_for(station: Station, inspection: Make) -> None:
    for number in (2, 1, 4, 3):
        put(station, inspection(number, taken_at=NOW + timedelta(seconds=number)))
    with station.cases() as session:
        newest = inspections.recent(session, 3)
    assert [int(each.inspection_id, 16) for each in newest] == [4, 3, 2]
    first = newest[0]
    assert (first.document_number, first.issuing_state, first.name, first.file, first.advice) == (
        "L898902C3",
        "UTO",
        "ERIKSSON, ANNA MARIA",
        "desk.png",
        Advice.STOP,
    )
    assert first.decision is None
    assert first.taken_at == NOW + timedelta(seconds=4)


def test_recent_shows_the_last_decision(station: Station, inspection: Make) -> None:
    inspection_id = put(station, inspection())
    put(station, inspection(2))
    decide(station, inspection_id, Decision.REFER)
    decide(station, inspection_id, Decision.ADMIT)
    with station.cases() as session:
        shown = {each.inspection_id: each.decision for each in inspections.recent(session, 5)}
    assert shown == {inspection_id: Decision.ADMIT, f"{2:032x}": None}


def test_an_inspection_is_stored_once(station: Station, inspection: Make) -> None:
    put(station, inspection())
    with pytest.raises(sa.exc.IntegrityError):
        put(station, inspection())
    assert rows(station) == {"inspections": 1, "pictures": 1, "decisions": 0}


def test_a_naive_moment_is_refused_and_nothing_stays(station: Station, inspection: Make) -> None:
    with pytest.raises(sa.exc.StatementError):
        put(station, inspection(taken_at=datetime(2026, 11, 24)))  # noqa: DTZ001 - the point of it
    assert rows(station) == {"inspections": 0, "pictures": 0, "decisions": 0}


def test_decisions_come_back_in_order(station: Station, inspection: Make) -> None:
    inspection_id = put(station, inspection())
    niamey = timezone(timedelta(hours=1))
    decide(
        station,
        inspection_id,
        Decision.REFER,
        "  name differs ",
        datetime(2026, 11, 24, 10, 31, tzinfo=niamey),
    )
    decide(station, inspection_id, Decision.REFUSE, "stolen")
    first, second = open_again(station, inspection_id).decisions
    assert (first.decision, first.reason, first.officer, first.decided_at) == (
        Decision.REFER,
        "name differs",
        "K. Diallo",
        NOW,
    )
    assert second.decision is Decision.REFUSE


@pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
def test_a_refusal_needs_a_reason(station: Station, inspection: Make, reason: str) -> None:
    inspection_id = put(station, inspection())
    with pytest.raises(KnownError) as caught:
        decide(station, inspection_id, Decision.REFUSE, reason)
    assert caught.value.message.key == "error.decision.no_reason"
    assert open_again(station, inspection_id).decisions == ()


def test_a_decision_needs_somebody_who_decides(station: Station, inspection: Make) -> None:
    inspection_id = put(station, inspection())
    with station.cases() as session, pytest.raises(KnownError) as caught:
        inspections.decide(session, inspection_id, Decision.ADMIT, "", " ", NOW)
    assert caught.value.message.key == "error.decision.no_officer"


@pytest.mark.parametrize("act", ["load", "decide", "erase"])
def test_an_inspection_that_is_not_there_is_told_of(station: Station, act: str) -> None:
    acts: dict[str, Callable[[sa.orm.Session], object]] = {
        "load": lambda session: inspections.load(session, "0"),
        "decide": lambda session: inspections.decide(session, "0", Decision.ADMIT, "", "K", NOW),
        "erase": lambda session: inspections.erase(session, "0"),
    }
    with station.cases() as session, pytest.raises(KnownError) as caught:
        acts[act](session)
    assert caught.value.message.key == "error.inspection.unknown"


@pytest.mark.parametrize(
    "statement",
    [
        sa.update(DecisionRow).values(decision="admit"),
        sa.update(DecisionRow).values(reason=""),
        sa.delete(DecisionRow),
    ],
)
def test_a_decision_is_never_changed_nor_taken_back(
    station: Station, inspection: Make, statement: sa.Update | sa.Delete
) -> None:
    inspection_id = put(station, inspection())
    decide(station, inspection_id, Decision.REFUSE, "stolen")
    before = open_again(station, inspection_id).decisions
    with station.cases() as session, pytest.raises(sa.exc.IntegrityError, match="a decision"):
        session.execute(statement)
    assert open_again(station, inspection_id).decisions == before


def test_erasing_takes_record_pictures_and_decisions(
    station: Station, inspection: Make, page: Callable[..., PageImage]
) -> None:
    erased = put(station, inspection(1, other_pages=(page(),)))
    kept = put(station, inspection(2))
    for each in (erased, kept):
        decide(station, each, Decision.ADMIT)
    with station.cases() as session:
        inspections.load(session, erased)
        inspections.erase(session, erased)
        with pytest.raises(KnownError):
            inspections.load(session, erased)
    assert rows(station) == {"inspections": 1, "pictures": 1, "decisions": 1}
    assert open_again(station, kept).decisions[0].decision is Decision.ADMIT


def test_threads_store_and_decide_at_once(station: Station, inspection: Make) -> None:
    def one(number: int) -> str:
        inspection_id = put(station, inspection(number))
        decide(station, inspection_id, Decision.ADMIT)
        return inspection_id

    with ThreadPoolExecutor(8) as threads:
        stored = list(threads.map(one, range(24)))
    with station.cases() as session:
        listed = inspections.recent(session, 100)
    assert {each.inspection_id for each in listed} == set(stored)
    assert all(each.decision is Decision.ADMIT for each in listed)


def test_no_name_or_picture_can_be_read_from_the_disk(station: Station, home: Path, inspection: Make) -> None:
    whole = inspection()
    jpeg = pictures.encode(whole.page).data
    put(station, whole)
    files = [path.read_bytes() for path in home.iterdir()]
    station.close()
    files += [path.read_bytes() for path in home.iterdir()]
    for data in files:
        for trace in (b"ERIKSSON", b"L898902C3", b"desk.png", jpeg[:64], jpeg[-64:]):
            assert trace not in data


def test_a_swiped_inspection_is_stored_and_opened_without_a_picture(
    station: Station, inspection: Callable[..., Inspection]
) -> None:
    whole = inspection()
    assert whole.document is not None
    swiped = replace(whole, page=None, document=replace(whole.document, reading=None))
    with station.cases() as session:
        inspections.store(session, swiped)
    with station.cases() as session:
        (summary,) = inspections.recent(session, 10)
        opened = inspections.load(session, swiped.inspection_id)
    assert (summary.file, summary.document_number) == ("", "L898902C3")
    assert opened.pictures == ()
    assert opened.record == as_record(swiped)
