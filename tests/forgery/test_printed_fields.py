"""What is printed for people against the zone, on pages set by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from borderdesk.forgery import printed_fields
from borderdesk.forgery.evidence import Evidence
from borderdesk.forgery.printed_values import simple
from borderdesk.forgery.registry import run_checks
from borderdesk.mrz import compose, parse
from borderdesk.mrz.page_geometry import PITCH, page_geometry
from models.check import CheckResult, CheckStatus, Severity
from models.document import DocumentFormat, TravelDocument
from models.image import PageImage, Pixels, Quad
from models.reading import CharReading, MrzReading, MrzZone

TODAY = date(2026, 11, 24)
_MARGIN = 40.0
_VALUES = {
    "Passport No. / N° du passeport": "L898902C3",
    "Surname / Nom": "ERIKSSON",
    "Given names / Prénoms": "ANNA MARIA",
    "Date of birth / Date de naissance": "12 AUG/AOUT 1974",
    "Sex / Sexe": "F",
    "Date of expiry / Date d'expiration": "15.04.2032",
}


def document(dpi: float = 300.0) -> TravelDocument:
    """Utopian passport, its zone read where Doc 9303-4 puts it."""
    lines = compose(
        DocumentFormat.TD3,
        document_code="P",
        issuing_state="UTO",
        primary_identifier="Eriksson",
        secondary_identifier="Anna Maria",
        document_number="L898902C3",
        nationality="UTO",
        date_of_birth="740812",
        sex="F",
        date_of_expiry="320415",
    )
    geometry, scale = page_geometry(DocumentFormat.TD3), dpi / 25.4

    def quad(row: int, column: int) -> Quad:
        left = (geometry.first_character + column * PITCH) * scale + _MARGIN
        top = (geometry.centre_from_top(row) - 1.2) * scale + _MARGIN
        right, below = left + 1.5 * scale, top + 2.4 * scale
        return ((left, top), (right, top), (right, below), (left, below))

    chars = tuple(
        tuple(CharReading(symbol, 0.99, (), quad(row, column)) for column, symbol in enumerate(line))
        for row, line in enumerate(lines)
    )
    zone = MrzZone(PageImage(np.zeros((8, 8, 3), np.uint8)), (), chars[0][0].quad, 28.0)
    found = parse(lines, today=TODAY)
    return TravelDocument(
        found.format,
        lines,
        found.fields,
        found.check_digits,
        certain=True,
        reading=MrzReading(zone, chars),
    )


def page(values: dict[str, str], dpi: float = 300.0) -> PageImage:
    """A plain page, captions above values."""
    scale = dpi / 25.4
    sheet = Image.new("RGB", (int(125 * scale + 2 * _MARGIN), int(88 * scale + 2 * _MARGIN)), (236, 238, 232))
    draw = ImageDraw.Draw(sheet)
    small, large = (ImageFont.load_default(size * scale / 0.7) for size in (1.3, 2.3))
    for row, (caption, value) in enumerate(values.items()):
        y = _MARGIN + (8 + 8.5 * row) * scale
        draw.text((_MARGIN + 45 * scale, y), caption, font=small, fill=(60, 90, 110), anchor="ls")
        draw.text((_MARGIN + 45 * scale, y + 4.2 * scale), value, font=large, fill=(20, 20, 24), anchor="ls")
    pixels: Pixels = np.ascontiguousarray(np.asarray(sheet)[:, :, ::-1])
    return PageImage(pixels, dpi=dpi)


def checked(shown: PageImage, of: TravelDocument | None = None) -> dict[str, CheckResult]:
    evidence = Evidence(of or document(), TODAY, shown)
    results = run_checks(evidence)
    return {result.code: result for result in results if result.code in printed_fields.CODES}


def test_a_page_that_says_what_its_zone_says_passes() -> None:
    results = checked(page(_VALUES))
    passed = {code for code, result in results.items() if result.status is CheckStatus.PASSED}
    names = ("surname", "given_names", "document_number", "date_of_birth", "date_of_expiry")
    assert passed >= {f"viz.mrz.{name}" for name in names}
    assert not [result for result in results.values() if result.status is CheckStatus.FAILED]
    region = results["viz.mrz.surname"].region
    assert region is not None
    # Second row: its value stands 16.5 to 20.7 mm from the top, 45 mm from the left.
    scale = 300.0 / 25.4
    assert abs(region[0][0] - (_MARGIN + 45 * scale)) < 3 * scale
    assert _MARGIN + 15 * scale < region[0][1] < region[2][1] < _MARGIN + 23 * scale


def test_the_page_of_somebody_else_fails_where_it_differs() -> None:
    other = _VALUES | {
        "Passport No. / N° du passeport": "L898942C3",
        "Surname / Nom": "DOGOLOUMA",
        "Date of birth / Date de naissance": "12 AUG/AOUT 1971",
    }
    results = checked(page(other))
    failed = {code for code, result in results.items() if result.status is CheckStatus.FAILED}
    assert failed == {"viz.mrz.surname", "viz.mrz.document_number", "viz.mrz.date_of_birth"}
    assert results["viz.mrz.surname"].severity is Severity.MAJOR
    assert dict(results["viz.mrz.document_number"].detail.params)["printed"] == "L898942C3"


def test_a_page_on_which_nothing_is_printed_proves_nothing() -> None:
    assert {result.status for result in checked(page({})).values()} == {CheckStatus.NOT_SUPPORTED}


@pytest.mark.parametrize(
    "pixels",
    [np.zeros((1, 1, 3), np.uint8), np.full((2000, 9, 3), 128, np.uint8)],
    ids=["one pixel", "sliver"],
)
def test_a_picture_that_does_not_hold_the_page_is_borne(pixels: Pixels) -> None:
    assert {result.status for result in checked(PageImage(pixels)).values()} == {CheckStatus.NOT_SUPPORTED}


def test_a_coarse_picture_is_not_read() -> None:
    results = checked(page(_VALUES, dpi=120.0), document(120.0))
    assert {result.detail.key for result in results.values()} == {"check.viz.too_small"}


def test_without_a_picture_or_a_certain_zone_it_is_not_asked() -> None:
    unsure = replace(document(), certain=False)
    assert {result.status for result in checked(page({}), unsure).values()} == {CheckStatus.NOT_DONE}


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Müller", "MUELLER", True),
        ("Ñandú", "NANDU", True),
        ("OSMAN", "OSSMANN", True),
        ("ALI", "ALY", False),
    ],
)
def test_spellings_of_one_name_are_one(one: str, two: str, same: bool) -> None:
    assert (simple(one) == simple(two)) is same
