"""What the zone says, looked for among what is printed for people (ICAO Doc 9303-3, 3, 4.6, 4.8 and 6).

One class a kind of value. Each tells whether a line holds the value, which lines should hold it although they
do not seem to, and what two looks at such a line say in its place. Only what both looks read alike, and what
is another value of the same kind, contradicts the zone: what was not found proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Protocol

from borderdesk.mrz.codes import states
from borderdesk.viz.alike import another_number, distance, piece_of, plain_number
from borderdesk.viz.captions import Role
from borderdesk.viz.dates import PrintedDate, dates_in
from borderdesk.viz.lines import PrintedLine, fold
from borderdesk.viz.page import Look, PrintedPage
from models.check import Severity
from models.document import PartialDate, Sex

CLEAR = 0.5
"""Mean confidence of a line that may contradict; what is less clear was most often written over."""
_ALIKE = 0.2
"""Share of letters in which two looks at one name may differ."""
_OTHER_LETTERS = 1.0
"""Letters that must be others, not merely confusable, in a name that contradicts."""
_PIECE, _MOST_OF = 0.4, 0.75
"""Share of letters by which a piece of the right name may be misread, and how much of it a piece may be."""
_NEAR_NUMBER = 2.5
_SHORTEST_NUMBER = 5
_SHORTEST_NAME = 3
_LEAST_HEIGHT, _MOST_HEIGHT = 1.3, 4.5
"""Of a name, in millimetres, marks and cedillas included."""
_CAPITALS = 0.7
_LONGEST_VALIDITY_DAYS = 3850
"""Ten years and a half: what is printed with an earlier date than that before expiry is no day of issue."""
_LETTERS_FOR_DIGITS = str.maketrans("015826", "OISBZG")
_SPELLINGS = (("AE", "A"), ("OE", "O"), ("UE", "U"), ("IJ", "Y"), ("KS", "X"), ("Q", "O"))


class Wanted(Protocol):
    """A value of the zone that should stand in print."""

    @property
    def role(self) -> Role:
        """What it is; names its check."""

    @property
    def severity(self) -> Severity:
        """What it weighs where print says otherwise."""

    @property
    def shown(self) -> str:
        """As the zone has it, for people."""

    def found(self, page: PrintedPage) -> PrintedLine | None:
        """A line that holds it."""

    def suspects(self, page: PrintedPage) -> list[PrintedLine]:
        """Lines that should hold it, likeliest first."""

    def agrees(self, text: str) -> bool:
        """Whether a folded line holds it."""

    def other(self, look: Look) -> str | None:
        """Another value of this kind that both looks at a line show; None where they show none alike."""


@dataclass(frozen=True)
class Name:
    """Surname or given names.

    Attributes:
        role: Which of them.
        shown: As in the zone, components parted by spaces.
        truncated: True where the zone may have cut it.
    """

    role: Role
    shown: str
    truncated: bool
    severity: Severity = Severity.MAJOR

    def found(self, page: PrintedPage) -> PrintedLine | None:
        return next((line for line in page.lines if self.agrees(line.folded)), None) or self._scattered(page)

    def _scattered(self, page: PrintedPage) -> PrintedLine | None:
        """A name on two lines, or its parts in another order."""
        parts = [simple(part) for part in self.shown.split()]
        if len(parts) < 2:
            return None
        lines = [(line, {simple(token) for token in line.folded.split()}) for line in page.lines]
        holding = [next((line for line, tokens in lines if part in tokens), None) for part in parts]
        return holding[0] if all(line is not None for line in holding) else None

    def suspects(self, page: PrintedPage) -> list[PrintedLine]:
        own = [each.value for each in page.at_captions[self.role]]
        return own + [line for line in page.lines if line not in own and _is_name(line)]

    def agrees(self, text: str) -> bool:
        wanted = simple(self.shown)
        for joined in joins(text):
            printed = simple(joined)
            if printed == wanted or (self.truncated and len(wanted) > 2 and printed.startswith(wanted)):
                return True
        return False

    def other(self, look: Look) -> str | None:
        second = look.text
        one, two, wanted = simple(look.line.folded), simple(second), simple(self.shown)
        if (
            look.role is not self.role
            or len(two) < 2
            or distance(one, two) > _ALIKE * len(two)
            or any(symbol.isdigit() for symbol in two)
        ):
            return None
        if wanted.startswith(two) or two.startswith(wanted) or set(second.split()) & set(self.shown.split()):
            return None
        if len(two) < _MOST_OF * len(wanted) and piece_of(two, wanted) <= _PIECE * len(two):
            return None  # the rest was written over
        apart = min(distance(one, wanted), distance(two, wanted))
        # A letter or two may be the reader's: then only what both looks read alike to the letter counts.
        if apart < _OTHER_LETTERS or (apart < len(wanted) / 2 and one != two):
            return None
        return second


@dataclass(frozen=True)
class Number:
    """The number of the document.

    Attributes:
        shown: As in the zone.
        elsewhere: Further numbers that the document bears, such as a personal one.
        visa: A visa may bear the passport's number in its zone and its own in print (9303-7, 4.2.2).
    """

    shown: str
    elsewhere: frozenset[str]
    visa: bool
    role: Role = Role.DOCUMENT_NUMBER
    severity: Severity = Severity.MAJOR

    def found(self, page: PrintedPage) -> PrintedLine | None:
        return next((line for line in page.lines if self.agrees(line.folded)), None)

    def suspects(self, page: PrintedPage) -> list[PrintedLine]:
        own = [each.value for each in page.at_captions[self.role]]
        meant = [line for line in page.lines if line not in own and self._numbers(line.folded)]
        return own + meant

    def agrees(self, text: str) -> bool:
        wanted = plain_number(self.shown)
        return any(
            plain == wanted or (len(wanted) > _SHORTEST_NUMBER and wanted in plain)
            for plain in map(plain_number, joins(text))
        )

    def other(self, look: Look) -> str | None:
        alike = self._numbers(look.line.folded) & self._numbers(look.text)
        wanted = plain_number(self.shown)
        nearest = min(alike, key=lambda number: (distance(number, wanted), number), default=None)
        if nearest is None or look.role not in (self.role, None) or not another_number(nearest, wanted):
            return None
        captioned = look.role is self.role and not self.visa
        if not captioned and distance(nearest, wanted) > _NEAR_NUMBER:
            return None
        return next(joined for joined in joins(look.text) if plain_number(joined) == nearest)

    def _numbers(self, text: str) -> frozenset[str]:
        """What has the length and the look of the number, and is none of the further ones."""
        return frozenset(number for number in map(plain_number, joins(text)) if self._is_number(number))

    def _is_number(self, number: str) -> bool:
        digits = sum(symbol.isdigit() for symbol in number)
        return (
            len(number) == len(plain_number(self.shown))
            and digits >= min(_SHORTEST_NUMBER, len(number)) - 1
            and number not in self.elsewhere
        )


@dataclass(frozen=True)
class Day:
    """A date of birth or of expiry.

    Attributes:
        role: Which.
        zone: The date in the zone.
        expiry: Of the document, where it has one.
        today: The day on which it is looked at.
    """

    role: Role
    zone: PartialDate
    expiry: date | None
    today: date
    severity: Severity = Severity.MAJOR

    @property
    def shown(self) -> str:
        return self.zone.iso or self.zone.raw

    def found(self, page: PrintedPage) -> PrintedLine | None:
        return next((line for line in page.lines if self.agrees(line.folded)), None)

    def suspects(self, page: PrintedPage) -> list[PrintedLine]:
        return [line for line in page.lines if dates_in(line.text)]

    def agrees(self, text: str) -> bool:
        return any(found.is_of(self.zone) for found in dates_in(text))

    def other(self, look: Look) -> str | None:
        one, two = dates_in(look.line.text), dates_in(look.text)
        digits = sum(symbol.isdigit() for symbol in look.text)
        if len(one) != 1 or one != two or digits % 2:  # of an odd number one was not seen
            return None
        if look.role is self.role or (look.role is None and self._in_role(two[0])):
            return look.text
        return None

    def _in_role(self, printed: PrintedDate) -> bool:
        """Whether a date can be nothing but this one of the document's, if it is one."""
        days = printed.days(self.today)
        if not days:
            return False
        if self.role is Role.DATE_OF_EXPIRY:
            return all(day > self.today or (self.expiry is not None and day > self.expiry) for day in days)
        return self.expiry is not None and all(
            (self.expiry - day).days > _LONGEST_VALIDITY_DAYS for day in days
        )


