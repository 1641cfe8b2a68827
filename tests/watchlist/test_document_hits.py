"""What the officer is told of a document's number, and what not: the rules of the design and of `Hit`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from borderdesk.storage.station import Station
from models.document import MrzFields, PartialDate, Sex
from models.tables.watchlist import WatchList
from models.watchlist import DocumentEntry, EntryAction, Hit, HitKind, Mandate, PersonEntry
from watchlist import documents
from watchlist.document_hits import MOST_DOUBTED, document_hits
from watchlist.doubts import Alternative, Doubts
from watchlist.store import replace_list

TODAY = date(2026, 11, 24)
YESTERDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 24, tzinfo=UTC)
BORN = PartialDate("740812", 1974, 8, 12)
HOLDER = MrzFields(
    "P", "UTO", "ERIKSSON", "ANNA MARIA", False, "L898902C3", "UTO", BORN, Sex.FEMALE, None, ""
)  # fmt: skip
LISTED = DocumentEntry("7", "L898902C3", "UTO", "P", "stolen", date(2026, 10, 2))
RANGE = DocumentEntry("b1", "AB100000", "UTO", "", "stolen_blank", last_number="AB199999")
WANTED = PersonEntry("9", ("SOMEBODY ELSE",), document_numbers=(("L898902C3", "UTO"),))


def ask(
    station: Station, fields: MrzFields, *entries: DocumentEntry | PersonEntry, doubts: Doubts | None = None
) -> list[Hit]:
    """Hits with these entries as the only list."""
    persons = [entry for entry in entries if isinstance(entry, PersonEntry)]
    with station.watchlist(writing=True) as session:
        replace_list(session, "UTO/all", "UTO", 1, NOW, persons, imported_at=NOW)
        here = session.query(WatchList).one().list_id
        edition = documents.Edition(session.connection(), here)
        edition.add([entry for entry in entries if isinstance(entry, DocumentEntry)])
        edition.finish()
    with station.watchlist() as session:
        hits = list(document_hits(session, fields, TODAY, doubts=doubts))
    for hit in hits:
        assert hit.list_name == "UTO/all"
        assert hit.entry in entries
        assert hit.reasons
        assert all(reason.text() for reason in hit.reasons)
    return hits


def keys(hit: Hit) -> set[str]:
    return {reason.key.removeprefix("screening.document.") for reason in hit.reasons}


def numbered(number: str, state: str = "UTO") -> MrzFields:
    return replace(HOLDER, document_number=number, issuing_state=state)


def other(text: str, probability: float = 0.3, place: int = 0) -> Doubts:
    return Doubts((Alternative(text, probability, place, "8", "B"),))


@pytest.mark.parametrize("entry_id", ["7", "UTO/L898902C3"])
def test_a_number_with_its_issuer_is_exact(station: Station, entry_id: str) -> None:
    entry = replace(LISTED, entry_id=entry_id)
    (hit,) = ask(station, HOLDER, entry)
    assert (hit.entry, hit.kind, hit.score, hit.exact) == (entry, HitKind.DOCUMENT, 1.0, True)
    assert not hit.doubted
    assert [reason.text() for reason in hit.reasons] == [
        "Document L898902C3 of UTO is on the list.", "Reported stolen.", "Reported on 2026-10-02.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "entry", "key"),
    [
        (HOLDER, replace(LISTED, issuing_state="NER"), "other_issuer"),
        (HOLDER, replace(LISTED, document_code="V"), "other_kind"),
        (numbered("L898902C3", ""), LISTED, "no_issuer"),
        (HOLDER, replace(LISTED, issuing_state=""), "no_issuer"),
    ],
)
def test_a_number_that_agrees_in_part_is_a_hint(
    station: Station, fields: MrzFields, entry: DocumentEntry, key: str
) -> None:
    (hit,) = ask(station, fields, entry)
    assert not hit.exact
    assert hit.score < 1.0
    assert key in keys(hit)


def test_a_short_number_of_another_issuer_is_a_coincidence(station: Station) -> None:
    assert ask(station, numbered("12345"), DocumentEntry("1", "12345", "NER")) == []


@pytest.mark.parametrize(("printed", "listed"), [("D", "DEU"), ("DEU", "D"), ("D", "D")])
def test_germany_is_one_state_with_two_codes(station: Station, printed: str, listed: str) -> None:
    (hit,) = ask(station, numbered("C01X0006H", printed), DocumentEntry("1", "C01X0006H", listed))
    assert hit.exact
    blanks = DocumentEntry("2", "C01X0000", listed, last_number="C01X9999")
    (hit,) = ask(station, numbered("C01X0006", printed), blanks)
    assert hit.exact


def test_a_range_of_blanks_is_exact_and_named(station: Station) -> None:
    (hit,) = ask(station, numbered("AB123456"), RANGE)
    assert (hit.exact, hit.score, keys(hit)) == (True, 1.0, {"range", "stolen_blank"})
    assert "AB100000 to AB199999 of UTO" in hit.reasons[0].text()
    for fields in (numbered("AB123456", "NER"), numbered("AB123456", ""), numbered("AB200000")):
        assert ask(station, fields, RANGE) == []


@pytest.mark.parametrize(
    ("number", "listed"),
    [("A0B100000", "AOB100000"), ("AOB1C", "A0B1C"), ("X10010", "XIOOIO"), ("X1234567", "XI234567")],
)
def test_a_letter_typed_for_a_digit_is_told_and_needs_no_other_scan(
    station: Station, number: str, listed: str
) -> None:
    (hit,) = ask(station, numbered(number), DocumentEntry("1", listed, "UTO"))
    assert (hit.exact, hit.doubted) == (False, False)
    assert "typed" in keys(hit)
    assert ask(station, numbered(number), DocumentEntry("1", listed, "NER")) == []


def test_a_number_that_is_another_one_by_a_character_in_doubt(station: Station) -> None:
    (hit,) = ask(
        station, numbered("8123456", "UTO"), DocumentEntry("1", "B123456", "UTO"), doubts=other("B123456")
    )
    assert (hit.doubted, hit.exact) == (True, False)
    assert hit.score <= MOST_DOUBTED
    assert hit.reasons[0].text().startswith("Only if character 1 is B and not 8 is this the document B123456")
    assert ask(station, numbered("8123456"), DocumentEntry("1", "B123456", "UTO")) == []


@pytest.mark.parametrize("state", ["NER", ""])
def test_a_doubted_number_is_told_with_its_issuer_only(station: Station, state: str) -> None:
    listed = DocumentEntry("1", "B123456", "UTO")
    assert ask(station, numbered("8123456", state), listed, doubts=other("B123456")) == []


def test_a_range_by_a_character_in_doubt_is_doubted(station: Station) -> None:
    (hit,) = ask(station, numbered("A8123456"), RANGE, doubts=other("AB123456", 0.9, 1))
    assert (hit.doubted, hit.exact, hit.score) == (True, False, MOST_DOUBTED)
    assert {"doubted", "range"} <= keys(hit)


def test_what_is_a_hit_as_read_is_not_told_as_doubted_too(station: Station) -> None:
    (hit,) = ask(station, numbered("AB128456"), RANGE, doubts=other("AB123456"))
    assert (hit.exact, hit.doubted) == (True, False)


def test_a_paper_of_a_wanted_person(station: Station) -> None:
    (hit,) = ask(station, HOLDER, WANTED)
    assert (hit.kind, hit.exact, hit.entry) == (HitKind.PERSON, True, WANTED)
    assert {"exact", "wanted_holder"} <= keys(hit)
    (hit,) = ask(station, HOLDER, replace(WANTED, document_numbers=(("L898902C3", ""),)))
    assert not hit.exact
    (hit,) = ask(station, numbered("LB98902C3"), WANTED, doubts=other("L898902C3"))
    assert (hit.doubted, hit.exact) == (True, False)
    assert ask(station, numbered("LB98902C3", "NER"), WANTED, doubts=other("L898902C3")) == []


def test_a_person_by_this_paper_and_a_report_of_it_are_two_hits(station: Station) -> None:
    assert {hit.kind for hit in ask(station, HOLDER, LISTED, WANTED)} == set(HitKind)


@pytest.mark.parametrize("entry", [LISTED, RANGE, WANTED])
def test_past_its_validity_no_hit_and_past_its_review_date_it_says_so(
    station: Station, entry: DocumentEntry | PersonEntry
) -> None:
    fields = numbered("AB123456") if entry is RANGE else HOLDER
    assert ask(station, fields, replace(entry, mandate=Mandate(valid_until=YESTERDAY))) == []
    (hit,) = ask(station, fields, replace(entry, mandate=Mandate(valid_until=TODAY, review_on=TODAY)))
    assert not hit.overdue
    (hit,) = ask(station, fields, replace(entry, mandate=Mandate(EntryAction.STOP, review_on=YESTERDAY)))
    assert (hit.overdue, hit.exact) == (True, True)
    assert "screening.overdue" in keys(hit)


@pytest.mark.parametrize(
    ("holder", "key"),
    [("Ericsson, Anna-Maria", "same_holder"), ("MOHAMED ISSA", "other_holder"), ("", None)],
)
def test_the_holder_a_list_names_is_compared(station: Station, holder: str, key: str | None) -> None:
    (hit,) = ask(station, HOLDER, replace(LISTED, holder=holder))
    assert {each for each in keys(hit) if "holder" in each} == ({key} if key else set())
    nameless = replace(HOLDER, primary_identifier="", secondary_identifier="")
    (hit,) = ask(station, nameless, replace(LISTED, holder=holder))
    assert ("holder_unknown" in keys(hit)) == bool(holder)


@pytest.mark.parametrize("number", ["", "<<<", "-", "é", "\0"])
def test_a_number_that_is_none_asks_nothing(station: Station, number: str) -> None:
    assert ask(station, numbered(number), LISTED, doubts=other("L898902C3")) == []


def test_a_long_number_is_found(station: Station) -> None:
    card = DocumentEntry("1", "D23145890734", "UTO", "I")
    (hit,) = ask(station, replace(numbered("D23145890734"), document_code="I"), card)
    assert hit.exact
    (hit,) = ask(
        station, replace(numbered("D23145B90734"), document_code="I"), card, doubts=other("D23145890734")
    )
    assert hit.doubted
