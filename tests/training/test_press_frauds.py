"""Drawn frauds: each is done where its truth says, and nowhere else; the text is what it makes of it."""

from __future__ import annotations

from datetime import date

import cv2
import numpy as np
import pytest

from borderdesk.mrz import parse
from borderdesk.mrz.page_geometry import PITCH
from borderdesk.training.press import Drawn, Fraud, Kind, draw_document
from borderdesk.training.press.people import TODAY
from borderdesk.training.press.specimen import FANTASY_ISSUERS
from resources import path

GLYPHS = (Fraud.OTHER_FONT, Fraud.OTHER_CUT, Fraud.GLYPH_SHIFTED, Fraud.INK_CHANGED)
DIGITAL = (Fraud.OVERTYPE, Fraud.COPY_MOVE)


def _cells(drawn: Drawn) -> dict[tuple[int, int], np.ndarray]:
    """Every character's place, as numbers that can be subtracted."""
    grey = cv2.cvtColor(drawn.pixels, cv2.COLOR_BGR2GRAY).astype(int)
    wide = PITCH * drawn.truth.dpi / 25.4
    cells = {}
    for row, quad in enumerate(drawn.truth.zone_side.lines):
        (x, y), (_, below) = quad[0], quad[2]
        for at in range(len(drawn.truth.lines[row])):
            left = round(x + at * wide)
            cells[row, at] = grey[round(y) - 6 : round(below) + 6, left : left + round(wide)]
    return cells


def _wrong(drawn: Drawn) -> set[str]:
    """Names of the check digits that are wrong."""
    zone = parse(drawn.truth.lines, today=TODAY)
    return {digit.name for digit in zone.check_digits if not digit.agrees}


@pytest.mark.parametrize("fraud", [*GLYPHS, *DIGITAL], ids=lambda fraud: fraud.value)
def test_only_the_characters_that_the_truth_names_look_otherwise(fraud: Fraud) -> None:
    one, other = draw_document(31), draw_document(31, fraud=fraud)
    changed = other.truth.changed
    assert 1 <= len(changed) <= 4
    before, after = _cells(one), _cells(other)
    moved = {spot: np.abs(before[spot] - after[spot]).mean() for spot in before}
    for spot, by in moved.items():
        # A shift of 0.25 mm moves ink into the neighbour's place by a pixel at the most.
        near = any(row == spot[0] and abs(at - spot[1]) == 1 for row, at in changed)
        # An U of one cut of OCR-B is nearly that of another.
        assert (by > 0.25) if spot in changed else (by < (1.5 if near else 0.2)), spot
    assert not _wrong(other)


def test_a_copied_character_is_its_source_pixel_for_pixel() -> None:
    drawn = draw_document(32, fraud=Fraud.COPY_MOVE)
    grey = cv2.cvtColor(drawn.pixels, cv2.COLOR_BGR2GRAY)
    wide = PITCH * 300 / 25.4
    lines = drawn.truth.zone_side.lines
    for row, at in drawn.truth.changed:
        x, y = lines[row][0]
        patch = grey[round(y) + 2 : round(y) + 30, round(x + at * wide) + 7 : round(x + at * wide) + 25]
        # Somewhere else in the zone stands the very same patch.
        likeness = cv2.matchTemplate(grey[-420:], patch, cv2.TM_SQDIFF)
        # Noise alone would differ by 500; the likeness of floats is not exact.
        assert (likeness < 100).sum() >= 2


@pytest.mark.parametrize("kind", [Kind.PASSPORT, Kind.CARD, Kind.LARGE_CARD, Kind.VISA])
def test_a_changed_digit_leaves_a_check_digit_wrong(kind: Kind) -> None:
    drawn = draw_document(33, kind=kind, fraud=Fraud.DIGIT_CHANGED)
    assert len(drawn.truth.changed) == 1
    assert _wrong(drawn)


