"""Captions and the values at them, on lines that are laid out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from borderdesk.imaging.page_plane import Box, PagePlane
from borderdesk.viz.alike import another_number, distance, piece_of, plain_number
from borderdesk.viz.captions import Role, captioned, role_of
from borderdesk.viz.lines import PrintedLine, fold
from borderdesk.viz.sides import Side
from models.document import DocumentFormat
from models.image import PageImage

_PLANE = PagePlane(DocumentFormat.TD3, np.eye(3), 1.0, 0.0, flat=True)
_SIDE = Side(PageImage(np.zeros((9, 9, 3), np.uint8)), _PLANE, Box(0, 0, 9, 9), zone=True)


def line(text: str, x: float, y: float, height: float = 2.2) -> PrintedLine:
    return PrintedLine(_SIDE, text, 0.9, Box(x, y, 1.6 * len(text), height))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Surname / Nom", Role.SURNAME),
        ("Given names/ Prénomis", Role.GIVEN_NAMES),
        ("Date 5f birth / Date de nalssance", Role.DATE_OF_BIRTH),
        ("Place of birth / Lieu de naissance", Role.OTHER),
        ("Valid until / Jusqu’au", Role.DATE_OF_EXPIRY),
        ("N° du passeport", Role.DOCUMENT_NUMBER),
        ("Personal No. / N° personnel", Role.OTHER),
        ("Sexo / Sex", Role.SEX),
        ("تاريخ الميلاد", Role.DATE_OF_BIRTH),
        ("PASSPORT OFFICE, UTOPIA", Role.OTHER),
        ("ERIKSSON", None),
        ("", None),
    ],
)
def test_a_caption_names_what_it_says(text: str, role: Role | None) -> None:
    assert role_of(text) is role


def test_a_value_stands_below_its_caption_and_not_below_the_next_one() -> None:
    lines = [
        line("Surname / Nom", 10, 10, 1.2),
        line("ERIKSSON", 10, 12),
        line("Given names / Prénoms", 10, 17, 1.2),
        line("ANNA", 10, 19),
        line("Sex / Sexe", 60, 17, 1.2),
        line("F", 60, 19),
    ]
    found = captioned(lines)
    assert [each.value.text for each in found[Role.SURNAME]] == ["ERIKSSON"]
    assert [each.value.text for each in found[Role.GIVEN_NAMES]] == ["ANNA"]
    assert [each.value.text for each in found[Role.SEX]] == ["F"]


def test_a_value_may_stand_beside_its_caption() -> None:
    found = captioned([line("Date of birth", 10, 10, 1.8), line("12 AUG 1974", 40, 9.9)])
    assert [each.value.text for each in found[Role.DATE_OF_BIRTH]] == ["12 AUG 1974"]


def test_letters_that_readers_confuse_hardly_count() -> None:
    assert distance("L898902C3", "L8989O2C3") < 0.5 <= distance("L898902C3", "L898942C3")
    assert plain_number("PA O940 4O9") == plain_number("PA0940409")


def test_folding_leaves_letters_and_digits() -> None:
    assert fold("Ærøskøbing-Müller’s №") == "AEROSKOBING MULLERS NO"


@pytest.mark.parametrize(
    ("printed", "zone", "another"),
    [
        ("OSHF77433", "05HF77433", False),
        ("175314459", "IT5314459", False),
        ("05HF77483", "05HF77433", True),
        ("L898902C3", "L898902C8", True),
        ("XR1234567", "AB1234567", True),
    ],
)
def test_only_what_type_tells_apart_makes_another_number(printed: str, zone: str, another: bool) -> None:
    assert another_number(printed, zone) is another


def test_a_piece_of_a_name_is_near_it_and_another_name_is_not() -> None:
    assert piece_of("OUMADE", "ZEINABOUNADEGE") <= 0.3
    assert piece_of("IBRAHIM", "ZEINABOUNADEGE") > 4
    assert piece_of("ANNA", "ANN") == 1.0
