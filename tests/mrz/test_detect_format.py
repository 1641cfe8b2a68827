"""Telling the formats apart."""

from __future__ import annotations

import pytest

from borderdesk.mrz import detect_format
from models.document import DocumentFormat

TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
FRENCH = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "9409923102854CORINNE<<<<<<<6512068F4")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (TD1, DocumentFormat.TD1),
        (TD2, DocumentFormat.TD2),
        (TD3, DocumentFormat.TD3),
        (("V" + TD3[0][1:], TD3[1]), DocumentFormat.MRV_A),
        (("V" + TD2[0][1:], TD2[1]), DocumentFormat.MRV_B),
        (FRENCH, DocumentFormat.FRA_ID),
        # A single-sheet emergency document has the layout of a TD2 (Doc 9303-8, appendix B).
        (
            ("PUUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F2606277<<<<<<<8"),
            DocumentFormat.TD2,
        ),
        # A card that begins as the French one but is laid out as a TD2.
        (("IDFRA" + TD2[0][5:], TD2[1].replace("UTO", "FRA")), DocumentFormat.TD2),
        (("I<FRA" + FRENCH[0][5:], FRENCH[1]), DocumentFormat.TD2),
    ],
)
def test_format_is_told_by_first_letter_and_shape(lines: tuple[str, ...], expected: DocumentFormat) -> None:
    assert detect_format(lines) is expected


@pytest.mark.parametrize("last", ["<", "0", "5", "K"])
@pytest.mark.parametrize("lines", [TD1, TD2, TD3, ("V" + TD3[0][1:], TD3[1]), FRENCH])
def test_the_last_character_says_nothing(lines: tuple[str, ...], last: str) -> None:
    bottom = 1
    changed = tuple(line[:-1] + last if number == bottom else line for number, line in enumerate(lines))
    assert detect_format(changed) is detect_format(lines)


@pytest.mark.parametrize("place", range(36))
def test_one_misread_character_does_not_hide_the_french_card(place: int) -> None:
    changed = FRENCH[1][:place] + "Q" + FRENCH[1][place + 1 :]
    assert detect_format((FRENCH[0], changed)) is DocumentFormat.FRA_ID


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("",),
        ("", ""),
        TD3[:1],
        (*TD3, TD3[1]),
        TD1[:2],
        (TD3[0], TD3[1][:-1]),
        (TD3[0] + "<", TD3[1] + "<"),
        ("<" * 44, "<" * 44),
        ("0" + TD3[0][1:], TD3[1]),
        ("V" + TD1[0][1:], *TD1[1:]),
    ],
)
def test_what_is_no_zone_has_no_format(lines: tuple[str, ...]) -> None:
    assert detect_format(lines) is None