@dataclass(frozen=True)
class SexMark:
    """Sex: a letter that stands alone.

    Attributes:
        zone: As in the zone.
    """

    zone: Sex
    role: Role = Role.SEX
    severity: Severity = Severity.MINOR

    @property
    def shown(self) -> str:
        return "" if self.zone is Sex.UNSPECIFIED else self.zone.value

    def found(self, page: PrintedPage) -> PrintedLine | None:
        return next((line for line in self.suspects(page) if self.agrees(line.folded)), None)

    def suspects(self, page: PrintedPage) -> list[PrintedLine]:
        return [line for line in page.lines if _sexes(line.folded)]

    def agrees(self, text: str) -> bool:
        marks = _sexes(text)
        return self.zone in marks or (self.zone is Sex.UNSPECIFIED and Sex.X in marks)

    def other(self, look: Look) -> str | None:
        one, two = _sexes(look.line.folded), _sexes(look.text)
        if len(two) != 1 or one != two or self.zone is Sex.UNSPECIFIED:
            return None
        # Without its caption a single letter may tell a type, a class or a stroke of the background as well.
        return next(iter(two)).value if look.role is self.role else None


@dataclass(frozen=True)
class Nation:
    """Nationality, where a code or the name of a state is printed for it."""

    shown: str
    role: Role = Role.NATIONALITY
    severity: Severity = Severity.MINOR

    def found(self, page: PrintedPage) -> PrintedLine | None:
        return next((line for line in self.suspects(page) if self.agrees(line.folded)), None)

    def suspects(self, page: PrintedPage) -> list[PrintedLine]:
        return [line for line in page.lines if _nations(line.folded)]

    def agrees(self, text: str) -> bool:
        return self.shown in text.split() or self.shown in _nations(text)

    def other(self, look: Look) -> str | None:
        one, two = _nations(look.line.folded), _nations(look.text)
        if look.role is not self.role or len(two) != 1 or one != two:
            return None
        return next(iter(two))


