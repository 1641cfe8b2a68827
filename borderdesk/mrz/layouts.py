"""Where each data element and each check digit stands, as tables.

Sources: ICAO Doc 9303-5, 4.2.2 and 4.2.4 (TD1); 9303-6, 4.2.2 and 4.2.4 (TD2); 9303-4, 4.2.2 and 4.2.4
(TD3); 9303-7, 4.2.2 and 7.2.2 (visas, which have no composite check digit). The French identity card of
1988 to 2021 is older than the TD2 layout: its composite check digit runs over all of both lines, as the
specimen cards confirm.

Positions count from 0 and ends are exclusive, where the standard counts from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.document import DocumentFormat

Range = tuple[int, int, int]
"""Line, start, end (exclusive)."""

FILLER = frozenset("<")
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
DIGITS = frozenset("0123456789")
_NAME = LETTERS | FILLER
_DATE = DIGITS | FILLER
_ANY = LETTERS | DIGITS | FILLER
_SEX = frozenset("FM<")


@dataclass(frozen=True, slots=True)
class Element:
    """One data element.

    Attributes:
        name: As in `MrzFields`; `name` is the name field, where surname and given names share one.
        line: From 0.
        start: From 0.
        end: Exclusive.
        symbols: What may stand there.
        first: What may stand in its first position, where that differs.
    """

    name: str
    line: int
    start: int
    end: int
    symbols: frozenset[str]
    first: frozenset[str] | None = None

    @property
    def width(self) -> int:
        """Positions it has."""
        return self.end - self.start

    @property
    def range(self) -> Range:
        """Where it stands."""
        return (self.line, self.start, self.end)

    def of(self, lines: Sequence[str]) -> str:
        """Its characters in a zone, fillers and all."""
        return lines[self.line][self.start : self.end]


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One check digit.

    Attributes:
        name: As in `models.document.CheckDigit`.
        line: From 0.
        position: From 0.
        covers: What it is computed over, in that order.
        or_filler: True where the standard lets a filler stand in its place in some case.
    """

    name: str
    line: int
    position: int
    covers: tuple[Range, ...]
    or_filler: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One format.

    Attributes:
        format: Which.
        elements: In the order of the lines; with the check digits they fill the zone without gap or overlap.
        checks: In the order in which they are told to the officer; the composite one last.
        number_may_continue: True where a long document number goes on in `optional_data`
            (Doc 9303-5, 4.2.2 note j; 9303-6, 4.2.2 note j).
    """

    format: DocumentFormat
    elements: tuple[Element, ...]
    checks: tuple[CheckRule, ...]
    number_may_continue: bool = False

    def element(self, name: str) -> Element | None:
        """The element of that name, or None where the format lacks it."""
        return next((element for element in self.elements if element.name == name), None)

    def require(self, name: str) -> Element:
        """The element of that name.

        Raises:
            LookupError: The format lacks it; a bug.
        """
        found = self.element(name)
        if found is None:
            raise LookupError(f"{self.format.value} has no {name}")
        return found


def _head(name_end: int, code: frozenset[str]) -> tuple[Element, ...]:
    """The upper line of every format of two lines but the French card."""
    return (
        Element("document_code", 0, 0, 2, code, LETTERS),
        Element("issuing_state", 0, 2, 5, _NAME),
        Element("name", 0, 5, name_end, _NAME),
    )


def _lower(optional_end: int) -> tuple[Element, ...]:
    """The lower line of every format of two lines but the French card."""
    return (
        Element("document_number", 1, 0, 9, _ANY),
        Element("nationality", 1, 10, 13, _NAME),
        Element("date_of_birth", 1, 13, 19, _DATE),
        Element("sex", 1, 20, 21, _SEX),
        Element("date_of_expiry", 1, 21, 27, DIGITS),
        Element("optional_data", 1, 28, optional_end, _ANY),
    )


def _lower_checks(*, number_or_filler: bool = False) -> tuple[CheckRule, ...]:
    return (
        CheckRule("document_number", 1, 9, ((1, 0, 9),), number_or_filler),
        CheckRule("date_of_birth", 1, 19, ((1, 13, 19),)),
        CheckRule("date_of_expiry", 1, 27, ((1, 21, 27),)),
    )


_TD1 = Layout(
    DocumentFormat.TD1,
    (
        Element("document_code", 0, 0, 2, _ANY, LETTERS),
        Element("issuing_state", 0, 2, 5, _NAME),
        Element("document_number", 0, 5, 14, _ANY),
        Element("optional_data", 0, 15, 30, _ANY),
        Element("date_of_birth", 1, 0, 6, _DATE),
        Element("sex", 1, 7, 8, _SEX),
        Element("date_of_expiry", 1, 8, 14, DIGITS),
        Element("nationality", 1, 15, 18, _NAME),
        Element("optional_data_2", 1, 18, 29, _ANY),
        Element("name", 2, 0, 30, _NAME),
    ),
    (
        CheckRule("document_number", 0, 14, ((0, 5, 14),), or_filler=True),
        CheckRule("date_of_birth", 1, 6, ((1, 0, 6),)),
        CheckRule("date_of_expiry", 1, 14, ((1, 8, 14),)),
        CheckRule("composite", 1, 29, ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29))),
    ),
    number_may_continue=True,
)
_TD2 = Layout(
    DocumentFormat.TD2,
    (*_head(36, _ANY), *_lower(35)),
    (
        *_lower_checks(number_or_filler=True),
        CheckRule("composite", 1, 35, ((1, 0, 10), (1, 13, 20), (1, 21, 35))),
    ),
    number_may_continue=True,
)
_TD3 = Layout(
    DocumentFormat.TD3,
    (*_head(44, _NAME), *_lower(42)),
    (
        *_lower_checks(),
        CheckRule("optional_data", 1, 42, ((1, 28, 42),), or_filler=True),
        CheckRule("composite", 1, 43, ((1, 0, 10), (1, 13, 20), (1, 21, 43))),
    ),
)
_MRV_A = Layout(DocumentFormat.MRV_A, (*_head(44, _ANY), *_lower(44)), _lower_checks())
_MRV_B = Layout(DocumentFormat.MRV_B, (*_head(36, _ANY), *_lower(36)), _lower_checks())
_FRA_ID = Layout(
    DocumentFormat.FRA_ID,
    (
        Element("document_code", 0, 0, 2, LETTERS),
        Element("issuing_state", 0, 2, 5, LETTERS),
        Element("surname", 0, 5, 30, _NAME),
        Element("optional_data", 0, 30, 36, _ANY),
        Element("document_number", 1, 0, 12, _ANY),
        Element("given_names", 1, 13, 27, _NAME),
        Element("date_of_birth", 1, 27, 33, _DATE),
        Element("sex", 1, 34, 35, _SEX),
    ),
    (
        CheckRule("document_number", 1, 12, ((1, 0, 12),)),
        CheckRule("date_of_birth", 1, 33, ((1, 27, 33),)),
        CheckRule("composite", 1, 35, ((0, 0, 36), (1, 0, 35))),
    ),
)
_LAYOUTS = {layout.format: layout for layout in (_TD1, _TD2, _TD3, _MRV_A, _MRV_B, _FRA_ID)}


def layout_of(document_format: DocumentFormat) -> Layout:
    """The table of a format.

    >>> layout_of(DocumentFormat.TD3).require("date_of_birth").range
    (1, 13, 19)
    """
    return _LAYOUTS[document_format]
