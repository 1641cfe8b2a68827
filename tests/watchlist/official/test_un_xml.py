"""The UN's list: its quirks on invented people, and the public list counted by a second method."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from defusedxml import ElementTree

from models.document import Sex
from models.watchlist import EntryAction, YearRange
from watchlist.importers import un_xml
from watchlist.importers.formats import ListFormat, open_source, recognise
from watchlist.importers.source import Options


def words(text: str) -> Counter[str]:
    """Words of a text, however it is cut to names."""
    return Counter(
        text.replace("original script:", "")
        .replace(";", " ")
        .replace("(", " ")
        .replace(")", " ")
        .replace(",", " ")
        .split()
    )


def test_everything_of_a_person_finds_its_place(un_list):
    options = Options()
    anna, oscar = un_xml.read(un_list, options)
    assert anna.entry_id == "CDi.901"
    assert anna.names == (
        "ANNA MARIA ERIKSSON", "آنا إريكسون", "Ana Ericson", "Anna Erikson", "Anya Erikova", "Аня Эрикова",
    )  # fmt: skip
    assert anna.weak_names == ("The Aviator",)
    assert [born.iso for born in anna.dates_of_birth] == ["1975-02-03", "1974-08-12", "1973", "1972-11"]
    assert anna.birth_years == (
        YearRange(1970, 1970, circa=True), YearRange(1968, 1971), YearRange(1960, 1962, circa=True),
    )  # fmt: skip
    assert anna.sex is Sex.FEMALE
    assert anna.nationalities == ("COD",)
    assert anna.document_numbers == (("L898902C3", "TCD"), ("112233", "LBY"), ("K778899", "TUN"))
    assert anna.places_of_birth == ("Zenith, Chad",)
    assert anna.addresses == ("1 High Street, Zenith, Chad, previous address",)
    assert oscar.sex is Sex.MALE
    assert oscar.nationalities == ()
    assert options.meter.left_out == {"organisation": 1, "country_word": 1, "date_word": 1}


def test_the_mandate_tells_programme_basis_and_what_has_no_place_of_its_own(un_list):
    anna, oscar = un_xml.read(un_list, Options())
    assert anna.mandate.action is EntryAction.REFER
    assert anna.mandate.programme == "DRC"
    assert anna.mandate.legal_basis == "UN Security Council resolution 1533 (2004)"
    assert oscar.mandate.legal_basis == ""
    for said in (
        "TITLE: Dr.", "DESIGNATION: Aviator", "DESIGNATION: Surveyor", "LISTED_ON: 2012-12-31",
        "2016-10-13", "Atlantis", "01/02/1390 (Hijri Calendar)", "from false passport", "MISUSE", "0445566",
        "nom de guerre", "formerly listed as", "Flew over Utopia. Believed to be <there> still.",
    ):  # fmt: skip
        assert said in anna.mandate.note, said


def test_what_an_entry_asks_for_may_be_chosen(un_list):
    asked = {entry.mandate.action for entry in un_xml.read(un_list, Options(action=EntryAction.STOP))}
    assert asked == {EntryAction.STOP}


def test_a_name_without_a_letter_is_told_and_no_name(put, un_list):
    text = un_list.read_text(encoding="utf-8").replace("<ALIAS_NAME/>", "<ALIAS_NAME>07</ALIAS_NAME>")
    options = Options()
    anna, _ = un_xml.read(put("un.xml", text), options)
    assert "07" not in anna.names
    assert "ALIAS_NAME: 07" in anna.mandate.note
    assert options.meter.left_out["name_word"] == 1


def test_the_edition_and_the_form_are_told_by_the_file(un_list):
    assert recognise(un_list) is ListFormat.UN_XML
    with open_source(un_list) as source:
        assert source.as_of == datetime(2026, 2, 27, 0, 0, 9, 554000, tzinfo=UTC)
        assert source.owner == "UN Security Council"
        assert source.licence
        assert len(list(source.items)) == 2
        assert source.position() == 1.0


def test_the_public_list_is_read_whole(public_lists):
    path = public_lists / "un_consolidated.xml"
    options = Options()
    entries = {entry.entry_id: entry for entry in un_xml.read(path, options)}
    people = list(ElementTree.parse(path).getroot().iter("INDIVIDUAL"))
    assert len(entries) == len(people) == 730
    aliases = 0
    for person in people:
        entry = entries[person.findtext("REFERENCE_NUMBER")]
        names = words(" ".join((*entry.names, *entry.weak_names)))
        for alias in person.iter("INDIVIDUAL_ALIAS"):
            if not (text := (alias.findtext("ALIAS_NAME") or "").strip()):
                continue
            aliases += 1
            # Every word of it stands among the names, or the whole of it in the note.
            assert words(text).keys() <= names.keys() or " ".join(text.split()) in entry.mandate.note, text
        for tag in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "NAME_ORIGINAL_SCRIPT"):
            assert words(person.findtext(tag) or "").keys() <= names.keys()
    assert aliases == 2139
    assert options.meter.left_out["organisation"] == 273


def test_nothing_of_the_public_list_is_lost(public_lists):
    """Every text of an individual stands somewhere in the entry, but for codes that were understood."""
    path = public_lists / "un_consolidated.xml"
    entries = {entry.entry_id: entry for entry in un_xml.read(path, Options())}
    understood = {
        "DATAID", "VERSIONNUM", "QUALITY", "TYPE_OF_DATE", "TYPE_OF_DOCUMENT", "GENDER", "YEAR", "DATE",
        "FROM_YEAR", "TO_YEAR", "DATE_OF_BIRTH", "REFERENCE_NUMBER",
    }  # fmt: skip
    lost = []
    for person in ElementTree.parse(path).getroot().iter("INDIVIDUAL"):
        entry = entries[person.findtext("REFERENCE_NUMBER")]
        mandate = entry.mandate
        held = words(
            " ".join(
                (*entry.names, *entry.weak_names, *entry.places_of_birth, *entry.addresses, mandate.note)
            ).replace(":", " ")
        )
        held += words(mandate.programme)
        for parent in person.iter():
            if parent.tag in ("NATIONALITY", "LIST_TYPE", "LAST_DAY_UPDATED"):
                continue
            for element in parent:
                if element.tag in understood or len(element):
                    continue
                said = words((element.text or "").replace("original script:", "").replace(":", " "))
                if said.keys() - held.keys() and not (element.text or "").lower().startswith("approx"):
                    note = " ".join((element.text or "").split())
                    if not any(born.iso for born in entry.dates_of_birth) or element.tag != "NOTE":
                        lost.append((entry.entry_id, element.tag, note))
    assert lost == []


def test_the_births_of_the_public_list_are_understood(public_lists):
    """EXACT, APPROXIMATELY and BETWEEN, each counted with the tree."""
    path = public_lists / "un_consolidated.xml"
    entries = {entry.entry_id: entry for entry in un_xml.read(path, Options())}
    for person in ElementTree.parse(path).getroot().iter("INDIVIDUAL"):
        entry = entries[person.findtext("REFERENCE_NUMBER")]
        dates = {born.iso for born in entry.dates_of_birth}
        for born in person.iter("INDIVIDUAL_DATE_OF_BIRTH"):
            kind, day, year = (born.findtext(tag) for tag in ("TYPE_OF_DATE", "DATE", "YEAR"))
            if kind == "EXACT" and (day or year):
                assert (day or year) in dates
            elif kind == "APPROXIMATELY" and year:
                assert YearRange(int(year), int(year), circa=True) in entry.birth_years
            elif kind == "BETWEEN":
                first, last = int(born.findtext("FROM_YEAR")), int(born.findtext("TO_YEAR"))
                about = bool(born.findtext("NOTE"))
                assert YearRange(first, last, circa=about) in entry.birth_years


def test_every_state_that_the_public_list_names_is_known(public_lists):
    options = Options()
    known = sum(
        len(entry.nationalities) for entry in un_xml.read(public_lists / "un_consolidated.xml", options)
    )
    assert options.meter.left_out["country_word"] == 0
    tree = ElementTree.parse(public_lists / "un_consolidated.xml")
    named = [value.text.strip() for value in tree.getroot().iterfind("*/INDIVIDUAL/NATIONALITY/VALUE")]
    assert known == len([name for name in named if name.lower() != "na"])
