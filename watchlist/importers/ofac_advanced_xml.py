"""The US list of specially designated nationals (OFAC) in its full form, `sdn_advanced.xml`.

* a `DistinctParty` has a profile with its identity, and the identity its aliases, each perhaps in several
  scripts; `LowQuality` ones are weak; ships, aircraft and organisations are counted as left out;
* all else is a `Feature`, whose kind and whose words stand in tables (`ofac_references`); what is known
  of a birth is a period with an earliest and a latest day;
* features that have no place of their own go into the note under their own words, so that nothing is
  lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from xml.etree.ElementTree import Element

from models.watchlist import BadRow, EntryAction, PersonEntry
from watchlist.importers.ofac_csv import CATEGORY, LICENCE, OWNER
from watchlist.importers.ofac_references import ROOT, References, day, gather, issued
from watchlist.importers.official import Draft, Fault, Intake, joined
from watchlist.importers.papers import paper_in, shown_at_borders
from watchlist.importers.source import Options
from watchlist.importers.xml_records import Record, records

__all__ = ["LICENCE", "OWNER", "edition", "read"]

_FIRST_RUN = 0.4
"""Part of the work: it builds no persons."""
_BEFORE_LAST = ("Nickname", "First Name", "Middle Name", "Patronymic")


def read(path: Path, options: Options) -> Iterator[PersonEntry | BadRow]:
    """Persons of the list, in the order of the file.

    Args:
        path: The file.
        options: Whether a bad entry refuses it, and what entries ask for; INFORM where it says nothing.

    Raises:
        ListFileError: The file is no such list, or one of its entries is not understood.
    """
    known = gather(path, options, share=_FIRST_RUN)
    intake = Intake(path, options)
    party = frozenset({"DistinctParty"})
    for record in records(path, options, ROOT, party, before=_FIRST_RUN, share=1 - _FIRST_RUN):
        if record.name == ROOT:
            continue
        profile = record.element.find("Profile")
        kind = known.kind_of(None if profile is None else profile.get("PartySubTypeID"))
        if profile is not None and kind != "individual":
            options.meter.leave_out(kind)
        else:
            yield from intake.let(record.line, partial(_person, record, known, options), record.raw)


def edition(path: Path) -> datetime | None:
    """The day on which the list was made."""
    return issued(path)


def _person(record: Record, known: References, options: Options) -> PersonEntry:
    party = record.element
    number = party.get("FixedRef", "").strip()
    if record.too_large:
        raise Fault("too_large", "DistinctParty", number)
    draft = Draft(number, options)
    draft.note(party.findtext("Comment") or "")
    profile = party.find("Profile")
    if profile is None:
        raise Fault("no_name", "Profile", number)
    for identity in profile.iterfind("Identity"):
        _names(draft, identity, known)
        for paper in known.papers.get(identity.get("ID", ""), ()):
            place = "IDRegDocument"
            if shown_at_borders(paper.kind):
                draft.paper(paper_in(paper.number).number, draft.issuer(paper.country, place), place)
            draft.note(joined(paper.number, paper.country, paper.said), paper.kind or place)
    for feature in profile.iterfind("Feature"):
        _feature(draft, feature, known)
    ground = known.grounds.get(profile.get("ID", ""))
    for said in ground.said if ground else ():
        draft.note(said, "SanctionsEntry")
    return draft.entry(
        EntryAction.INFORM,
        category=CATEGORY,
        programmes=ground.programmes if ground else (),
        bases=ground.bases if ground else (),
    )


def _names(draft: Draft, identity: Element, known: References) -> None:
    """Primary name first, then the others as they stand."""
    groups = {
        group.get("ID", ""): known.word("NamePartType", group.get("NamePartTypeID"))
        for group in identity.iterfind("NamePartGroups/MasterNamePartGroup/NamePartGroup")
    }
    aliases = sorted(identity.iterfind("Alias"), key=lambda alias: alias.get("Primary") != "true")
    for alias in aliases:
        weak = alias.get("LowQuality", "").casefold() == "true"
        for name in alias.iterfind("DocumentedName"):
            parts = [
                (groups.get(part.get("NamePartGroupID", ""), ""), part.text or "")
                for part in name.iterfind("DocumentedNamePart/NamePartValue")
            ]
            draft.name(_in_order(parts), "DocumentedName", weak=weak)


def _in_order(parts: list[tuple[str, str]]) -> str:
    """Parts that are written before the last name, then all others as they stand."""
    before = [text for wanted in _BEFORE_LAST for kind, text in parts if kind == wanted]
    return " ".join([*before, *(text for kind, text in parts if kind not in _BEFORE_LAST)])


def _feature(draft: Draft, feature: Element, known: References) -> None:
    kind = known.word("FeatureType", feature.get("FeatureTypeID"))
    for version in feature.iterfind("FeatureVersion"):
        places = [
            place
            for pointer in version.iterfind("VersionLocation")
            if (place := known.places.get(pointer.get("LocationID", "")))
        ]
        texts = [
            (detail.text or "").strip() or known.word("DetailReference", detail.get("DetailReferenceID"))
            for detail in version.iterfind("VersionDetail")
        ]
        draft.note(version.findtext("Comment") or "", kind)
        if kind == "Birthdate":
            for period in version.iterfind("DatePeriod"):
                _born(draft, period)
        elif kind == "Place of Birth":
            for found in (*texts, *(place.text for place in places)):
                if found := joined(found):
                    draft.places[found] = None
        elif kind in ("Nationality Country", "Citizenship Country", "Nationality", "Citizenship"):
            for found in [place.country for place in places] or texts:
                draft.nationality(found, kind)
        elif kind == "Gender":
            for found in texts:
                draft.sex(found, kind)
        elif kind == "Location":
            for place in places:
                if place.text:
                    draft.addresses[place.text] = None
        else:
            said = joined(
                *texts, *(place.text for place in places), *map(_period, version.iterfind("DatePeriod"))
            )
            draft.note(said, kind or "Feature")


def _born(draft: Draft, period: Element) -> None:
    """A day, a month, a year, or years between."""
    place = "Birthdate"
    first, last = _ends(period)
    marks = [element.get("Approximate", "") for element in period]
    circa = any(mark.casefold() == "true" for mark in marks)
    if not first:
        raise Fault("no_date", place, last)
    for end in (first, last):
        _checked(end, place)
    same_year = first[:4] == last[:4]
    if not same_year:
        draft.between(int(first[:4]), int(last[:4]), place, circa=circa)
    elif first == last:
        draft.date(first, place, circa=circa)
    elif first[:7] == last[:7]:
        draft.date(first[:7], place, circa=circa)
    else:
        draft.date(first[:4], place, circa=circa)
    if circa or not (first == last or first[4:] == "-01-01"):
        draft.note(f"{first} - {last}", place)


def _checked(end: str, place: str) -> None:
    """Refuse what is no date, also where only its year is used."""
    Draft("", Options()).date(end, place)


def _ends(period: Element) -> tuple[str, str]:
    """Earliest and latest day, as far as they go."""
    first = day(period.find("Start/From")) or day(period.find("Start/To"))
    last = day(period.find("End/To")) or day(period.find("End/From")) or day(period.find("Start/To")) or first
    return first, last


def _period(period: Element) -> str:
    first, last = _ends(period)
    return first if first == last else f"{first} - {last}"
