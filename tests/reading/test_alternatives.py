"""Which other texts a doubtful character makes; the oracle is the specimen with that character changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from borderdesk.mrz import compose, parse
from borderdesk.reading.alternatives import MOST, PROBABLE, doubts_of
from models.document import DocumentFormat, TravelDocument
from models.image import Light, PageImage
from models.reading import CharReading, MrzReading, MrzZone
from watchlist.doubts import Doubts

TODAY = date(2012, 1, 1)
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
BOX = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
Other = tuple[int, int, str, float]
"""Line, place, symbol and its probability."""


def document(
    *others: Other, lines: tuple[str, ...] = TD3, used: tuple[str, ...] | None = None
) -> TravelDocument:
    """A zone as read, with what the reader said besides; `used` where it was corrected."""
    pixels = np.zeros((10, 10, 3), np.uint8)
    page = PageImage(pixels=pixels, light=Light.VISIBLE, dpi=None, source="x", page=0)
    read = tuple(
        tuple(
            CharReading(symbol, 0.9, tuple((s, p) for n, at, s, p in others if (n, at) == (line, place)), BOX)
            for place, symbol in enumerate(text)
        )
        for line, text in enumerate(lines)
    )
    zone = parse(used or lines, today=TODAY)
    reading = MrzReading(MrzZone(page, (BOX,) * len(lines), BOX, 20.0), read)
    return TravelDocument(
        zone.format, zone.lines, zone.fields, zone.check_digits, certain=True, reading=reading
    )


def numbers(found: Doubts) -> list[str]:
    return [each.text for each in found.document_numbers]


def test_without_doubt_there_is_nothing_else_to_ask() -> None:
    assert not doubts_of(document(), today=TODAY)


def test_what_came_as_text_leaves_no_doubt() -> None:
    swiped = replace(document((1, 1, "B", 0.4)), reading=None)
    assert not doubts_of(swiped, today=TODAY)


def test_a_doubtful_8_in_the_number_may_be_a_b() -> None:
    (found,) = doubts_of(document((1, 1, "B", 0.4)), today=TODAY).document_numbers
    assert (found.text, found.probability) == ("LB98902C3", 0.4)
    assert (found.position, found.read, found.instead) == (1, "8", "B")


def test_a_doubtful_letter_in_a_name_may_be_another() -> None:
    found = doubts_of(document((0, 10, "Q", 0.2), (0, 15, "M", 0.3)), today=TODAY)
    assert [each.text for each in found.names] == ["ERIKSSON MNNA MARIA", "ERIKSQON ANNA MARIA"]
    assert found.document_numbers == ()


def test_a_filler_that_may_be_a_letter_and_back() -> None:
    found = doubts_of(document((0, 19, "K", 0.2), (0, 13, "K", 0.1), (0, 20, "<", 0.06)), today=TODAY)
    assert [each.text for each in found.names] == [
        "ERIKSSON ANNAKMARIA", "ERIKSSONK ANNA MARIA", "ERIKSSON ANNA ARIA",
    ]  # fmt: skip


def test_what_was_corrected_may_be_as_it_was_read() -> None:
    read = (TD3[0], "L8989O2C36UTO7408122F1204159ZE184226B<<<<<10")
    assert numbers(doubts_of(document(lines=read, used=TD3), today=TODAY)) == ["L8989O2C3"]


@pytest.mark.parametrize(
    "other",
    [(1, 1, "B", PROBABLE - 0.001), (1, 14, "8", 0.4), (0, 7, "1", 0.4), (0, 2, "0", 0.4), (1, 1, "8", 0.4)],
)
def test_what_is_improbable_or_stands_elsewhere_makes_no_text(other: Other) -> None:
    assert not doubts_of(document(other), today=TODAY)


def test_the_likeliest_come_first_and_no_more_than_can_be_asked() -> None:
    others = [(1, place, symbol, 0.05 + place / 100) for place in range(9) for symbol in "XYZ"]
    found = doubts_of(document(*others), today=TODAY).document_numbers
    assert len(found) == MOST
    chances = [each.probability for each in found]
    assert chances == sorted(chances, reverse=True)
    assert found[0].text == "L898902CX"


def test_a_long_number_of_a_card_goes_on_in_its_optional_data() -> None:
    lines = compose(
        DocumentFormat.TD1, document_code="I", issuing_state="UTO", primary_identifier="ERIKSSON",
        secondary_identifier="ANNA", document_number="D23145890734", nationality="UTO",
        date_of_birth="740812", sex="F", date_of_expiry="120415",
    )  # fmt: skip
    found = doubts_of(document((0, 16, "B", 0.3), (0, 5, "O", 0.2), lines=tuple(lines)), today=TODAY)
    assert numbers(found) == ["D231458907B4", "O23145890734"]


def test_optional_data_that_is_no_number_makes_no_text() -> None:
    assert not doubts_of(document((1, 30, "X", 0.4)), today=TODAY)
