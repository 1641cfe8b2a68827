"""The known frauds on paper: what a forger has changed before the page is printed.

What is done to a picture afterwards is in `overtyping`. A fraud of the zone's print leaves its text right,
and one of the text is printed well, so that each cue can be measured alone.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum

import numpy as np

from borderdesk.mrz.layouts import layout_of
from borderdesk.training.press.glyphs import OTHER_FONTS, Face, Glyph
from borderdesk.training.press.people import TODAY, invent_number, invent_person
from borderdesk.training.press.plan import Digital, Plan, other_side
from borderdesk.training.press.specimen import FANTASY_ISSUERS, Holder, Specimen
from borderdesk.training.press.zone import Place
from resources import path


class Fraud(Enum):
    """What can be done to a drawn document."""

    PHOTO_SUBSTITUTION = "photo_substitution"
    DIGIT_CHANGED = "digit_changed"
    DIGIT_RECOMPUTED = "digit_recomputed"
    DIGIT_RECOMPUTED_EVERYWHERE = "digit_recomputed_everywhere"
    OTHER_FONT = "other_font"
    OTHER_CUT = "other_cut"
    GLYPH_SHIFTED = "glyph_shifted"
    INK_CHANGED = "ink_changed"
    OVERTYPE = "overtype"
    COPY_MOVE = "copy_move"
    PAGE_SUBSTITUTION = "page_substitution"
    NAME_MISMATCH = "name_mismatch"
    DATE_MISMATCH = "date_mismatch"
    NUMBER_MISMATCH = "number_mismatch"
    SEX_MISMATCH = "sex_mismatch"
    FANTASY_ISSUER = "fantasy_issuer"
    SPECIMEN_DOCUMENT = "specimen_document"
    EXPIRED = "expired"
    STOLEN_BLANK = "stolen_blank"


def commit(plan: Plan, fraud: Fraud, rng: np.random.Generator) -> Plan:
    """Do a fraud to a genuine document.

    Raises:
        ValueError: This document cannot carry it, such as a substituted portrait on a page without one.
    """
    return _HOW[fraud](plan, rng)


def _photo_substitution(plan: Plan, rng: np.random.Generator) -> Plan:
    faces = plan.finish.faces
    if faces is None or plan.specimen.format.value in ("MRV-A", "MRV-B"):
        raise ValueError("a portrait is substituted where a second one stays behind")
    stuck = replace(faces, portrait=int(rng.integers(2**31)), stuck=True)
    return replace(plan, finish=replace(plan.finish, faces=stuck))


def _digit_changed(plan: Plan, rng: np.random.Generator) -> Plan:
    """Printed for people and in the zone alike, its check digits left as they were."""
    right = plan.specimen.right_lines
    while True:
        altered = _with_another_digit(plan.specimen, rng)
        forged = altered.right_lines
        spots = differences(right, forged)
        values = [spot for spot in spots if not _is_check_digit(plan, spot)]
        if len(spots) > len(values):  # else the check digit is blind to this change
            break
    zone = tuple(
        "".join(forged[row][at] if (row, at) in values else right[row][at] for at in range(len(right[row])))
        for row in range(len(right))
    )
    return _printed(plan, replace(altered, zone=zone), tuple(values))


def _digit_recomputed(plan: Plan, rng: np.random.Generator) -> Plan:
    """In the zone, with right check digits; what people read still says the old."""
    zone = _with_another_digit(plan.specimen, rng).right_lines
    changed = differences(plan.specimen.right_lines, zone)
    return _printed(plan, replace(plan.specimen, zone=zone), changed)


def _digit_recomputed_everywhere(plan: Plan, rng: np.random.Generator) -> Plan:
    altered = _with_another_digit(plan.specimen, rng)
    return _printed(plan, altered, differences(plan.specimen.right_lines, altered.right_lines))


def _other_font(plan: Plan, rng: np.random.Generator) -> Plan:
    face = OTHER_FONTS[int(rng.integers(len(OTHER_FONTS)))]
    return _reprinted(plan, rng, lambda: Glyph(face))


def _other_cut(plan: Plan, rng: np.random.Generator) -> Plan:
    square = plan.finish.zone.face is Face.OCR_B_SQUARE
    return _reprinted(plan, rng, lambda: Glyph(Face.OCR_B if square else Face.OCR_B_SQUARE))


def _glyph_shifted(plan: Plan, rng: np.random.Generator) -> Plan:
    face = plan.finish.zone.face

    def shifted() -> Glyph:
        by = float(rng.uniform(0.1, 0.25) * rng.choice((-1, 1)))
        return Glyph(face, across=by) if rng.random() < 0.5 else Glyph(face, down=by)

    return _reprinted(plan, rng, shifted)


def _ink_changed(plan: Plan, rng: np.random.Generator) -> Plan:
    weight = 1.0 + float(rng.uniform(0.10, 0.25) * rng.choice((-1, 1)))
    return _reprinted(plan, rng, lambda: Glyph(plan.finish.zone.face, weight=weight))


def _digital(how: Digital) -> Callable[[Plan, np.random.Generator], Plan]:
    """Printed with the old zone and the new values; the picture of the zone is altered afterwards."""

    def done(plan: Plan, rng: np.random.Generator) -> Plan:
        right = plan.specimen.right_lines
        while True:
            altered = _with_another_digit(plan.specimen, rng)
            forged = altered.right_lines
            spots = differences(right, forged)
            wanted = {forged[row][at] for row, at in spots}
            left = {
                symbol
                for row, line in enumerate(right)
                for at, symbol in enumerate(line)
                if (row, at) not in spots
            }
            if how is Digital.OVERTYPE or wanted <= left:
                break
        return replace(_printed(plan, replace(altered, zone=right), spots), digital=how, shown=forged)

    return done


def _page_substitution(plan: Plan, rng: np.random.Generator) -> Plan:
    """The page with the portrait of one document, the zone of another."""
    other = invent_person(rng, nationality=plan.specimen.holder.nationality)
    zone = replace(plan.specimen, holder=other.holder, document_number=invent_number(rng)).right_lines
    return _printed(plan, replace(plan.specimen, zone=zone), ())


def _name_mismatch(plan: Plan, rng: np.random.Generator) -> Plan:
    """Another surname for people, and in half the cases other given names too."""
    holder = plan.specimen.holder
    while True:
        other = invent_person(rng)
        name, given = other.holder.surname, other.holder.given_names
        if name != holder.surname and set(given.split()).isdisjoint(holder.given_names.split()):
            break
    whole = rng.random() < 0.5
    named = replace(holder, surname=name, given_names=given if whole else holder.given_names)
    style = plan.finish.style
    if style.arabic is not None:
        arabic = replace(style.arabic, surname=other.arabic_surname)
        arabic = replace(arabic, given_names=other.arabic_given_names) if whole else arabic
        style = replace(style, arabic=arabic)
    return replace(_with_holder(plan, named), finish=replace(plan.finish, style=style))


def _date_mismatch(plan: Plan, rng: np.random.Generator) -> Plan:
    before = plan.specimen
    while True:
        altered = _with_another_digit(before, rng)
        if altered.document_number == before.document_number:
            return _printed(plan, replace(altered, zone=before.right_lines), ())


def _number_mismatch(plan: Plan, rng: np.random.Generator) -> Plan:
    number = _another_digit(plan.specimen.document_number, rng)
    return _printed(plan, replace(plan.specimen, document_number=number, zone=plan.specimen.right_lines), ())


def _sex_mismatch(plan: Plan, rng: np.random.Generator) -> Plan:
    return _with_holder(
        plan, replace(plan.specimen.holder, sex="M" if plan.specimen.holder.sex == "F" else "F")
    )


def _fantasy_issuer(plan: Plan, rng: np.random.Generator) -> Plan:
    code = list(FANTASY_ISSUERS)[int(rng.integers(len(FANTASY_ISSUERS)))]
    holder = plan.specimen.holder
    nation = code if holder.nationality == plan.specimen.issuer else holder.nationality
    return _printed(plan, replace(plan.specimen, issuer=code, holder=replace(holder, nationality=nation)), ())


def _specimen_document(plan: Plan, rng: np.random.Generator) -> Plan:
    surname, given = (("SPECIMEN", "Anna"), ("MUSTER", "Specimen"), ("SPECIMEN", ""))[int(rng.integers(3))]
    number = ("000000000", "X00000000", "123456789", "AA0000000")[int(rng.integers(4))]
    holder = replace(plan.specimen.holder, surname=surname, given_names=given)
    latin = replace(plan.finish, style=replace(plan.finish.style, arabic=None))
    specimen = replace(plan.specimen, holder=holder, document_number=number)
    return replace(_printed(plan, specimen, ()), finish=latin)


def _expired(plan: Plan, rng: np.random.Generator) -> Plan:
    expires = TODAY - timedelta(days=int(rng.integers(2, 1500)))
    lasted = date.fromisoformat(plan.specimen.date_of_expiry) - date.fromisoformat(
        plan.specimen.date_of_issue
    )
    born = date(int(plan.specimen.holder.date_of_birth[:4]), 12, 31)
    issued = max(expires - lasted, born)
    if issued >= expires:
        raise ValueError("the holder is too young for an expired document")
    specimen = replace(plan.specimen, date_of_issue=issued.isoformat(), date_of_expiry=expires.isoformat())
    return _printed(plan, specimen, ())


def _stolen_blank(plan: Plan, rng: np.random.Generator) -> Plan:
    code = plan.specimen.document_code[0]
    with path("training", "documents.csv").open(encoding="utf-8", newline="") as file:
        numbers = [
            row["document_number"]
            for row in csv.DictReader(file)
            if row["loss"] == "stolen_blank" and row["document_code"] == code
        ]
    if not numbers:
        raise ValueError(f"the exercise list has no stolen blank of a document {code}")
    number = numbers[int(rng.integers(len(numbers)))]
    return _printed(plan, replace(plan.specimen, document_number=number), ())


_HOW: dict[Fraud, Callable[[Plan, np.random.Generator], Plan]] = {
    Fraud.PHOTO_SUBSTITUTION: _photo_substitution,
    Fraud.DIGIT_CHANGED: _digit_changed,
    Fraud.DIGIT_RECOMPUTED: _digit_recomputed,
    Fraud.DIGIT_RECOMPUTED_EVERYWHERE: _digit_recomputed_everywhere,
    Fraud.OTHER_FONT: _other_font,
    Fraud.OTHER_CUT: _other_cut,
    Fraud.GLYPH_SHIFTED: _glyph_shifted,
    Fraud.INK_CHANGED: _ink_changed,
    Fraud.OVERTYPE: _digital(Digital.OVERTYPE),
    Fraud.COPY_MOVE: _digital(Digital.COPY_MOVE),
    Fraud.PAGE_SUBSTITUTION: _page_substitution,
    Fraud.NAME_MISMATCH: _name_mismatch,
    Fraud.DATE_MISMATCH: _date_mismatch,
    Fraud.NUMBER_MISMATCH: _number_mismatch,
    Fraud.SEX_MISMATCH: _sex_mismatch,
    Fraud.FANTASY_ISSUER: _fantasy_issuer,
    Fraud.SPECIMEN_DOCUMENT: _specimen_document,
    Fraud.EXPIRED: _expired,
    Fraud.STOLEN_BLANK: _stolen_blank,
}


def _printed(plan: Plan, specimen: Specimen, changed: tuple[Place, ...]) -> Plan:
    """The plan with another specimen, on both of its sides."""
    return replace(plan, specimen=specimen, other=other_side(specimen), changed=changed)


def _with_holder(plan: Plan, holder: Holder) -> Plan:
    """Another holder for people; the zone stays."""
    return _printed(plan, replace(plan.specimen, holder=holder, zone=plan.specimen.right_lines), ())


def _reprinted(plan: Plan, rng: np.random.Generator, glyph: Callable[[], Glyph]) -> Plan:
    """One to four characters of the zone set otherwise; fillers, which no forger needs, are left alone."""
    lines = plan.specimen.lines
    spots = [(row, at) for row, line in enumerate(lines) for at, symbol in enumerate(line) if symbol != "<"]
    chosen = [spots[int(at)] for at in rng.permutation(len(spots))[: int(rng.integers(1, 5))]]
    style = replace(plan.finish.zone, glyphs={spot: glyph() for spot in chosen})
    return replace(plan, finish=replace(plan.finish, zone=style), changed=tuple(sorted(chosen)))


def differences(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[Place, ...]:
    """Where two zones of one format differ."""
    return tuple(
        (row, at)
        for row, (left, right) in enumerate(zip(one, other, strict=True))
        for at, (a, b) in enumerate(zip(left, right, strict=True))
        if a != b
    )


def _is_check_digit(plan: Plan, spot: Place) -> bool:
    checks = layout_of(plan.specimen.format).checks
    return any((rule.line, rule.position) == spot for rule in checks)


def _another_digit(number: str, rng: np.random.Generator) -> str:
    """The number with one of its digits changed."""
    places = [at for at, symbol in enumerate(number) if symbol.isdigit()]
    at = places[int(rng.integers(len(places)))]
    digit = (int(number[at]) + int(rng.integers(1, 10))) % 10
    return f"{number[:at]}{digit}{number[at + 1 :]}"


def _with_another_digit(specimen: Specimen, rng: np.random.Generator) -> Specimen:
    """One digit of the number, of the date of birth or of the date of expiry changed to a believable one."""
    field = ("number", "birth", "expiry")[int(rng.integers(3))]
    if field == "number" or (field == "birth" and len(specimen.holder.date_of_birth) < 10):
        return replace(specimen, document_number=_another_digit(specimen.document_number, rng))
    iso = specimen.holder.date_of_birth if field == "birth" else specimen.date_of_expiry
    lowest, highest = (
        (date(1935, 1, 1), date.fromisoformat(specimen.date_of_issue))
        if field == "birth"
        else (TODAY, date(2037, 12, 31))
    )
    while True:
        at = (2, 3, 8, 9)[int(rng.integers(4))]
        changed = f"{iso[:at]}{int(rng.integers(10))}{iso[at + 1 :]}"
        try:
            day = date.fromisoformat(changed)
        except ValueError:
            continue
        if changed != iso and lowest < day < highest:
            break
    if field == "birth":
        return replace(specimen, holder=replace(specimen.holder, date_of_birth=changed))
    return replace(specimen, date_of_expiry=changed)
