"""What the importers of governments' own lists share: one entry put together, and its faults.

Rules:

* an entry needs its owner's number, which stands once in a list, and a name;
* a date that is none, an endless name or a number twice makes a bad entry: named with line and element,
  it refuses the file or goes to quarantine (`Options.refused`);
* words that are not understood (a state nobody knows, a date in another calendar) make none: they stand
  in the note, where the officer reads them, and are counted by the meter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from models.document import PartialDate, Sex
from models.watchlist import BadRow, EntryAction, Mandate, PersonEntry, YearRange
from watchlist.importers.cells import MAX_CELL, MAX_TEXT, MAX_VALUES, CellError, partial_date
from watchlist.importers.country_words import code_named, names_nothing
from watchlist.importers.duplicates import Seen
from watchlist.importers.papers import MAX_PAPERS
from watchlist.importers.source import ListFileError, Options, RowError

MOST_NAMES = 1_000
"""Names of one person. The longest entry of a published list has about a hundred."""
LONGEST_NAME = 1_000
"""Characters of a name; what is longer is none (`names.tokens` looks no further either)."""
YEARS = range(1850, 2101)
"""A year of birth outside of these is a slip, or of another calendar."""
SANCTION = "sanction"
"""The topic of FollowTheMoney."""
MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
"""By the first three letters, as the lists in English write them."""
_SEXES = {"m": Sex.MALE, "male": Sex.MALE, "f": Sex.FEMALE, "female": Sex.FEMALE}


class Fault(Exception):  # noqa: N818 - what is wrong with an entry; `EntryError` is the error
    """Something in an entry that cannot be what its place asks for.

    Args:
        reason: Last part of the key of the sentence, `error.watchlist.entry.` before it.
        place: Element or column.
        value: What stood there.
    """

    def __init__(self, reason: str, place: str, value: str = "") -> None:
        super().__init__(reason, place, value)
        self.reason = reason
        self.place = place
        self.value = value


class EntryError(RowError):
    """An entry of a government's list that is not understood; names file, line and element."""

    def __init__(self, fault: Fault, file: str, line: int) -> None:
        super().__init__(fault.reason, file, line, fault.place, fault.value)
        ListFileError.__init__(
            self,
            f"error.watchlist.entry.{fault.reason}",
            file=file,
            line=line,
            place=fault.place,
            value=fault.value[:80],
        )