@pytest.mark.parametrize("fraud", [Fraud.DIGIT_RECOMPUTED, Fraud.DIGIT_RECOMPUTED_EVERYWHERE])
def test_recomputed_check_digits_are_right(fraud: Fraud) -> None:
    genuine, drawn = draw_document(34), draw_document(34, fraud=fraud)
    assert not _wrong(drawn)
    assert drawn.truth.lines != genuine.truth.lines
    same = [field.text for field in drawn.truth.zone_side.fields] == [
        field.text for field in genuine.truth.zone_side.fields
    ]
    assert same is (fraud is Fraud.DIGIT_RECOMPUTED)


@pytest.mark.parametrize(
    ("fraud", "names"),
    [
        (Fraud.NAME_MISMATCH, {"primary_identifier"}),
        (Fraud.NUMBER_MISMATCH, {"document_number"}),
        (Fraud.SEX_MISMATCH, {"sex"}),
        (Fraud.DATE_MISMATCH, {"date_of_birth", "date_of_expiry"}),
    ],
    ids=lambda value: getattr(value, "value", ""),
)
def test_a_mismatch_changes_what_people_read_and_leaves_the_zone(fraud: Fraud, names: set[str]) -> None:
    genuine, drawn = draw_document(35), draw_document(35, fraud=fraud)
    assert drawn.truth.lines == genuine.truth.lines
    before, after = (
        {field.name: field.text for field in found.truth.zone_side.fields} for found in (genuine, drawn)
    )
    assert any(before[name] != after[name] for name in names)


def test_a_substituted_page_has_the_zone_of_somebody_else() -> None:
    genuine, drawn = draw_document(36), draw_document(36, fraud=Fraud.PAGE_SUBSTITUTION)
    assert not _wrong(drawn)
    assert drawn.truth.lines[0] != genuine.truth.lines[0]
    assert drawn.truth.lines[1][:9] != genuine.truth.lines[1][:9]
    assert drawn.truth.zone_side.fields == genuine.truth.zone_side.fields


def test_a_substituted_portrait_leaves_the_second_one() -> None:
    genuine, drawn = draw_document(37), draw_document(37, fraud=Fraud.PHOTO_SUBSTITUTION)
    assert genuine.truth.persons[0] == genuine.truth.persons[1] == drawn.truth.persons[1]
    assert drawn.truth.persons[0] != drawn.truth.persons[1]
    with pytest.raises(ValueError, match="second one"):
        draw_document(37, kind=Kind.VISA, fraud=Fraud.PHOTO_SUBSTITUTION)


def test_a_fantasy_issuer_has_a_code_that_nobody_has() -> None:
    rows = path("icao", "states.tsv").read_text(encoding="utf-8").splitlines()
    assert set(FANTASY_ISSUERS).isdisjoint(row.split("\t")[0] for row in rows)
    drawn = draw_document(38, fraud=Fraud.FANTASY_ISSUER)
    assert drawn.truth.lines[0][2:5] in FANTASY_ISSUERS


def test_an_expired_document_is_expired_and_a_genuine_one_is_not() -> None:
    genuine, expired = draw_document(39), draw_document(39, fraud=Fraud.EXPIRED)
    dates = [
        date(2000 + int(line[:2]), int(line[2:4]), int(line[4:6]))
        for line in (found.truth.lines[1][21:27] for found in (genuine, expired))
    ]
    assert dates[1] < TODAY <= dates[0]


def test_a_stolen_blank_has_a_number_of_the_exercise_list() -> None:
    listed = path("training", "documents.csv").read_text(encoding="utf-8")
    number = draw_document(40, fraud=Fraud.STOLEN_BLANK).truth.lines[1][:9]
    assert f"{number},UTO,P,stolen_blank" in listed
    with pytest.raises(ValueError, match="no stolen blank"):
        draw_document(40, kind=Kind.LARGE_CARD, fraud=Fraud.STOLEN_BLANK)


def test_a_specimen_says_so_or_has_a_number_that_none_has() -> None:
    first, second = draw_document(41, fraud=Fraud.SPECIMEN_DOCUMENT).truth.lines
    assert "SPECIMEN" in first
    assert second[:9] in {"000000000", "X00000000", "123456789", "AA0000000"}
