"""A travel document as its machine-readable zone tells it (ICAO Doc 9303 parts 3 to 7)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from models.message import Message
from models.reading import MrzReading


class DocumentFormat(Enum):
    """Formats of a zone, with their number of lines and characters a line."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRV_A = "MRV-A"
    MRV_B = "MRV-B"
    FRA_ID = "FRA-ID"

    @property
    def shape(self) -> tuple[int, int]:
        """Lines, and characters a line."""
        return _SHAPES[self]


_SHAPES = {
    DocumentFormat.TD1: (3, 30),
    DocumentFormat.TD2: (2, 36),
    DocumentFormat.TD3: (2, 44),
    DocumentFormat.MRV_A: (2, 44),
    DocumentFormat.MRV_B: (2, 36),
    DocumentFormat.FRA_ID: (2, 36),
}


class Sex(Enum):
    """Sex as printed: F, M, or a filler for unspecified; X stands in the printed zone (Doc 9303-4, 4.1.1)."""

    FEMALE = "F"
    MALE = "M"
    X = "X"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which month and day, or day, may be unknown (Doc 9303-3, 4.8).

    Attributes:
        raw: The six printed characters, YYMMDD, fillers where unknown.
        year: Four digits, or None where not even the year can be told.
        month: 1 to 12, or None.
        day: 1 to 31, or None.
        possible: False where what is printed is no date at all, such as month 13.
    """

    raw: str
    year: int | None
    month: int | None = None
    day: int | None = None
    possible: bool = True

    @property
    def iso(self) -> str | None:
        """`1974-08-12`, `1974-08`, `1974`, or None where it is unknown or impossible.

        >>> PartialDate("7408<<", 1974, 8).iso
        '1974-08'
        """
        if self.year is None or not self.possible:
            return None
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class MrzFields:
    """Data elements of a zone, fillers removed.

    Attributes:
        document_code: One or two letters, such as `P`, `PD`, `I`, `V`.
        issuing_state: One to three letters, such as `UTO`, `D`.
        primary_identifier: Surname; single fillers are spaces.
        secondary_identifier: Given names; may be empty.
        names_truncated: True where the name field may have been cut (Doc 9303-4, 4.2.3).
        document_number: The whole number, joined where it continues in optional data (Doc 9303-5, 4.2.2).
        nationality: One to three letters; empty where blank.
        date_of_birth: Century chosen for the `today` that was given.
        sex: As printed.
        date_of_expiry: None where the format has none (FRA-ID).
        optional_data: Trailing fillers removed, inner ones kept.
        optional_data_2: The second optional element of TD1, else None.
    """

    document_code: str
    issuing_state: str
    primary_identifier: str
    secondary_identifier: str
    names_truncated: bool
    document_number: str
    nationality: str
    date_of_birth: PartialDate
    sex: Sex
    date_of_expiry: PartialDate | None
    optional_data: str
    optional_data_2: str | None = None


@dataclass(frozen=True, slots=True)
class CheckDigit:
    """One check digit of a zone, held against the characters it covers (Doc 9303-3, 4.9).

    Attributes:
        name: `document_number`, `date_of_birth`, `date_of_expiry`, `optional_data` or `composite`.
        line: Line it is printed on, from 0.
        position: Place in that line, from 0.
        covers: (line, start, end) ranges in the order in which they are summed; end is exclusive.
        printed: The character printed.
        computed: The digit it should be, or None where a covered character cannot be summed.
        agrees: True where the printed one is right, including a permitted filler.
    """

    name: str
    line: int
    position: int
    covers: tuple[tuple[int, int, int], ...]
    printed: str
    computed: str | None
    agrees: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """One character that was changed after reading, with what had been read.

    Attributes:
        line: From 0.
        position: From 0.
        read: The symbol read first.
        used: The symbol used instead.
        probability: That of `used`, from the reading.
    """

    line: int
    position: int
    read: str
    used: str
    probability: float


@dataclass(frozen=True, slots=True)
class TravelDocument:
    """A document as read from its zone.

    Attributes:
        format: Which of the formats it is.
        lines: The text used from here on: as read, with `corrections` applied.
        fields: The data elements in it.
        check_digits: Every check digit that the format has, held against its characters.
        certain: False where a character was not read well enough to be relied on; then only RESCAN follows.
        doubts: Why it is not certain, in words, for the next shot.
        corrections: What was changed; at most a few characters whose alternatives were close.
        reading: The characters as read; None where the text came without a picture (typed, swiped).
    """

    format: DocumentFormat
    lines: tuple[str, ...]
    fields: MrzFields
    check_digits: tuple[CheckDigit, ...]
    certain: bool
    doubts: tuple[Message, ...] = ()
    corrections: tuple[Correction, ...] = ()
    reading: MrzReading | None = None
