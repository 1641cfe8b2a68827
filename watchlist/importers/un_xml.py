"""The consolidated list of the UN Security Council, XML (its schema `sc-sanctions.xsd`).

* persons are `INDIVIDUAL`; an `ENTITY` (organisation, ship) is no person and counted as left out;
* a name stands in up to four parts; aliases are `Good` or `Low`, the latter weak; several may stand in
  one, parted by `;`, and one in its own script in brackets behind it;
* what has no place of its own (titles, offices, what is said of a date or a paper) goes into the note,
  under the list's own words, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from xml.etree.ElementTree import Element

from models.watchlist import BadRow, EntryAction, PersonEntry
from watchlist.importers.official import MONTHS, Draft, Fault, Intake, joined, tidy
from watchlist.importers.papers import paper_in, shown_at_borders
from watchlist.importers.source import Options
from watchlist.importers.xml_records import Record, records

OWNER = "UN Security Council"
LICENCE = "UN Security Council, public; terms of use of the United Nations"
_ROOT = "CONSOLIDATED_LIST"
_CATEGORY = "UN Security Council sanctions"
_RESOLUTIONS = {
    "Al-Qaida": "1267 (1999), 1989 (2011), 2253 (2015)",
    "Taliban": "1988 (2011)",
    "DPRK": "1718 (2006)",
    "Iraq": "1518 (2003)",
    "DRC": "1533 (2004)",
    "Iran": "2231 (2015)",
    "Libya": "1970 (2011)",
    "Somalia": "751 (1992)",
    "CAR": "2127 (2013)",
    "GB": "2048 (2012)",
    "Yemen": "2140 (2014)",
    "Haiti": "2653 (2022)",
    "Sudan": "1591 (2005)",
    "SouthSudan": "2206 (2015)",
    "Mali": "2374 (2017)",
    "Lebanon": "1636 (2005)",
}
"""By type of list, the resolutions that set the regime up."""
_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ASIDE = re.compile(r"\(\s*(?:original script:)?\s*([^()]*)\)")
_GENDER = re.compile(r"\bGender:\s*(male|female)\b", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_MONTH_AND_YEAR = re.compile(r"([A-Za-z]{3,9})\.? ([0-9]{4})")


def read(path: Path, options: Options) -> Iterator[PersonEntry | BadRow]:
    """Persons of the list, in the order of the file.

    Args:
        path: The file.
        options: Whether a bad entry refuses it, and what entries ask for; REFER where it says nothing.

    Raises:
        ListFileError: The file is no such list, or one of its entries is not understood.
    """
    intake = Intake(path, options)
    for record in records(path, options, _ROOT, frozenset({"INDIVIDUAL", "ENTITY"})):
        if record.name == "ENTITY":
            options.meter.leave_out("organisation")
        elif record.name == "INDIVIDUAL":
            yield from intake.let(record.line, partial(_person, record, options), record.raw)


def edition(path: Path) -> datetime | None:
    """When the list was made, by its first element; None where it does not say."""
    for record in records(path, Options(), _ROOT, frozenset()):
        return moment(record.element.get("dateGenerated", ""))
    return None


def moment(text: str) -> datetime | None:
    """A moment as XML writes it, in UTC; without a zone it is taken as UTC.

    >>> moment("2026-02-27T00:00:09.554Z")
    datetime.datetime(2026, 2, 27, 0, 0, 9, 554000, tzinfo=datetime.timezone.utc)
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


def _person(record: Record, options: Options) -> PersonEntry:
    person = record.element
    number = tidy(_text(person, "REFERENCE_NUMBER"), "REFERENCE_NUMBER")
    if record.too_large:
        raise Fault("too_large", "INDIVIDUAL", number)
    draft = Draft(number or tidy(_text(person, "DATAID"), "DATAID"), options)
    draft.name(" ".join(_text(person, part) for part in _PARTS), "FIRST_NAME")
    draft.name(_text(person, "NAME_ORIGINAL_SCRIPT"), "NAME_ORIGINAL_SCRIPT")
    for value in _values(person, "TITLE"):
        draft.note(value, "TITLE")
    for value in _values(person, "DESIGNATION"):
        draft.note(value, "DESIGNATION")
    for alias in person.iterfind("INDIVIDUAL_ALIAS"):
        _alias(draft, alias)
    for value in _values(person, "NATIONALITY"):
        draft.nationality(value, "NATIONALITY")
    comments = _text(person, "COMMENTS1")
    said = _GENDER.search(comments)
    draft.sex(_text(person, "GENDER") or (said[1] if said else ""), "GENDER")
    for born in person.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        _born(draft, born)
    for place in person.iterfind("INDIVIDUAL_PLACE_OF_BIRTH"):
        _put(draft.places, place, "STREET", "CITY", "STATE_PROVINCE", "COUNTRY")
        draft.note(_text(place, "NOTE"), "INDIVIDUAL_PLACE_OF_BIRTH")
    for place in person.iterfind("INDIVIDUAL_ADDRESS"):
        _put(draft.addresses, place, "STREET", "CITY", "ZIP_CODE", "STATE_PROVINCE", "COUNTRY", "NOTE")
    for paper in person.iterfind("INDIVIDUAL_DOCUMENT"):
        _paper(draft, paper)
    draft.note(_text(person, "LISTED_ON"), "LISTED_ON")
    for value in _values(person, "LAST_DAY_UPDATED")[-1:]:
        draft.note(value, "LAST_DAY_UPDATED")
    draft.note(comments)
    programme = tidy(_text(person, "UN_LIST_TYPE"), "UN_LIST_TYPE")
    resolutions = _RESOLUTIONS.get(programme)
    return draft.entry(
        EntryAction.REFER,
        category=_CATEGORY,
        programmes=(programme,),
        bases=(f"UN Security Council resolution {resolutions}",) if resolutions else (),
    )


