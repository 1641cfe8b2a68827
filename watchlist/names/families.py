"""Names that are one name in different languages, though no rule of sound joins them.

* A family is added to the sound of a part, never put in its place. Two parts of different families are
  different names however close their letters stand (HASSAN and HUSSEIN).
* A short form (BOUBA) may stand for a name of one or more families, and is a name of its own beside.
* Families ship as `resources/names/families.tsv`; a station may add its own (`docs/names.md`). Keys of an
  index depend on them: it holds for the `digest` that it was made with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from models.errors import KnownError
from resources import path
from watchlist.names.scripts import romanise
from watchlist.names.sounds import sound

_GENDERS = frozenset("mf-")
_HEADER = "gender"
_LONG_ENOUGH_TO_HEAR = 4
"""Letters; what sounds like a shorter name is another one too often."""
MOST_ROWS = 20_000
"""Rows that a station may add; more is a list of something else."""


class FamiliesError(KnownError):
    """Rows that are no families of names."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One family, or what is added to one."""

    number: int
    gender: str
    spellings: tuple[str, ...]
    short_forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Families:
    """Which spellings are one name.

    Attributes:
        digest: Of all that it holds; the same families have the same one.
        heads: Family of each spelling, named by its first one.
        sounds: Family of each sound that spellings of one family alone have.
        short_forms: Families that each short form may stand for.
        genders: `m` or `f` of a family, where only men or women bear the name.
    """

    digest: str
    heads: Mapping[str, str]
    sounds: Mapping[str, str]
    short_forms: Mapping[str, frozenset[str]]
    genders: Mapping[str, str]

    def family(self, part: str) -> str | None:
        """First spelling of the family that a part belongs to, or None where it belongs to none.

        A spelling that stands nowhere belongs where another stands that sounds the same (MOUHAMMED).
        """
        found = self.heads.get(part)
        if found is None and len(part) >= _LONG_ENOUGH_TO_HEAR and part not in self.short_forms:
            found = self.sounds.get(sound(part))
        return found

    def stands_for(self, part: str) -> frozenset[str]:
        """Families of which a part may be a short form."""
        return self.short_forms.get(part, frozenset())

    def extended(self, text: str) -> Families:
        """These families and a station's own rows.

        Args:
            text: Rows as in the shipped file. A row with a spelling that stands in a family already adds the
                others to it.

        Raises:
            FamiliesError: A row is none, or would make two families one.

        >>> own = shipped().extended("m\\tMOHAMED MOHAMMAYE")
        >>> own.family("MOHAMMAYE") == own.family("MAMADOU"), own.digest == shipped().digest
        (True, False)
        """
        return _joined(self, _rows(text))


@lru_cache(maxsize=1)
def shipped() -> Families:
    """The families that the program ships."""
    empty = Families("", {}, {}, {}, {})
    return empty.extended(path("names", "families.tsv").read_text(encoding="utf-8"))


def family(part: str) -> str | None:
    """The shipped family that a part belongs to, or None where it stands in none.

    >>> family("MAMADOU") == family("MOHAMMED"), family("HASSAN") == family("HUSSEIN"), family("ERIKSSON")
    (True, False, None)
    """
    return shipped().family(part)


def spellings() -> tuple[str, ...]:
    """Every spelling that stands in a shipped family."""
    return tuple(shipped().heads)


def _rows(text: str) -> Iterator[_Row]:
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if number > MOST_ROWS:
            raise FamiliesError("error.families.too_many", most=MOST_ROWS)
        cells = [cell.strip() for cell in line.split("\t")]
        if cells[0] == _HEADER:
            continue
        if len(cells) not in (2, 3) or cells[0] not in _GENDERS or not cells[1]:
            raise FamiliesError("error.families.row", row=number)
        short = cells[2].split() if len(cells) == 3 else []
        yield _Row(number, cells[0], _spelt(cells[1].split(), number), _spelt(short, number))


def _spelt(written: list[str], number: int) -> tuple[str, ...]:
    """Spellings in capital Latin letters, as parts of names are compared; their languages are left out."""
    found = [romanise(spelling.partition("@")[0]).replace(" ", "") for spelling in written]
    for spelling, latin in zip(written, found, strict=True):
        if len(latin) < 2:
            raise FamiliesError("error.families.spelling", row=number, spelling=spelling)
    return tuple(dict.fromkeys(found))


def _joined(known: Families, rows: Iterator[_Row]) -> Families:
    heads, genders = dict(known.heads), dict(known.genders)
    short_forms = {short: set(families) for short, families in known.short_forms.items()}
    for row in rows:
        found = dict.fromkeys(heads[spelling] for spelling in row.spellings if spelling in heads)
        if len(found) > 1:
            raise FamiliesError("error.families.two", row=row.number, families=", ".join(found))
        head = next(iter(found), row.spellings[0])
        heads.update(dict.fromkeys(row.spellings, head))
        if row.gender != "-":
            genders.setdefault(head, row.gender)
        for short in row.short_forms:
            short_forms.setdefault(short, set()).add(head)
    frozen = {short: frozenset(families) for short, families in short_forms.items()}
    return Families(
        _digest(heads, frozen),
        MappingProxyType(heads),
        MappingProxyType(_sounds(heads)),
        MappingProxyType(frozen),
        MappingProxyType(genders),
    )


def _sounds(heads: Mapping[str, str]) -> dict[str, str]:
    heard: dict[str, set[str]] = {}
    for spelling, head in heads.items():
        if len(spelling) >= _LONG_ENOUGH_TO_HEAR:
            heard.setdefault(sound(spelling), set()).add(head)
    return {each: found.pop() for each, found in heard.items() if len(found) == 1}


def _digest(heads: Mapping[str, str], short_forms: Mapping[str, frozenset[str]]) -> str:
    told = [f"{spelling}={head}" for spelling, head in sorted(heads.items())]
    told += [f"{short}~{','.join(sorted(families))}" for short, families in sorted(short_forms.items())]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
