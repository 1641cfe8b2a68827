"""What the officer is told, and what not: rules of the design and of `models.watchlist.Hit`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from borderdesk.storage.station import Station
from models.document import MrzFields, PartialDate, Sex
from models.watchlist import DocumentEntry, Hit, HitKind, Mandate, PersonEntry
from watchlist.importers import cells
from watchlist.query import UNKNOWN_DATE
from watchlist.screening import MAX_HITS, screen
from watchlist.store import replace_list

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, tzinfo=UTC)
BORN = PartialDate("740812", 1974, 8, 12)
HOLDER = MrzFields(
    "P", "UTO", "ERIKSSON", "ANNA MARIA", False, "L898902C3", "UTO", BORN, Sex.FEMALE, None, ""
)  # fmt: skip
NAMELESS = replace(HOLDER, primary_identifier="", secondary_identifier="")
NUMBERLESS = replace(HOLDER, document_number="")


LONG_LIST = 16.6
"""Bits that lists of a hundred thousand persons ask for: log2 of their number."""


def ask(
    station: Station,
    fields: MrzFields,
    *entries: PersonEntry | DocumentEntry,
    least_bits: float | None = None,
) -> tuple[Hit, ...]:
    """Hits with these entries as the only list."""
    with station.watchlist(writing=True) as session:
        replace_list(session, "UTO/all", "UTO", 1, NOW, entries, imported_at=NOW)
    with station.watchlist() as session:
        found = screen(session, fields, today=TODAY, least_bits=least_bits)
    assert [state.name for state in found.lists] == ["UTO/all"]
    for hit in found.hits:
        assert hit.reasons
        assert all(reason.text() for reason in hit.reasons)
    return found.hits


def born(iso: str) -> PartialDate:
    return cells.partial_date(iso)


def anna(*dates: str, names: tuple[str, ...] = ("ERIKSSON ANNA MARIA",), **others: object) -> PersonEntry:
    return replace(PersonEntry("7", names, tuple(map(born, dates))), **others)  # type: ignore[arg-type]


def keys(hit: Hit) -> set[str]:
    return {reason.key for reason in hit.reasons}


def test_without_a_list_nothing_was_consulted(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("empty") / "home"
    with Station.create(home, "a passphrase", name="Torodi") as desk, desk.watchlist() as session:
        found = screen(session, HOLDER, today=TODAY)
    assert (found.lists, found.hits) == ((), ())


def test_a_document_number_with_its_issuer_is_exact(station: Station) -> None:
    entry = DocumentEntry("1", "L898902C3", "UTO", "P", "stolen", date(2026, 10, 2))
    (hit,) = ask(station, HOLDER, entry)
    assert (hit.list_name, hit.entry, hit.kind, hit.score, hit.exact) == (
        "UTO/all", entry, HitKind.DOCUMENT, 1.0, True,
    )  # fmt: skip
    assert [reason.text() for reason in hit.reasons] == [
        "Document L898902C3 of UTO is on the list.", "Reported stolen.", "Reported on 2026-10-02.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        (DocumentEntry("1", "L898902C3", "NER"), "screening.document.other_issuer"),
        (DocumentEntry("1", "L898902C3", "UTO", "V"), "screening.document.other_kind"),
    ],
)
def test_a_number_that_agrees_in_part_is_a_hint(station: Station, entry: DocumentEntry, key: str) -> None:
    (hit,) = ask(station, HOLDER, entry)
    assert not hit.exact
    assert hit.score < 1.0
    assert key in keys(hit)


def test_a_short_number_of_another_issuer_is_a_coincidence(station: Station) -> None:
    assert ask(station, replace(NAMELESS, document_number="12345"), DocumentEntry("1", "12345", "NER")) == ()


def test_another_number_is_no_hit(station: Station) -> None:
    assert ask(station, HOLDER, DocumentEntry("1", "L898902C4", "UTO")) == ()


def test_germany_is_one_state_with_two_codes(station: Station) -> None:
    fields = replace(HOLDER, issuing_state="D", document_number="C01X0006H")
    (hit,) = ask(station, fields, DocumentEntry("1", "C01X0006H", "DEU"))
    assert hit.exact


def test_a_paper_of_a_wanted_person_is_exact_with_its_issuer(station: Station) -> None:
    entry = PersonEntry("9", ("SOMEBODY ELSE",), document_numbers=(("L898902C3", "UTO"),))
    (hit,) = ask(station, HOLDER, entry)
    assert (hit.kind, hit.exact) == (HitKind.PERSON, True)
    (hit,) = ask(station, HOLDER, replace(entry, document_numbers=(("L898902C3", ""),)))
    assert not hit.exact


def test_name_and_full_birth_date_are_exact(station: Station) -> None:
    (hit,) = ask(station, NUMBERLESS, anna("1974-08-12"))
    assert hit.exact
    assert {"screening.name.same", "screening.birth.same"} <= keys(hit)


def test_a_name_alone_is_never_exact(station: Station) -> None:
    (hit,) = ask(station, NUMBERLESS, anna())
    assert not hit.exact
    assert "screening.birth.unknown" in keys(hit)
    (hit,) = ask(station, replace(NUMBERLESS, date_of_birth=UNKNOWN_DATE), anna("1974-08-12"))
    assert not hit.exact


@pytest.mark.parametrize(
    ("listed", "key"),
    [
        ("1974", "screening.birth.same_year"),
        ("1974-08", "screening.birth.same_month"),
        ("1974-12-08", "screening.birth.swapped"),
        ("1974-08-13", "screening.birth.one_digit"),
        ("1964-08-12", "screening.birth.one_digit"),
        ("1975", "screening.birth.near"),
    ],
)
def test_a_birth_date_that_agrees_in_part_is_told_and_not_exact(
    station: Station, listed: str, key: str
) -> None:
    (hit,) = ask(station, NUMBERLESS, anna(listed))
    assert key in keys(hit)
    assert not hit.exact


@pytest.mark.parametrize("listed", ["1961-03-02", "1950", "1974-08-12"])
def test_a_contradicting_birth_date_or_another_name_is_silence(station: Station, listed: str) -> None:
    names = ("ERIKSSON ANNA MARIA",) if listed != "1974-08-12" else ("LINDBERG ASTRID",)
    assert ask(station, NUMBERLESS, anna(listed, names=names), least_bits=LONG_LIST) == ()


def test_the_best_of_several_claimed_birth_dates_counts(station: Station) -> None:
    (hit,) = ask(station, NUMBERLESS, anna("1950", "1974-08-12", "1961-03-02"))
    assert hit.exact


def test_the_first_of_january_is_weak(station: Station) -> None:
    fields = replace(NUMBERLESS, date_of_birth=born("1974-01-01"))
    (hit,) = ask(station, fields, anna("1974-01-01"))
    assert not hit.exact
    assert "screening.birth.same_weak" in keys(hit)


def test_another_sex_is_said_and_never_exact(station: Station) -> None:
    (hit,) = ask(station, NUMBERLESS, anna("1974-08-12", sex=Sex.MALE))
    assert not hit.exact
    assert "screening.sex.different" in keys(hit)
    assert ask(station, NUMBERLESS, anna(sex=Sex.MALE), least_bits=LONG_LIST) == ()


def test_nationality_is_said_and_weighs(station: Station) -> None:
    (same,) = ask(station, NUMBERLESS, anna("1974-08-12", nationalities=("NER", "UTO")))
    (other,) = ask(station, NUMBERLESS, anna("1974-08-12", nationalities=("NER",)))
    assert "screening.nationality.same" in keys(same)
    assert "screening.nationality.different" in keys(other)
    assert same.score >= other.score
    (born_in_1974,) = ask(station, NUMBERLESS, anna("1974", nationalities=("UTO",)))
    (of_others,) = ask(station, NUMBERLESS, anna("1974", nationalities=("NER",)))
    assert born_in_1974.score > of_others.score or born_in_1974.score == 0.999999


def test_two_common_names_want_the_whole_birth_date(station: Station) -> None:
    fields = replace(NUMBERLESS, primary_identifier="MAMADOU", secondary_identifier="ISSA")
    assert ask(station, fields, anna("1974", names=("MOHAMED AISSA",)), least_bits=LONG_LIST) == ()
    assert ask(station, fields, anna(names=("MAMADOU ISSA",)), least_bits=LONG_LIST) == ()
    (hit,) = ask(station, fields, anna("1974-08-12", names=("MOHAMED AISSA",)), least_bits=LONG_LIST)
    assert "screening.birth.same" in keys(hit)


def test_an_alias_in_another_script_is_found_and_named(station: Station) -> None:
    fields = replace(NUMBERLESS, primary_identifier="EL HOUSSEIN", secondary_identifier="MOHAMED TARIQ")
    (hit,) = ask(station, fields, anna("1974-08-12", names=("SOMEBODY ELSE", "محمد طارق الحسين")))
    assert "screening.name.listed_as" in keys(hit)


def test_a_name_cut_off_in_the_zone_is_found(station: Station) -> None:
    fields = replace(
        NUMBERLESS,
        primary_identifier="OUEDRAOGO",
        secondary_identifier="ABOUBACAR SIDIKI ALA",
        names_truncated=True,
    )
    (hit,) = ask(station, fields, anna("1974-08-12", names=("OUEDRAOGO ABOUBACAR SIDIKI ALASSANE",)))
    assert hit.exact


def test_entries_that_have_ended_match_no_more(station: Station) -> None:
    yesterday, today = date(2026, 11, 23), date(2026, 11, 24)
    person, document = anna("1974-08-12"), DocumentEntry("1", "L898902C3", "UTO")
    paper = anna(document_numbers=(("L898902C3", "UTO"),), names=("X Y",))
    for entry in (person, document, paper):
        assert len(ask(station, HOLDER, replace(entry, mandate=Mandate(valid_until=today)))) == 1
        assert ask(station, HOLDER, replace(entry, mandate=Mandate(valid_until=yesterday))) == ()


def test_a_person_found_by_paper_and_by_name_is_one_hit(station: Station) -> None:
    (hit,) = ask(station, HOLDER, anna("1974-08-12", document_numbers=(("L898902C3", "UTO"),)))
    assert hit.score == 1.0
    assert {"screening.document.exact", "screening.birth.same"} <= keys(hit)


def test_best_hits_come_first_and_no_more_than_can_be_read(station: Station) -> None:
    crowd = [replace(anna("1974"), entry_id=f"{number:02d}") for number in range(30)]
    hits = ask(station, HOLDER, *crowd, replace(anna("1974-08-12"), entry_id="best"))
    assert len(hits) == MAX_HITS
    assert hits[0].entry.entry_id == "best"
    assert [hit.score for hit in hits[1:]] == sorted((hit.score for hit in hits[1:]), reverse=True)


@pytest.mark.parametrize("name", ["", "<<", "A", "ABD", "X", "MXH"])
def test_odd_names_are_asked_without_harm(station: Station, name: str) -> None:
    assert (
        ask(
            station, replace(NUMBERLESS, primary_identifier=name, secondary_identifier=""), anna("1974-08-12")
        )
        == ()
    )