def _alias(draft: Draft, alias: Element) -> None:
    """One alias: names in it, what is said of it into the note."""
    words, weak = _text(alias, "ALIAS_NAME"), _text(alias, "QUALITY").casefold() == "low"
    outside, said = _ASIDE.sub(";", words), []
    for aside in _ASIDE.findall(words):
        # In brackets stands the name in the other script, or else a remark.
        if _latin(aside) != _latin(outside):
            outside = f"{outside};{aside}"
        else:
            said.append(aside)
    for name in outside.split(";"):
        before, born, behind = name.partition(", born ")
        draft.name(before.strip(" ,"), "ALIAS_NAME", weak=weak)
        if born:
            said.append(f"born {behind}")
    if said:
        draft.note(words, "ALIAS_NAME")
    if _DATE.fullmatch(born_on := _text(alias, "DATE_OF_BIRTH").strip()):
        draft.date(born_on, "DATE_OF_BIRTH")
    note = joined(*(_text(alias, tag) for tag in _SAID_OF_ALIAS))
    if note:
        draft.note(f"{tidy(words, 'ALIAS_NAME')}: {note}", "INDIVIDUAL_ALIAS")


_SAID_OF_ALIAS = ("NOTE", "DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH")


def _latin(text: str) -> bool:
    return not any(char.isalpha() and char > "\u024f" for char in text)


def _born(draft: Draft, born: Element) -> None:
    """EXACT, APPROXIMATELY or BETWEEN; a note may hold what the other elements cannot."""
    kind = _text(born, "TYPE_OF_DATE").strip().upper()
    note = tidy(_text(born, "NOTE"), "NOTE")
    about = kind == "APPROXIMATELY" or note.casefold().startswith("approx")
    first, last = _text(born, "FROM_YEAR").strip(), _text(born, "TO_YEAR").strip()
    date = _text(born, "DATE").strip() or _text(born, "YEAR").strip()
    if first or last:
        draft.between(_year(first or last), _year(last or first), "INDIVIDUAL_DATE_OF_BIRTH", circa=about)
    elif date:
        draft.date(date[:10], "INDIVIDUAL_DATE_OF_BIRTH", circa=about)
        if about and len(date) > len("1974"):
            draft.note(date, "INDIVIDUAL_DATE_OF_BIRTH")
    elif (found := _MONTH_AND_YEAR.fullmatch(note)) and (month := MONTHS.get(found[1][:3].lower())):
        draft.date(f"{found[2]}-{month:02d}", "INDIVIDUAL_DATE_OF_BIRTH", circa=about)
        return
    elif note:
        draft.told("date_word", f"INDIVIDUAL_DATE_OF_BIRTH: {note}")
        return
    if note and not note.casefold().startswith("approx"):
        draft.note(note, "INDIVIDUAL_DATE_OF_BIRTH")


def _year(text: str) -> int:
    if not (len(text) == len("1974") and text.isascii() and text.isdigit()):
        raise Fault("no_date", "INDIVIDUAL_DATE_OF_BIRTH", text)
    return int(text)


def _paper(draft: Draft, paper: Element) -> None:
    """A paper: its number where it may be shown at a border, and the whole of it into the note."""
    texts = {child.tag: tidy(child.text or "", child.tag) for child in paper}
    if not any(texts.values()):
        return
    kind = f"{texts.get('TYPE_OF_DOCUMENT', '')} {texts.get('TYPE_OF_DOCUMENT2', '')}"
    number = texts.get("NUMBER", "")
    found = paper_in(number)
    for place in () if number else ("TYPE_OF_DOCUMENT2", "NOTE"):
        if not found.number:
            found = paper_in(texts.get(place, ""))
    if (
        found.number
        and shown_at_borders(kind)
        and shown_at_borders(f"{kind} {number or texts.get('NOTE', '')}")
    ):
        issuers = [
            draft.issuer(texts.get(place, ""), place) for place in ("ISSUING_COUNTRY", "COUNTRY_OF_ISSUE")
        ]
        draft.paper(found.number, found.issuer or issuers[0] or issuers[1], "INDIVIDUAL_DOCUMENT")
    draft.note(
        joined(kind, *(text for tag, text in texts.items() if not tag.startswith("TYPE_"))), "DOCUMENT"
    )


def _put(where: dict[str, None], element: Element, *tags: str) -> None:
    if found := joined(*(tidy(_text(element, tag), tag) for tag in tags)):
        where[found] = None


def _text(element: Element, tag: str) -> str:
    return element.findtext(tag) or ""


def _values(element: Element, tag: str) -> list[str]:
    return [value.text or "" for value in element.iterfind(f"{tag}/VALUE") if (value.text or "").strip()]
