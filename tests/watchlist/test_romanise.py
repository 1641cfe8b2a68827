"""Any script to Latin letters; the oracle for Arabic in zones is ICAO Doc 9303-3, 6 C and Appendix B."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.names.scripts import from_zone, romanise
from watchlist.names.tokens import parts


@pytest.mark.parametrize(
    ("printed", "arabic"),
    [
        ("MXHMD", "محمد"),  # the worked names of Appendix B
        ("EBD ALLXH MXHMD BN EMR BN ALXHSYN", "عبد اللح محمد بن عمر بن الحسين"),
        ("HARY ALXSHMAE", "هاري الشماع"),
        ("XSHRYF", "شريف"),
        ("MXSSXTTFXAY", "مصطفى"),
    ],
)
def test_arabic_is_taken_out_of_the_transliteration_of_a_zone(printed: str, arabic: str) -> None:
    assert from_zone(printed) == arabic


@pytest.mark.parametrize("name", ["ALEXANDRE XAVIER", "MAXIME FELIX", "HOXHA ENVER", "XHEVDET", "XI JINPING"])
def test_latin_names_with_an_x_are_left_alone(name: str) -> None:
    assert from_zone(name) == name


def test_a_cut_escape_at_the_end_of_a_zone_is_dropped() -> None:
    assert from_zone("MXHMD FXK") == from_zone("MXHMD F")


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("Щукин Ёлкин", "SHCHUKIN ELKIN"),
        ("Ŋgùgĩ Ɗanladi Łukasz", "NGGUGI DANLADI LUKASZ"),
        ("Straße", "STRASSE"),
        ("ＭＯＨＡＭＥＤ", "MOHAMED"),
        ("O'Brien-Smith, Seán", "OBRIEN SMITH SEAN"),
        ("الحسين", "AL HSYN"),
        ("مُحَمَّد", "MHMD"),
        ("MU\u0308LLER", "MULLER"),
        ("IG0R", "IGOR"),
        ("<<<", ""),
    ],
)
def test_scripts_become_latin_letters(written: str, latin: str) -> None:
    assert romanise(written) == latin


@given(st.text(max_size=60))
def test_any_text_becomes_parts_without_space_or_is_empty(text: str) -> None:
    latin = romanise(text)
    assert latin == " ".join(latin.split())
    assert bool(parts(text)) == bool(latin)


def test_romanised_names_stay_as_they_are() -> None:
    for name in ("MHMD", "SHCHUKIN", "ABD AL RHMN"):
        assert romanise(romanise(name)) == romanise(name)
