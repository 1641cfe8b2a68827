"""Captions: which words name the value below or beside them (Doc 9303-3, 3.3).

They stand in `resources/viz/captions.tsv`, in English, French, Portuguese, Spanish and Arabic; others are not
known, and a value without a known caption is told by its kind alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from rapidfuzz import fuzz

import resources
from borderdesk.viz.lines import PrintedLine, fold

_ALIKE = 86.0
"""Share of a caption's letters, in percent, that are enough: it is small print on a patterned ground."""
_SHORT = 5
"""A caption of so few letters is a word of its own, every letter right."""
_BELOW, _BESIDE = 2.6, 30.0
"""A value follows its caption within so many heights of it, or so many millimetres to the right."""
_INDENT = 3.0
_SMALLER = 0.8
"""A value is no smaller than its caption."""


class Role(Enum):
    """What a value is."""

    SURNAME = "surname"
    GIVEN_NAMES = "given_names"
    DOCUMENT_NUMBER = "document_number"
    DATE_OF_BIRTH = "date_of_birth"
    DATE_OF_EXPIRY = "date_of_expiry"
    SEX = "sex"
    NATIONALITY = "nationality"
    OTHER = "other"


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[Role, str], ...]:
    text = resources.path("viz", "captions.tsv").read_text(encoding="utf-8")
    rows = (row.split("\t") for row in text.splitlines() if row)
    return tuple((Role(row[0]), fold(phrase)) for row in rows for phrase in row[1:])


def role_of(text: str) -> Role | None:
    """What a caption names; None where the text is none.

    >>> role_of("Date of hirth / Date de naissance"), role_of("Prenoms"), role_of("ERIKSSON")
    (<Role.DATE_OF_BIRTH: 'date_of_birth'>, <Role.GIVEN_NAMES: 'given_names'>, None)
    """
    folded = fold(text)
    words = frozenset(folded.split())
    best, found = 0.0, None
    for role, phrase in _phrases():
        if len(phrase) <= _SHORT:
            alike = 100.0 if phrase in words else 0.0
        elif len(folded) < len(phrase) - 1:
            continue
        else:
            alike = fuzz.partial_ratio(phrase, folded, score_cutoff=_ALIKE)
        # Of two that fit the one with more letters is meant.
        if alike >= _ALIKE and (weight := alike / 100.0 * len(phrase)) > best:
            best, found = weight, role
    return found


@dataclass(frozen=True, slots=True)
class Captioned:
    """A value with the caption that it stands at.

    Attributes:
        caption: Above it, or to its left.
        value: As read.
    """

    caption: PrintedLine
    value: PrintedLine


def captioned(lines: Sequence[PrintedLine]) -> Mapping[Role, tuple[Captioned, ...]]:
    """The values that stand at a caption, by its role.

    Args:
        lines: Of all sides.
    """
    named = [(line, role_of(line.text)) for line in lines]
    values = [line for line, role in named if role is None]
    found: dict[Role, list[Captioned]] = {role: [] for role in Role}
    for line, role in named:
        if role is not None and (value := _value_of(line, values)) is not None:
            found[role].append(Captioned(line, value))
    return {role: tuple(each) for role, each in found.items()}


def _value_of(caption: PrintedLine, values: Iterable[PrintedLine]) -> PrintedLine | None:
    near = [
        (distance, place, line)
        for place, line in enumerate(values)
        if line.side is caption.side and (distance := _distance(caption, line)) is not None
    ]
    return min(near)[2] if near else None


def _distance(caption: PrintedLine, line: PrintedLine) -> float | None:
    """How far a value stands from a caption, None where it can't be its value."""
    if line.box.height < _SMALLER * caption.box.height:
        return None
    below = line.box.y - (caption.box.y + caption.box.height)
    indent = line.box.x - caption.box.x
    if -0.4 * caption.box.height < below < _BELOW * max(caption.box.height, 1.2) and (
        -_INDENT < indent < caption.box.width
    ):
        return below + abs(indent)
    right = line.box.x - (caption.box.x + caption.box.width)
    level = abs((line.box.y + line.box.height / 2) - (caption.box.y + caption.box.height / 2))
    if 0 <= right < _BESIDE and level < 0.6 * line.box.height:
        return right + _INDENT
    return None
