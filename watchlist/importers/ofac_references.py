"""What `sdn_advanced.xml` points to by number: words, places, papers, grounds of listing.

The grounds (`SanctionsEntry`) come after the persons they belong to, so the file is run through twice:
this is the first run. What it keeps is bounded by `MOST_KEPT`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

from watchlist.importers.official import joined
from watchlist.importers.source import ListFileError, Options
from watchlist.importers.xml_records import records

ROOT = "Sanctions"
MOST_KEPT = 1 << 27
"""Characters, with 300 for each thing that is kept; the published list of 126 MB takes about a tenth."""
_WORDS = frozenset(
    {
        "AreaCode", "Country", "DetailReference", "FeatureType", "IDRegDocType", "LegalBasis", "LocPartType",
        "NamePartType", "PartySubType", "PartyType", "SanctionsType", "Validity",
    }
)  # fmt: skip
_ORDER = ("ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "REGION", "POSTAL CODE")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that features point to.

    Attributes:
        text: Its parts in the order of an address, the country last.
        country: Name of the country alone.
    """

    text: str
    country: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A paper or a number of a register.

    Attributes:
        kind: Such as `Passport`.
        number: As listed.
        country: Name of the country that issued it, or empty.
        said: What else is said of it (not valid, a remark).
    """

    kind: str
    number: str
    country: str
    said: str


@dataclass(slots=True)
class Ground:
    """Why a profile is listed.

    Attributes:
        programmes: Such as `SDGT`.
        measures: Number of the kind and what is said of each measure, until the kinds are known.
        bases: Executive orders and acts.
        said: Days and remarks.
    """

    programmes: list[str] = field(default_factory=list)
    measures: list[tuple[str, str]] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@dataclass(slots=True)
class References:
    """All that is pointed to, by number.

    Attributes:
        words: By kind of reference and number.
        kinds: The number of the kind of party by that of its sub-kind.
        places: By number.
        papers: By number of the identity they belong to.
        grounds: By number of the profile.
    """

    words: dict[tuple[str, str], str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    papers: dict[str, list[Registered]] = field(default_factory=dict)
    grounds: dict[str, Ground] = field(default_factory=dict)

    def word(self, kind: str, number: str | None) -> str:
        """A word of the reference tables; empty where there is none of that number."""
        return self.words.get((kind, number or ""), "")

    def kind_of(self, sub_kind: str | None) -> str:
        """`individual`, `vessel`, `aircraft` or `organisation`, of a profile's `PartySubTypeID`."""
        own = self.word("PartySubType", sub_kind).casefold()
        kind = self.word("PartyType", self.kinds.get(sub_kind or "")).casefold()
        for found in (own, kind):
            if found in ("individual", "vessel", "aircraft"):
                return found
        return "organisation"


def gather(path: Path, options: Options, *, share: float) -> References:
    """The first run through the file.

    Args:
        path: The file.
        options: Whose meter is told how far it is.
        share: Part of the whole work that this is.

    Raises:
        ListFileError: It is no such file, or holds more than can be kept.
    """
    found = References()
    kept = 0
    # Reference tables and places come first in the file, but nothing here relies on it: places are put in
    # words at the end.
    raw_places: dict[str, list[tuple[str, str]]] = {}
    raw_papers: list[tuple[str, dict[str, str], str, str]] = []
    wanted = _WORDS | {"Location", "IDRegDocument", "SanctionsEntry"}
    for record in records(path, options, ROOT, wanted, share=share):
        element = record.element
        if record.name == ROOT:
            continue
        kept += 300 + sum(len(text) for text in element.itertext())
        if kept > MOST_KEPT or record.too_large:
            raise ListFileError("error.watchlist.table.large", file=path.name)
        number = element.get("ID", "")
        if record.name == "Location":
            raw_places[number] = _parts(element)
        elif record.name == "IDRegDocument":
            raw_papers.append(
                (
                    element.get("IdentityID", ""),
                    dict(element.attrib),
                    element.findtext("IDRegistrationNo") or "",
                    joined(element.findtext("Comment") or "", element.findtext("IssuingAuthority") or ""),
                )
            )
        elif record.name == "SanctionsEntry":
            _ground(found.grounds.setdefault(element.get("ProfileID", ""), Ground()), element)
        else:
            text = " ".join((element.text or element.get("Description") or "").split())
            found.words[record.name, number] = text
            if record.name == "PartySubType":
                found.kinds[number] = element.get("PartyTypeID", "")
    found.places = {number: _place(found, parts) for number, parts in raw_places.items()}
    for identity, attributes, text, said in raw_papers:
        found.papers.setdefault(identity, []).append(_paper(found, attributes, text, said))
    for ground in found.grounds.values():
        ground.bases = [found.word("LegalBasis", number) for number in ground.bases]
        for number, comment in ground.measures:
            kind = found.word("SanctionsType", number)
            if kind in ("", "Program"):
                ground.programmes.append(comment)
            else:
                ground.said.append(f"{kind}: {comment}")
    return found


