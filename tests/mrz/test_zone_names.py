"""Name fields, against the examples of Doc 9303-4, 9303-5, 9303-6 and 9303-7 (4.2.3 and 7.2.3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.mrz.names import Name, split_name, write_name

LONG = "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL"


@pytest.mark.parametrize(
    ("field", "primary", "secondary", "truncated"),
    [
        ("ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "ERIKSSON", "ANNA MARIA", False),
        ("HENG<<DEBORAH<MING<LO<<<<<<<<<<<<<<<<<<", "HENG", "DEBORAH MING LO", False),
        ("SMITH<JONES<<SUSIE<MARGARET<<<<<<<<<<<<", "SMITH JONES", "SUSIE MARGARET", False),
        ("OCONNOR<<ENYA<SIOBHAN<<<<<<<<<<<<<<<<<<", "OCONNOR", "ENYA SIOBHAN", False),
        ("AL<BASRI<<HUDA<MUHAMMAD<JAWAD<", "AL BASRI", "HUDA MUHAMMAD JAWAD", False),
        ("ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "ARKFREITH", "", False),
        ("SATRIYA<SUDARPA<<<<<<<<<<<<<<<", "SATRIYA SUDARPA", "", False),
        ("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", "NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG K", True),
        ("NILAVADHANANANDA<<ARNPOL<PE<CH", "NILAVADHANANANDA", "ARNPOL PE CH", True),
        ("BENNELONG<WOOLOOMOOLOO<W<W<<DI", "BENNELONG WOOLOOMOOLOO W W", "DI", True),
        ("BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO", "BENNEL WOOLOO WARRAN WARNAM", "DINGO POTO", True),
        ("PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR", "PAPANDROPOULOUS", "JONATHON WARREN TREVOR", True),
        ("VILARCHAO<FERNANDEZ<<JOSE<RAMO", "VILARCHAO FERNANDEZ", "JOSE RAMO", True),
    ],
)
def test_names_split_as_the_standard_shows(field: str, primary: str, secondary: str, truncated: bool) -> None:
    assert split_name(field) == Name(primary, secondary, truncated)


@pytest.mark.parametrize(
    ("primary", "secondary", "width", "field"),
    [
        # The examples whose way of cutting is to end at the last place (9303-4, 4.2.3.2 and 4.2.3.4).
        ("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG", 39, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
        ("NILAVADHANANANDA", "ARNPOL PETCH CHARONGUANG", 39, "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"),
        ("PAPANDROPOULOUS", "JONATHON WARREN TREVOR", 39, "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"),
        ("PAPANDROPOULOUS", "JONATHON ALEC", 30, "PAPANDROPOULOUS<<JONATHON<ALEC"),
        ("VILARCHAO FERNANDEZ", "JOSE RAMON", 30, "VILARCHAO<FERNANDEZ<<JOSE<RAMO"),
        ("VILARCHAO FERNANDEZ", "JOSE RAMON", 31, "VILARCHAO<FERNANDEZ<<JOSE<RAMON"),
        ("AL BASRI", "HUDA MUHAMMAD JAWAD", 30, "AL<BASRI<<HUDA<MUHAMMAD<JAWAD<"),
        ("SATRIYA SUDARPA", "", 30, "SATRIYA<SUDARPA<<<<<<<<<<<<<<<"),
    ],
)
def test_names_are_written_as_the_standard_shows(
    primary: str, secondary: str, width: int, field: str
) -> None:
    assert write_name(primary, secondary, width) == field


WORDS = st.lists(st.text("ABCXYZ", min_size=1, max_size=25), min_size=1, max_size=6).map(" ".join)


@given(WORDS, st.one_of(st.just(""), WORDS), st.sampled_from([25, 30, 31, 39]))
def test_a_written_name_keeps_the_rules_of_truncation(primary: str, secondary: str, width: int) -> None:
    field = write_name(primary, secondary, width)
    assert len(field) == width
    name = split_name(field)
    whole = len(primary) + (len(secondary) + 2 if secondary else 0) <= width
    if whole:
        assert (name.primary, name.secondary) == (primary, secondary)
        return
    single_letters = all(len(part) == 1 for part in f"{primary} {secondary}".split())
    assert name.truncated or single_letters, "a cut field ends in a letter"
    if secondary:
        assert name.secondary.startswith(secondary[0]), "at least the first given letter is there"
        if len(primary) <= width - 3 and name.truncated:
            first = primary.split()
            kept = name.primary.split()
            assert len(kept) == len(first)
            assert all(old.startswith(new) for old, new in zip(first, kept, strict=True))


@pytest.mark.parametrize("width", [30, 31, 39])
def test_a_long_primary_identifier_leaves_room_for_a_given_name(width: int) -> None:
    name = split_name(write_name(LONG, "DINGO POTOROO", width))
    assert name.secondary == "D"
    assert [part[0] for part in name.primary.split()] == ["B", "W", "W", "W"]


def test_a_name_of_single_letters_that_cannot_end_in_a_letter_ends_in_a_filler() -> None:
    assert write_name(" ".join("ABCDEFGHIJKLMNOPQRST"), "", 30) == "A<B<C<D<E<F<G<H<I<J<K<L<M<N<O<"
