"""The EU's consolidated list of financial sanctions, XML 1.1 (`xmlFullSanctionsList_1_1`).

A `sanctionEntity` is a person where its `subjectType` says so; the others are counted as left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from xml.etree.ElementTree import Element

from models.watchlist import BadRow, PersonEntry
from watchlist.importers.eu_entry import LICENCE, OWNER, Entity, Marks, person
from watchlist.importers.official import Fault, Intake
from watchlist.importers.source import Options
from watchlist.importers.un_xml import moment
from watchlist.importers.xml_records import Record, records

__all__ = ["LICENCE", "OWNER", "edition", "read"]

_ROOT = "export"


def read(path: Path, options: Options) -> Iterator[PersonEntry | BadRow]:
    """Persons of the list, in the order of the file.

    Args:
        path: The file.
        options: Whether a bad entry refuses it, and what entries ask for; INFORM where it says nothing.

    Raises:
        ListFileError: The file is no such list, or one of its entries is not understood.
    """
    intake = Intake(path, options)
    for record in records(path, options, _ROOT, frozenset({"sanctionEntity"})):
        if record.name == _ROOT:
            continue
        entity = _entity(record.element)
        if entity.person or record.too_large:
            yield from intake.let(record.line, partial(_person, record, entity, options), record.raw)
        else:
            options.meter.leave_out("organisation")


def edition(path: Path) -> datetime | None:
    """When the list was made, by its first element; None where it does not say."""
    for record in records(path, Options(), _ROOT, frozenset()):
        return moment(record.element.get("generationDate", ""))
    return None


def _person(record: Record, entity: Entity, options: Options) -> PersonEntry:
    if record.too_large:
        raise Fault("too_large", record.name, entity.number)
    return person(entity, options)


def _entity(element: Element) -> Entity:
    kinds = [
        word.casefold()
        for kind in element.iterfind("subjectType")
        for word in (kind.get("code", ""), kind.get("classificationCode", ""))
    ]
    return Entity(
        number=element.get("logicalId", ""),
        marks=element.attrib,
        remarks=[remark.text or "" for remark in element.iterfind("remark")],
        person="person" in kinds or "p" in kinds,
        regulations=_all(element, "regulation"),
        names=_all(element, "nameAlias"),
        births=_all(element, "birthdate"),
        papers=_all(element, "identification"),
        citizenships=_all(element, "citizenship"),
        addresses=_all(element, "address"),
    )


def _all(element: Element, tag: str) -> list[Marks]:
    """Elements of a kind, each with its remarks."""
    return [
        {**found.attrib, "remark": " ".join(remark.text or "" for remark in found.iterfind("remark"))}
        for found in element.iterfind(tag)
    ]