def issued(path: Path) -> datetime | None:
    """The day on which the list was made, by its first elements; None where it does not say."""
    for record in records(path, Options(), ROOT, frozenset({"DateOfIssue", "ReferenceValueSets"})):
        if record.name == "DateOfIssue":
            try:
                year, month, of_month = (int(record.element.findtext(part) or 0) for part in _DAY)
                return datetime(year, month, of_month, tzinfo=UTC)
            except ValueError:
                return None
        if record.name != ROOT:
            return None
    return None


_DAY = ("Year", "Month", "Day")


def day(element: Element | None) -> str:
    """A date of the form's own (`Year`, `Month`, `Day`), as far as it goes, as ISO writes it; empty for none.

    What is no number stands as it is, for whoever takes it as a date to refuse.
    """
    if element is None:
        return ""
    year, month, of_month = ((element.findtext(part) or "").strip() for part in _DAY)
    if not year:
        return ""
    return "-".join([year.zfill(4), *(part.zfill(2) for part in (month, of_month if month else "") if part)])


def _parts(element: Element) -> list[tuple[str, str]]:
    """Kinds and values of a place's parts; of several values the primary one, else the first."""
    found = [("country", area.get("CountryID", "")) for area in element.iterfind("LocationCountry")]
    found += [("area", area.get("AreaCodeID", "")) for area in element.iterfind("LocationAreaCode")]
    for part in element.iterfind("LocationPart"):
        values = part.findall("LocationPartValue")
        primary = [value for value in values if value.get("Primary") == "true"] or values
        found += [(part.get("LocPartTypeID", ""), value.findtext("Value") or "") for value in primary[:1]]
    return found


def _place(found: References, parts: list[tuple[str, str]]) -> Place:
    by_kind: dict[str, str] = {}
    countries: list[str] = []
    for kind, value in parts:
        if kind == "country":
            countries.append(found.word("Country", value))
        elif kind == "area":
            countries.append(found.word("Country", value) or found.word("AreaCode", value))
        else:
            by_kind.setdefault(found.word("LocPartType", kind).upper(), value)
    known = [country for country in countries if country and country != "undetermined"]
    alone = by_kind.pop("UNKNOWN", "")
    rest = [value for kind, value in by_kind.items() if kind not in _ORDER]
    text = joined(*(by_kind.get(kind, "") for kind in _ORDER), *rest, alone, *known[:1])
    return Place(text, " ".join(alone.split()) or (known[0] if known else ""))


def _paper(found: References, attributes: dict[str, str], number: str, said: str) -> Registered:
    validity = found.word("Validity", attributes.get("ValidityID"))
    return Registered(
        found.word("IDRegDocType", attributes.get("IDRegDocTypeID")),
        " ".join(number.split()),
        found.word("Country", attributes.get("IssuedBy-CountryID")),
        joined(said, "" if validity.casefold() == "valid" else validity),
    )


def _ground(ground: Ground, element: Element) -> None:
    for event in element.iterfind("EntryEvent"):
        ground.bases += [number for number in [event.get("LegalBasisID", "")] if number]
        ground.said += [text for text in _said(event) if text]
    for measure in element.iterfind("SanctionsMeasure"):
        if comment := " ".join((measure.findtext("Comment") or "").split()):
            ground.measures.append((measure.get("SanctionsTypeID", ""), comment))


def _said(event: Element) -> Iterator[str]:
    yield day(event.find("Date"))
    yield " ".join((event.findtext("Comment") or "").split())