def simple(name: str) -> str:
    """A name as one word, in a spelling that transliteration and readers leave alone.

    >>> simple("MUELLER ÉLISE") == simple("Muller-Elise"), simple("OSSMANN")
    (True, 'OSMAN')
    """
    joined = fold(name).replace(" ", "").translate(_LETTERS_FOR_DIGITS)
    for spelling, plain in _SPELLINGS:
        joined = joined.replace(spelling, plain)
    once = [symbol for place, symbol in enumerate(joined) if joined[place - 1 : place] != symbol]
    return "".join(once)


def joins(text: str, most: int = 6) -> Iterator[str]:
    """Neighbouring words of a folded line, put together in every way.

    >>> list(joins("A B C"))
    ['A', 'AB', 'ABC', 'B', 'BC', 'C']
    """
    words = text.split()
    for start, end in combinations(range(len(words) + 1), 2):
        if end - start <= most:
            yield "".join(words[start:end])


_SEX_WORDS = {
    Sex.MALE: ("M", "MALE", "MASCULIN", "MASCULINO", "HOMME"),
    Sex.FEMALE: ("F", "FEMALE", "FEMININ", "FEMININO", "FEMENINO", "FEMME"),
    Sex.X: ("X",),
}


def _sexes(text: str) -> frozenset[Sex]:
    """The marks that a line tells, and nothing else; a second word may tell it in another language."""
    words = text.split()
    known = [next((sex for sex, names in _SEX_WORDS.items() if word in names), None) for word in words]
    whole = len(words) in (1, 2) and None not in known
    return frozenset(sex for sex in known if sex is not None) if whole else frozenset()


def _is_name(line: PrintedLine) -> bool:
    """Whether a line may be a name: capital letters, no digits, of the height of a value."""
    letters = [symbol for symbol in line.text if symbol.isalnum()]
    return (
        len(letters) >= _SHORTEST_NAME
        and _LEAST_HEIGHT <= line.box.height <= _MOST_HEIGHT
        and all(symbol.isalpha() for symbol in letters)
        and sum(symbol.isupper() for symbol in letters) >= _CAPITALS * len(letters)
    )


def _nations(text: str) -> frozenset[str]:
    """Codes of the states that a line names by code or name and by nothing else."""
    return frozenset(
        known.code for known in states() if text in (known.code, fold(known.name), fold(known.name_fr))
    )
