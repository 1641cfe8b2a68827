"""One person of the EU's consolidated list of financial sanctions, from what its XML and its CSV both hold.

Both name the same things: the XML as attributes of elements, the CSV as columns. An entry is made of them
here, so that both forms of an edition give the same entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.watchlist import EntryAction, PersonEntry
from watchlist.importers.countries import code_of
from watchlist.importers.official import Draft, Fault, joined, tidy
from watchlist.importers.papers import paper_in, shown_at_borders
from watchlist.importers.source import Options

OWNER = "European Union"
LICENCE = "European Commission, reuse allowed with the source named (Decision 2011/833/EU)"
_CATEGORY = "EU financial sanctions"
_UNKNOWN = "00"

Marks = Mapping[str, str]
"""Attributes of one element, by their names in the XML."""


@dataclass(slots=True)
class Entity:
    """What the list holds on one entity.

    Attributes:
        number: `logicalId`, which every entity has.
        marks: Attributes of the entity itself.
        remarks: Its remarks.
        person: Whether it is one.
        regulations: The acts that list it.
        names, births, papers, citizenships, addresses: Elements of these kinds; a remark under `remark`.
    """

    number: str
    marks: Marks
    remarks: list[str] = field(default_factory=list)
    person: bool = False
    regulations: list[Marks] = field(default_factory=list)
    names: list[Marks] = field(default_factory=list)
    births: list[Marks] = field(default_factory=list)
    papers: list[Marks] = field(default_factory=list)
    citizenships: list[Marks] = field(default_factory=list)
    addresses: list[Marks] = field(default_factory=list)


def person(entity: Entity, options: Options) -> PersonEntry:
    """The entry of a person.

    Args:
        entity: What the list holds.
        options: What it asks for; INFORM where they say nothing.

    Raises:
        Fault: Something in it cannot be what its place asks for.
    """
    draft = Draft(tidy(entity.number, "logicalId"), options)
    draft.note(_get(entity.marks, "euReferenceNumber"), "euReferenceNumber")
    draft.note(_get(entity.marks, "unitedNationId"), "unitedNationId")
    for name in sorted(entity.names, key=_is_weak):
        _name(draft, name)
    for birth in entity.births:
        _birth(draft, birth)
    for citizenship in entity.citizenships:
        _country(draft, citizenship)
        draft.note(_get(citizenship, "remark"), "citizenship")
    for paper in entity.papers:
        _paper(draft, paper)
    for address in entity.addresses:
        _address(draft, address)
    draft.note(
        joined(_get(entity.marks, "designationDate"), _get(entity.marks, "designationDetails")), "designation"
    )
    for remark in entity.remarks:
        draft.note(remark)
    return draft.entry(
        EntryAction.INFORM,
        category=_CATEGORY,
        programmes=[_get(act, "programme").strip() for act in entity.regulations],
        bases=[tidy(_get(act, "numberTitle"), "numberTitle") for act in entity.regulations],
    )


def _is_weak(name: Marks) -> bool:
    return _get(name, "strong").strip().casefold() == "false"


def _name(draft: Draft, name: Marks) -> None:
    parts = " ".join(_get(name, part) for part in ("firstName", "middleName", "lastName"))
    draft.name(_get(name, "wholeName").strip() or parts, "nameAlias", weak=_is_weak(name))
    draft.sex(_get(name, "gender"), "gender")
    draft.note(_get(name, "title"), "title")
    draft.note(_get(name, "function"), "function")
    draft.note(_get(name, "remark"), "nameAlias")


def _birth(draft: Draft, birth: Marks) -> None:
    """A day, month or year, or years between; in the Gregorian calendar alone."""
    place = "birthdate"
    circa = _true(birth, "circa")
    whole, year = _get(birth, "birthdate").strip(), _get(birth, "year").strip()
    first, last = _get(birth, "yearRangeFrom").strip(), _get(birth, "yearRangeTo").strip()
    calendar = _get(birth, "calendarType").strip().upper()
    if calendar not in ("", "GREGORIAN"):
        if said := joined(whole or year, first, last):
            draft.told("date_word", f"{place} ({calendar}): {said}")
    elif whole:
        draft.date(_iso(whole), place, circa=circa)
        if circa:
            draft.note(f"{whole}, circa", place)
    elif year:
        month, day = (_number(_get(birth, part).strip()) for part in ("monthOfYear", "dayOfMonth"))
        draft.date(f"{_number(year):04d}" + _part(month) + (_part(day) if month else ""), place, circa=circa)
    elif first and last:
        draft.between(_number(first), _number(last), place, circa=circa)
    elif first or last:
        # "Born by 1980" gives no two years to search between.
        draft.told("date_word", f"{place}: {first} - {last}")
    where = joined(*(_get(birth, part) for part in ("place", "city", "region", "zipCode")), _land(birth))
    if where:
        draft.places[tidy(where, place)] = None
    draft.note(_get(birth, "remark"), place)


def _paper(draft: Draft, paper: Marks) -> None:
    kind = joined(_get(paper, "identificationTypeDescription"), _get(paper, "identificationTypeCode"))
    number = _get(paper, "latinNumber").strip() or _get(paper, "number").strip()
    false = _true(paper, "knownFalse")
    if shown_at_borders(kind) and not false:
        found = paper_in(number)
        draft.paper(found.number, _code(draft, paper, "identification") or found.issuer, "identification")
    said = (
        mark
        for mark in ("knownExpired", "knownFalse", "reportedLost", "revokedByIssuer")
        if _true(paper, mark)
    )
    more = ("issuedBy", "issuedDate", "validFrom", "validTo", "nameOnDocument", "region", "remark")
    draft.note(
        joined(number, _land(paper), *said, *(_get(paper, part) for part in more)), kind or "identification"
    )


def _address(draft: Draft, address: Marks) -> None:
    parts = ("street", "poBox", "zipCode", "city", "region", "place")
    if found := joined(*(_get(address, part) for part in parts), _land(address)):
        draft.addresses[tidy(found, "address")] = None
    draft.note(joined(_get(address, "contactInfo"), _get(address, "remark")), "address")


def _country(draft: Draft, citizenship: Marks) -> None:
    if code := _code(draft, citizenship, "citizenship"):
        draft.nationalities[code] = None


def _code(draft: Draft, element: Marks, place: str) -> str:
    """Code of an element's country, by its two letters or else its name; unknown ones go to the note."""
    letters = _get(element, "countryIso2Code").strip()
    words = _get(element, "countryDescription").strip()
    if letters and letters != _UNKNOWN and (code := code_of(letters)):
        return code
    if words:
        return draft.issuer(words, place)
    if letters and letters != _UNKNOWN:
        draft.told("country_word", f"{place}: {tidy(letters, place)}")
    return ""


def _land(element: Marks) -> str:
    words = _get(element, "countryDescription").strip()
    return "" if words.upper() == "UNKNOWN" else words


def _iso(text: str) -> str:
    """ISO writing of a day; the CSV has been seen with `28/04/1937`."""
    parts = text[:10].split("/")
    if len(parts) == len(("day", "month", "year")):
        return f"{parts[2]}-{parts[1].zfill(2)}-{parts[0].zfill(2)}"
    return text[:10]


def _part(number: int) -> str:
    return f"-{number:02d}" if number else ""


def _number(text: str) -> int:
    """A number of a date; 0 for nothing."""
    if not text:
        return 0
    if len(text) > len("1974") or not (text.isascii() and text.isdigit()):
        raise Fault("no_date", "birthdate", text)
    return int(text)


def _true(element: Marks, mark: str) -> bool:
    return _get(element, mark).strip().casefold() in ("true", "1", "yes", "y")


def _get(element: Marks, mark: str) -> str:
    return element.get(mark) or ""