@dataclass(slots=True)
class Draft:
    """A person while their entry is put together; what comes twice is kept once.

    Attributes:
        entry_id: The owner's own number.
        options: Whose meter counts words that are not understood.
    """

    entry_id: str
    options: Options
    names: dict[str, None] = field(default_factory=dict)
    weak: dict[str, None] = field(default_factory=dict)
    born: dict[PartialDate, None] = field(default_factory=dict)
    years: dict[YearRange, None] = field(default_factory=dict)
    nationalities: dict[str, None] = field(default_factory=dict)
    papers: dict[tuple[str, str], None] = field(default_factory=dict)
    places: dict[str, None] = field(default_factory=dict)
    addresses: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    sexes: set[Sex] = field(default_factory=set)

    def name(self, words: str, place: str, *, weak: bool = False) -> None:
        """A name or an alias; nothing where it is empty, and into the note where it has no letter."""
        if found := tidy(words, place):
            if len(found) > LONGEST_NAME:
                raise Fault("long_name", place, found)
            if not any(char.isalpha() for char in found):
                self.told("name_word", f"{place}: {found}")
                return
            (self.weak if weak else self.names)[found] = None
            if len(self.names) + len(self.weak) > MOST_NAMES:
                raise Fault("many_names", place, self.entry_id)

    def date(self, iso: str, place: str, *, circa: bool = False) -> None:
        """A date of birth, whole or partial; one that is only about right counts by its year."""
        try:
            found = partial_date(iso)
        except CellError as error:
            raise Fault("no_date", place, iso) from error
        year = found.year or 0
        if circa:
            self.between(year, year, place, circa=True)
        elif year not in YEARS:
            raise Fault("no_date", place, iso)
        else:
            self.born[found] = None

    def between(self, first: int, last: int, place: str, *, circa: bool = False) -> None:
        """Years between which somebody was born."""
        if first not in YEARS or last not in YEARS or first > last:
            raise Fault("no_date", place, f"{first} - {last}")
        if first == last and not circa:
            self.born[partial_date(f"{first:04d}")] = None
        else:
            self.years[YearRange(first, last, circa)] = None

    def nationality(self, words: str, place: str) -> None:
        """A nationality in words; into the note where nobody knows the state."""
        if names_nothing(words):
            return
        code = code_named(words)
        if code is None:
            self.told("country_word", f"{place}: {tidy(words, place)}")
        else:
            self.nationalities[code] = None

    def issuer(self, words: str, place: str) -> str:
        """The code of who issued a paper; empty, and in the note, where nobody knows the state."""
        if names_nothing(words):
            return ""
        code = code_named(words)
        if code is None:
            self.told("country_word", f"{place}: {tidy(words, place)}")
        return code or ""

    def paper(self, number: str, issuer: str, place: str) -> None:
        """The number of a paper; nothing where it is empty."""
        if number:
            self.papers[number, issuer] = None
            if len(self.papers) > MAX_PAPERS:
                raise Fault("many_papers", place, self.entry_id)

    def sex(self, word: str, place: str) -> None:
        """A sex in words; into the note where it is none that is known."""
        if word.strip().casefold() in _SEXES:
            self.sexes.add(_SEXES[word.strip().casefold()])
        elif not names_nothing(word):
            self.told("sex_word", f"{place}: {tidy(word, place)}")

    def note(self, words: str, label: str = "") -> None:
        """A remark for the officer; nothing where it is empty."""
        if found := tidy(words, label):
            self.notes[f"{label}: {found}" if label else found] = None

    def told(self, reason: str, words: str) -> None:
        """Something that was not understood: the officer reads it, and the meter counts it."""
        self.options.meter.leave_out(reason)
        self.notes[words] = None

    def entry(
        self, default: EntryAction, *, category: str = "", programmes: Iterable[str], bases: Iterable[str]
    ) -> PersonEntry:
        """The whole entry.

        Args:
            default: What such a list asks for where the options say nothing.
            category: The owner's word for the reason.
            programmes: Under which the person was listed.
            bases: Laws and resolutions.

        Raises:
            Fault: It has no number or no name.
        """
        if not self.entry_id:
            raise Fault("no_number", "")
        weak = tuple(name for name in self.weak if name not in self.names)
        if not self.names and not weak:
            raise Fault("no_name", "", self.entry_id)
        note = "\n".join(self.notes)
        self._fits(note)
        return PersonEntry(
            entry_id=self.entry_id,
            # Where all are weak, the first still is the person's name: an entry needs one.
            names=tuple(self.names) or weak[:1],
            dates_of_birth=tuple(self.born),
            sex=next(iter(self.sexes)) if len(self.sexes) == 1 else Sex.UNSPECIFIED,
            nationalities=tuple(self.nationalities),
            document_numbers=tuple(self.papers),
            mandate=Mandate(
                action=self.options.action or default,
                category=category,
                topics=(SANCTION,),
                programme=", ".join(dict.fromkeys(filter(None, programmes))),
                legal_basis=", ".join(dict.fromkeys(filter(None, bases))),
                note=note,
            ),
            weak_names=weak if self.names else weak[1:],
            birth_years=tuple(self.years),
            places_of_birth=tuple(self.places),
            addresses=tuple(self.addresses),
        )

    def _fits(self, note: str) -> None:
        """Refuse what our own forms could not hold (`cells`): a list must go out as it came in."""
        texts = (self.names, self.weak, self.places, self.addresses)
        fits = len(note) <= MAX_TEXT and len(self.entry_id) <= LONGEST_NAME
        for values in texts:
            fits = fits and all(len(value) <= MAX_TEXT for value in values)
            fits = fits and 2 * sum(map(len, values)) + len(values) <= MAX_CELL
        for several in (*texts, self.born, self.years, self.nationalities):
            fits = fits and len(several) <= MAX_VALUES
        if not fits:
            raise Fault("too_large", "", self.entry_id)


class Intake:
    """Lets entries of one file through, and what is wrong with one into the quarantine.

    Args:
        path: The file, for its name.
        options: Whether a bad entry refuses it.
    """

    def __init__(self, path: Path, options: Options) -> None:
        self._file = path.name
        self._options = options
        self._seen = Seen()

    def let(
        self, line: int, build: Callable[[], PersonEntry], raw: Callable[[], str]
    ) -> Iterator[PersonEntry | BadRow]:
        """One entry, or what is wrong with it.

        Args:
            line: Where it starts.
            build: Puts it together, or raises a `Fault`.
            raw: The entry as it stood.

        Raises:
            EntryError: It is bad, and the options ask for no quarantine.
        """
        try:
            entry = build()
            if self._seen.again(entry.entry_id):
                raise Fault("duplicate", "", entry.entry_id)
        except Fault as fault:
            yield self.refused(line, fault, raw())
        else:
            yield entry

    def refused(self, line: int, fault: Fault, raw: str) -> BadRow:
        """A bad entry for the quarantine.

        Raises:
            EntryError: The options ask for none.
        """
        return self._options.refused(EntryError(fault, self._file, line), raw)


def tidy(words: str, place: str) -> str:
    """A text on one line, without space around it.

    Raises:
        Fault: It holds control characters.
    """
    found = " ".join(words.split())
    for char in found:
        if char > "~" and unicodedata.category(char) in ("Cc", "Cs"):
            raise Fault("control_character", place, f"U+{ord(char):04X}")
        if char < " ":
            raise Fault("control_character", place, f"U+{ord(char):04X}")
    return found


def joined(*parts: str) -> str:
    """Parts of a place or an address that are there, with commas between them."""
    return ", ".join(dict.fromkeys(part for part in (" ".join(part.split()) for part in parts) if part))
