"""What is to be printed and what is then done to its picture: genuine documents of each kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

import numpy as np

from borderdesk.training.press import background
from borderdesk.training.press.drawing import Finish
from borderdesk.training.press.glyphs import Face
from borderdesk.training.press.people import TODAY, Person, invent_number, invent_person
from borderdesk.training.press.specimen import Side, Specimen
from borderdesk.training.press.styles import ArabicNames, Style, invent_style
from borderdesk.training.press.type import Lettering
from borderdesk.training.press.viz import Faces
from borderdesk.training.press.zone import Place, ZonePrint
from models.document import DocumentFormat


class Kind(Enum):
    """Kinds of documents that the press draws."""

    PASSPORT = "passport"
    DIPLOMATIC = "diplomatic"
    REFUGEE = "refugee"
    STATELESS = "stateless"
    EMERGENCY = "emergency"
    HANDWRITTEN = "handwritten"
    CARD = "card"
    LARGE_CARD = "large_card"
    VISA = "visa"
    SMALL_VISA = "small_visa"


class Digital(Enum):
    """What is done to the picture after it was taken."""

    OVERTYPE = "overtype"
    COPY_MOVE = "copy_move"


@dataclass(frozen=True, slots=True)
class Model:
    """What all documents of a kind have in common.

    Attributes:
        format: Of the zone.
        code: Document code of the zone.
        title: In words.
        nationality: Of the zone.
        days: For how long it is valid, at the least and at the most.
    """

    format: DocumentFormat
    code: str
    title: str
    nationality: str = "UTO"
    days: tuple[int, int] = (3650, 3650)


MODELS = {
    Kind.PASSPORT: Model(DocumentFormat.TD3, "P", "PASSPORT / PASSEPORT"),
    Kind.DIPLOMATIC: Model(DocumentFormat.TD3, "PD", "DIPLOMATIC PASSPORT", days=(1826, 1826)),
    Kind.REFUGEE: Model(DocumentFormat.TD3, "PR", "TRAVEL DOCUMENT (1951)", "XXB", (730, 1826)),
    Kind.STATELESS: Model(DocumentFormat.TD3, "PS", "TRAVEL DOCUMENT (1954)", "XXA", (730, 1826)),
    Kind.EMERGENCY: Model(DocumentFormat.TD3, "PU", "LAISSEZ-PASSER", days=(90, 365)),
    Kind.HANDWRITTEN: Model(DocumentFormat.TD3, "P", "PASSPORT / PASSEPORT", days=(1826, 1826)),
    Kind.CARD: Model(DocumentFormat.TD1, "I", "IDENTITY CARD / CARTE D'IDENTITÉ"),
    Kind.LARGE_CARD: Model(DocumentFormat.TD2, "I", "RESIDENCE PERMIT / TITRE DE SÉJOUR", days=(365, 3650)),
    Kind.VISA: Model(DocumentFormat.MRV_A, "V", "VISA", days=(30, 1826)),
    Kind.SMALL_VISA: Model(DocumentFormat.MRV_B, "V", "VISA", days=(30, 1826)),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made.

    Attributes:
        specimen: What is printed.
        other: The other side of a card; None where there is only one.
        finish: How it is printed.
        person: The holder in two scripts.
        changed: Characters of the zone that a forger touched.
        digital: What is done to the picture, and
        shown: the lines that show after it; empty where nothing is done.
    """

    specimen: Specimen
    other: Specimen | None
    finish: Finish
    person: Person
    changed: tuple[Place, ...] = ()
    digital: Digital | None = None
    shown: tuple[str, ...] = ()


def plan_genuine(kind: Kind, rng: np.random.Generator) -> Plan:
    """A genuine document of a kind, valid on `TODAY`."""
    model = MODELS[kind]
    person = invent_person(rng, nationality=model.nationality)
    issued, expires = _validity(person, model, rng)
    specimen = Specimen(
        model.format,
        person.holder,
        model.code,
        invent_number(rng),
        issued.isoformat(),
        expires.isoformat(),
        model.title,
        optional_data=invent_number(rng)[:7] if rng.random() < 0.3 else "",
        side=Side.BACK if kind is Kind.CARD else Side.FRONT,
    )
    face = int(rng.integers(2**31))
    age = issued.year - int(person.holder.date_of_birth[:4])
    faces = Faces(face, face, sex=person.holder.sex, age=age)
    finish = Finish(_zone_print(kind, rng), faces, _style(kind, person, rng))
    return Plan(specimen, other_side(specimen), finish, person)


def other_side(specimen: Specimen) -> Specimen | None:
    """The front of a card whose back is drawn; None for what has one side."""
    if specimen.side is not Side.BACK:
        return None
    return Specimen(
        specimen.format,
        specimen.holder,
        specimen.document_code,
        specimen.document_number,
        specimen.date_of_issue,
        specimen.date_of_expiry,
        specimen.title,
        specimen.optional_data,
        issuer=specimen.issuer,
    )


def _validity(person: Person, model: Model, rng: np.random.Generator) -> tuple[date, date]:
    """Dates of issue and expiry: issued after birth, not yet expired, a child's for five years at most."""
    fewest, most = model.days
    born = date(int(person.holder.date_of_birth[:4]), 12, 31)
    age = (TODAY - born).days
    if age < 18 * 365:
        fewest, most = min(fewest, 1826), min(most, 1826)
    days = int(rng.integers(fewest, most + 1))
    past = int(rng.integers(1, max(2, min(days - 5, age))))
    issued = TODAY - timedelta(days=past)
    if days % 365 < 6 and days >= 365:  # a whole number of years, less a day
        years = round(days / 365.25)
        issued = issued.replace(day=min(issued.day, 28))
        return issued, issued.replace(year=issued.year + years) - timedelta(days=1)
    return issued, issued + timedelta(days=days)


def _style(kind: Kind, person: Person, rng: np.random.Generator) -> Style:
    """Emergency papers come out of an office printer, and some old passports are filled in by hand."""
    lettering = None
    if kind is Kind.EMERGENCY:
        lettering = (Lettering.TYPEWRITER, Lettering.MONO, Lettering.SANS)[int(rng.integers(3))]
    elif kind is Kind.HANDWRITTEN:
        lettering = Lettering.HAND
    arabic = ArabicNames(person.arabic_surname, person.arabic_given_names, person.arabic_place)
    style = invent_style(rng, arabic, lettering)
    if kind is Kind.EMERGENCY:
        return replace(style, palette=background.EMERGENCY)
    if kind is Kind.HANDWRITTEN:
        return replace(style, palette=background.HANDWRITTEN)
    return style


def _zone_print(kind: Kind, rng: np.random.Generator) -> ZonePrint:
    """Printers differ: how much ink they lay, how dark it is, how true they feed the page."""
    poor = kind in (Kind.EMERGENCY, Kind.HANDWRITTEN)
    dark = int(rng.integers(16, 52 if poor else 40))
    across, down = (float(off) for off in np.clip(rng.normal(0.0, 0.25, 2), -0.8, 0.8))
    return ZonePrint(
        face=Face.OCR_B_SQUARE if rng.random() < 0.1 else Face.OCR_B,
        weight=float(np.clip(rng.normal(1.0, 0.04), 0.9, 1.1)),
        ink=(dark, dark, dark + int(rng.integers(0, 6))),
        across=across,
        down=down,
        jitter=float(rng.uniform(0.0, 0.02 if poor else 0.012)),
        patchy=float(rng.uniform(0.05, 0.3 if poor else 0.12)),
    )
