"""From a drawn page to a verdict: nothing is lost, whatever happens to the watchlist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from borderdesk.forgery.registry import FAMILIES
from borderdesk.imaging.load import load_pages
from borderdesk.inspection import Beside, Inspector, random_id
from borderdesk.reading.alternatives import doubts_of
from borderdesk.verdict import Policy
from models.cancel import Cancelled, CancelToken
from models.document import MrzFields, TravelDocument
from models.errors import KnownError
from models.image import PageImage
from models.inspection import Inspection
from models.verdict import Advice
from models.watchlist import ListState, Screening
from watchlist.doubts import Doubts

TRAY = Path(__file__).resolve().parents[2] / "resources" / "tray"
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
BLANK = PageImage(np.full((400, 600, 3), 255, dtype=np.uint8), source="blank.png")


def numbers() -> Callable[[], str]:
    """Numbers of inspections that can be foretold."""
    counted = count()
    return lambda: f"{next(counted):032x}"


def page(name: str) -> PageImage:
    return load_pages(TRAY / name)[0]


@pytest.fixture(scope="module")
def altered() -> PageImage:
    """A passport whose date of expiry was changed; it reads for certain."""
    return page("02-altered-expiry.jpg")


def inspect(
    inspector: Inspector, *pages: PageImage, others: tuple[PageImage, ...] = ()
) -> tuple[Inspection, ...]:
    return inspector.inspect(pages, today=TODAY, now=NOW, beside=Beside(tuple(others)))


def test_a_page_without_a_zone_is_an_answer() -> None:
    (blank,) = inspect(Inspector(Policy.load(), new_id=numbers()), BLANK)
    assert (blank.document, blank.checks, blank.screening) == (None, (), None)
    assert blank.verdict.advice is Advice.RESCAN
    assert all(reason.text() for reason in blank.verdict.reasons)
    assert blank.page is BLANK


def test_every_page_is_answered_in_order_and_told_of(altered: PageImage) -> None:
    told: list[float] = []
    inspector = Inspector(Policy.load(), new_id=numbers())
    found = inspector.inspect([BLANK, altered], today=TODAY, now=NOW, progress=told.append)
    assert [each.page for each in found] == [BLANK, altered]
    assert [each.inspection_id for each in found] == ["0" * 32, "0" * 31 + "1"]
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


def test_an_inspection_holds_every_step_with_its_time(altered: PageImage) -> None:
    asked: list[MrzFields] = []

    def screen(fields: MrzFields, doubts: Doubts) -> Screening:
        asked.append(fields)
        return Screening((ListState("NER/persons", "NER", 1, NOW - timedelta(hours=1), 3),))

    elsewhere = NOW.astimezone(timezone(timedelta(hours=1)))
    (found,) = Inspector(Policy.load(), screen).inspect([altered], today=TODAY, now=elsewhere)
    assert found.document is not None
    assert asked == [found.document.fields]
    assert [check.code for check in found.checks] == [code for family in FAMILIES for code in family.codes]
    assert found.taken_at == NOW
    assert found.taken_at.tzinfo is UTC
    assert found.verdict.advice is Advice.REFER
    times = found.timings
    assert times.total >= times.read + times.checks + times.screening > 0
    assert times.cpu > 0


def test_a_list_in_trouble_loses_no_inspection(altered: PageImage) -> None:
    def damaged(fields: MrzFields, doubts: Doubts) -> Screening:
        raise KnownError("error.storage.damaged", path="watchlist.db")

    def broken(fields: MrzFields, doubts: Doubts) -> Screening:
        raise ZeroDivisionError

    for screen, key in ((damaged, "error.storage.damaged"), (broken, "verdict.lists.failed")):
        (found,) = inspect(Inspector(Policy.load(), screen), altered)
        assert found.document is not None
        assert found.screening is None
        assert key in [reason.key for reason in found.verdict.reasons]
        assert found.verdict.advice is not Advice.CLEAR


def test_stopping_is_possible_between_steps(altered: PageImage) -> None:
    token = CancelToken()

    def screen(fields: MrzFields, doubts: Doubts) -> Screening:
        token.cancel()
        token.raise_if_cancelled()
        raise AssertionError

    with pytest.raises(Cancelled):
        Inspector(Policy.load(), screen).inspect([altered], today=TODAY, now=NOW, cancel=token)
    with pytest.raises(Cancelled):
        Inspector(Policy.load()).inspect([altered], today=TODAY, now=NOW, cancel=token)


def test_a_card_is_read_from_the_side_that_has_the_zone() -> None:
    front, back = page("05-identity-card-front.jpg"), page("06-identity-card-back.jpg")
    (found,) = inspect(Inspector(Policy.load()), front, others=(back,))
    assert found.document is not None
    assert found.page is back
    assert found.other_pages == (front,)


def test_an_infrared_picture_is_kept_but_not_read(altered: PageImage) -> None:
    from models.image import Light

    infrared = PageImage(altered.pixels, light=Light.INFRARED, source="ir.jpg")
    (found,) = inspect(Inspector(Policy.load()), BLANK, others=(infrared,))
    assert found.document is None
    assert found.other_pages == (infrared,)


def test_numbers_of_inspections_are_32_digits_and_differ() -> None:
    def some() -> Iterator[str]:
        for _ in range(100):
            yield random_id()

    made = set(some())
    assert len(made) == 100
    assert all(len(each) == 32 and set(each) <= set("0123456789abcdef") for each in made)


def test_a_doubt_that_another_picture_leaves_is_referred_and_the_same_picture_is_no_other(
    altered: PageImage, desk: Any
) -> None:
    hit = desk.document_hit(exact=False, doubted=True)
    document = desk.document()
    another = replace(altered, pixels=altered.pixels[::-1].copy())
    inspector = Inspector(Policy.load(), lambda fields, doubts: desk.screening(hit))

    def advice(page: PageImage | None, minutes: int, of: TravelDocument = document) -> Advice:
        now = desk.now + timedelta(minutes=minutes)
        return inspector._judged(page, Beside(), of, 0, desk.today, now).verdict.advice

    assert advice(altered, 0) is Advice.RESCAN
    assert advice(altered, 1) is Advice.RESCAN
    assert advice(another, 2, desk.document(document_number="L898902C4")) is Advice.RESCAN
    assert advice(None, 3) is Advice.RESCAN
    assert advice(another, 4) is Advice.REFER
    assert advice(another, 60) is Advice.RESCAN


def test_the_watchlist_is_told_what_the_reader_doubts(altered: PageImage) -> None:
    told: list[tuple[MrzFields, Doubts]] = []

    def screen(fields: MrzFields, doubts: Doubts) -> Screening:
        told.append((fields, doubts))
        return Screening(())

    (found,) = inspect(Inspector(Policy.load(), screen), altered)
    assert found.document is not None
    assert told == [(found.document.fields, doubts_of(found.document, today=TODAY))]
