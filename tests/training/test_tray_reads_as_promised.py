"""From picture to advice: every document of the tray does what its exercise promises, on a real station."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from borderdesk.imaging.load import load_pages
from borderdesk.inspection import Beside, Inspector
from borderdesk.training.station import TrayItem, open_training_station, tray
from borderdesk.verdict import Policy
from models.document import MrzFields
from models.verdict import Advice
from models.watchlist import Screening
from watchlist import screening
from watchlist.doubts import Doubts

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def inspector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inspector]:
    station = open_training_station(tmp_path_factory.mktemp("training") / "desk", now=NOW)

    def screen(fields: MrzFields, doubts: Doubts) -> Screening:
        with station.watchlist() as session:
            return screening.screen(session, fields, today=TODAY, doubts=doubts)

    yield Inspector(Policy.load(), screen, training=True)
    station.close()


@pytest.mark.parametrize("item", tray(), ids=lambda item: item.path.stem)
def test_the_desk_advises_what_the_exercise_promises(inspector: Inspector, item: TrayItem) -> None:
    (found,) = inspector.inspect(load_pages(item.path), today=TODAY, now=NOW)
    assert found.verdict.advice is item.advice, [reason.text() for reason in found.verdict.reasons]
    if item.advice is not Advice.RESCAN:
        assert found.document is not None
        assert found.document.lines == item.lines


def test_the_altered_digit_is_named(inspector: Inspector) -> None:
    (item,) = (item for item in tray() if "altered" in item.path.name)
    (found,) = inspector.inspect(load_pages(item.path), today=TODAY, now=NOW)
    said = " ".join(reason.text() for reason in found.verdict.reasons)
    assert "check digit of the date of expiry is wrong" in said


def test_nobody_with_immunity_reads_of_custody(inspector: Inspector) -> None:
    (item,) = (item for item in tray() if "diplomatic" in item.path.name)
    (found,) = inspector.inspect(load_pages(item.path), today=TODAY, now=NOW)
    said = " ".join(reason.text() for reason in found.verdict.reasons).lower()
    assert "supervisor" in said
    assert not any(word in said for word in ("custody", "hold the", "arrest", "detain"))


def test_both_sides_of_a_card_are_one_document(inspector: Inspector) -> None:
    front, back = (load_pages(item.path) for item in tray() if "identity-card" in item.path.name)
    (found,) = inspector.inspect(front, today=TODAY, now=NOW, beside=Beside(tuple(back)))
    assert found.document is not None
    assert found.document.lines[2].startswith("ZAKARY<BIO<<MOUSSA")
