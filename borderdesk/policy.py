"""The policy: a table that a supervisor can read, from findings to advice.

Rules of this module:

* a table is taken whole or refused whole: an unknown word, a value that means nothing or a sentence that is
  not shipped is an error that names file, row and remedy, never a row that silently fits nothing;
* a row that would stop a traveller for a hit that is not exact is refused: a name alone stops nobody.

`docs/policy.md` explains the shipped table row by row.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from string import Formatter
from typing import Any

import resources
from borderdesk.mrz.codes import DocumentKind, StateKind, state, states
from models.check import CheckStatus, Severity
from models.errors import KnownError
from models.message import Message
from models.verdict import Advice
from models.watchlist import EntryAction, HitKind
from resources import messages

FORMAT = 1
DETAIL = "detail"
"""As a row's reason: the finding's own sentences."""
NOTE = "note"
DESK_LOCK_AFTER = timedelta(minutes=5)
"""Where the table says nothing of it, as tables before it could."""

_LOSSES = frozenset({"stolen", "stolen_blank", "lost", "revoked"})
_BOTH = frozenset({"true", "false"})


def _values(enum: Any) -> frozenset[str]:
    return frozenset(str(member.value) for member in enum)


_CONDITIONS: Mapping[str, Mapping[str, frozenset[str] | None]] = {
    "check": {
        "code": None,
        "status": _values(CheckStatus),
        "severity": _values(Severity),
        "issuer": None,
        "document": _values(DocumentKind),
        "home": _BOTH,
    },
    "hit": {
        "kind": _values(HitKind),
        "exact": _BOTH,
        "action": _values(EntryAction),
        "loss": _LOSSES,
        "doubt": frozenset({"none", "open", "stayed"}),
        "overdue": _BOTH,
        "listing": frozenset({"financial", "other"}),
    },
    "reading": {"state": frozenset({"uncertain", "corrected"})},
    "document": {"kind": _values(DocumentKind), "protected": _BOTH},
    "issuer": {"kind": _values(StateKind)},
    "lists": {"state": frozenset({"none", "failed", "empty", "old", "future", "ageing"})},
}
"""What a row may be about, by which attributes, with which values (None: any text)."""
_DATED = frozenset({"old", "future", "ageing"})
_PARAMS: Mapping[str, frozenset[str]] = {
    "hit": frozenset({"list", "entry"}),
    "reading": frozenset({"line", "position", "read", "used"}),
    "document": frozenset({"document_code"}),
    "issuer": frozenset({"issuing_state"}),
    "lists": frozenset({"list", "days", "hours", "as_of"}),
}
"""What the sentence of a row may name, by what it is about."""
_COMMON = frozenset({"name", "about", "advice", "reason", "outweighs_rescan", "until"})
_ADVICE = frozenset({NOTE, *(advice.value for advice in Advice if advice is not Advice.CLEAR)})


class PolicyError(KnownError):
    """The policy file cannot be used."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        name: In words, for people.
        about: Which kind of finding it fits.
        conditions: Attribute and the patterns of which one must fit.
        advice: None for a note, which changes nothing.
        reason: Key of a sentence, or `detail`.
        outweighs_rescan: True where another scan could not take this finding away.
        until: The last day on which it counts; None where it counts for good.
    """

    name: str
    about: str
    conditions: Mapping[str, tuple[str, ...]]
    advice: Advice | None
    reason: str
    outweighs_rescan: bool = False
    until: date | None = None

    def fits(self, about: str, attributes: Mapping[str, str], today: date) -> bool:
        """Whether a finding with these attributes takes this row."""
        return (
            about == self.about
            and (self.until is None or today <= self.until)
            and all(
                any(fnmatchcase(attributes.get(name, ""), pattern) for pattern in patterns)
                for name, patterns in self.conditions.items()
            )
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """A table that was found to be sound.

    Attributes:
        rows: From top to bottom; the first that fits a finding is taken.
        fresh_for: An older list leads to IN_ORDER at best.
        note_after: An older list has its age shown.
        then: What to do, by advice.
        then_protected: The same where the holder may have immunity; what is missing is taken from `then`.
        lock_after: So long without contact, and the watchlist opens no more; None where it stays open.
        desk_lock_after: A desk that nobody touched for so long locks itself.
        home_states: Codes of the states whose nationals come home at this desk.
        trouble: Why this table stands in for another that cannot be used; None where it is the one meant.
    """

    rows: tuple[Row, ...]
    fresh_for: timedelta
    note_after: timedelta
    then: Mapping[Advice, str]
    then_protected: Mapping[Advice, str]
    lock_after: timedelta | None = None
    desk_lock_after: timedelta = DESK_LOCK_AFTER
    home_states: frozenset[str] = frozenset()
    trouble: Message | None = None

    @classmethod
    def load(cls, path: Path | None = None) -> Policy:
        """Read a policy.

        Args:
            path: The file; the shipped one where None.

        Raises:
            PolicyError: The file is missing, damaged, or says something that means nothing.
        """
        path = path or shipped_file()
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise PolicyError("error.policy.missing", file=path) from error
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise PolicyError("error.policy.syntax", file=path.name, line=line) from error
        return cls.read(text, path.name)

    @classmethod
    def read(cls, text: str, name: str) -> Policy:
        """The same of a text that is in hand.

        Args:
            text: TOML.
            name: What errors call it.

        Raises:
            PolicyError: It is damaged, or says something that means nothing.
        """
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            where = found.group(1) if found else "?"
            raise PolicyError("error.policy.syntax", file=name, line=where) from error
        return _Reader(name, table).policy()

    def row(self, about: str, attributes: Mapping[str, str], today: date) -> Row | None:
        """The first row that fits on a day, or None."""
        return next((row for row in self.rows if row.fits(about, attributes, today)), None)


def _values_of(about: str, conditions: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """What a sentence may name in a finding that these conditions let through."""
    states = conditions.get("state", ())
    if about == "lists" and not (states and set(states) <= _DATED):
        return frozenset()
    if about == "reading" and states != ("corrected",):
        return frozenset()
    return _PARAMS.get(about, frozenset())


def _sentence(reason: str) -> str:
    return "" if reason == DETAIL else messages.sentences("en")[reason]


def shipped_file() -> Path:
    """The table that comes with the program."""
    return resources.path("policy", "default.toml")


class _Reader:
    """Takes a table apart; every refusal names the file and the row."""

    def __init__(self, file: str, table: Mapping[str, Any]) -> None:
        self._file = file
        self._table = table

    def policy(self) -> Policy:
        edition = self._number(self._table, "format", "the file")
        if edition > FORMAT:
            raise PolicyError("error.policy.newer", file=self._file)
        self._known(self._table, {"format", "lists", "desk", "then", "row"}, "the file")
        lists = self._section("lists")
        self._known(lists, {"fresh_days", "note_after_hours", "lock_after_days"}, "lists")
        then = self._section("then")
        self._known(then, {"stop", "refer", "rescan", "protected"}, "then")
        protected = then.get("protected", {})
        if not isinstance(protected, Mapping):
            raise self._bad("protected", protected, "then", "a table")
        self._known(protected, {"stop", "refer", "rescan"}, "then.protected")
        for advice in ("stop", "refer"):  # custody wording must never be fallen back to
            self._needed(protected, advice, "then.protected")
        for advice in ("stop", "refer", "rescan"):
            self._needed(then, advice, "then")
        return Policy(
            rows=tuple(self._row(row, number) for number, row in enumerate(self._rows(), 1)),
            fresh_for=timedelta(days=self._number(lists, "fresh_days", "lists")),
            note_after=timedelta(hours=self._number(lists, "note_after_hours", "lists")),
            then=self._sentences(then, "then"),
            then_protected=self._sentences(protected, "then.protected"),
            lock_after=(
                timedelta(days=self._number(lists, "lock_after_days", "lists"))
                if "lock_after_days" in lists
                else None
            ),
            desk_lock_after=self._desk_lock_after(),
            home_states=self._home_states(),
        )

    def _desk(self) -> Mapping[str, Any]:
        desk = self._section("desk") if "desk" in self._table else {}
        self._known(desk, {"lock_after_minutes", "home_states"}, "desk")
        return desk

    def _desk_lock_after(self) -> timedelta:
        if "desk" not in self._table:
            return DESK_LOCK_AFTER
        return timedelta(minutes=self._number(self._desk(), "lock_after_minutes", "desk"))

    def _home_states(self) -> frozenset[str]:
        codes = self._desk().get("home_states", [])
        for code in codes if isinstance(codes, list) else [codes]:
            known = state(code) if isinstance(code, str) else None
            if not isinstance(codes, list) or known is None or known.kind is not StateKind.STATE:
                raise self._bad("home_states", code, "desk", 'a list of codes of states, such as ["NER"]')
        return frozenset(codes)

    def _rows(self) -> list[Mapping[str, Any]]:
        rows = self._needed(self._table, "row", "the file")
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise self._bad("row", rows, "the file", "[[row]] tables")
        return rows

    def _row(self, row: Mapping[str, Any], number: int) -> Row:
        where = f"row {number} ({row.get('name', '?')})"
        name = self._text(row, "name", where)
        about = self._text(row, "about", where)
        if about not in _CONDITIONS:
            raise self._bad("about", about, where, _listed(_CONDITIONS))
        allowed = _CONDITIONS[about]
        self._known(row, _COMMON | set(allowed), where)
        advice = self._text(row, "advice", where)
        if advice not in _ADVICE:
            raise self._bad("advice", advice, where, _listed(_ADVICE))
        outweighs = row.get("outweighs_rescan", False)
        if not isinstance(outweighs, bool) or (outweighs and advice != Advice.REFER.value):
            raise self._bad("outweighs_rescan", outweighs, where, "true, beside advice = refer")
        conditions = {key: self._patterns(row, key, where, allowed[key]) for key in allowed if key in row}
        if about == "hit" and advice == Advice.STOP.value and conditions.get("exact") != ("true",):
            raise PolicyError("error.policy.name_alone", file=self._file, row=where)
        reason = self._reason(row, "reason", where, detail=True)
        self._fillable(reason, _values_of(about, conditions), where)
        until = row.get("until")
        if "until" in row and (not isinstance(until, date) or isinstance(until, datetime)):
            raise self._bad("until", until, where, "a day, such as 2027-01-31, without quotes")
        advised = None if advice == NOTE else Advice(advice)
        return Row(name, about, conditions, advised, reason, outweighs, until)

    def _patterns(
        self, row: Mapping[str, Any], key: str, where: str, allowed: frozenset[str] | None
    ) -> tuple[str, ...]:
        """The values of a condition; each must be one that can occur, or fit one that can."""
        value = row[key]
        if key == "issuer":
            allowed = frozenset(known.code for known in states())
        values = value if isinstance(value, list) else [value]
        patterns = tuple(str(one).lower() if isinstance(one, bool) else one for one in values)
        for pattern in patterns:
            fits = isinstance(pattern, str) and (
                allowed is None or any(fnmatchcase(one, pattern) for one in allowed)
            )
            if not fits:
                raise self._bad(key, pattern, where, _listed(allowed or ()))
        if not patterns:
            raise self._bad(key, value, where, _listed(allowed or ()))
        return patterns

    def _sentences(self, table: Mapping[str, Any], where: str) -> dict[Advice, str]:
        return {
            Advice(key): self._reason(table, key, where, detail=False) for key in table if key != "protected"
        }

    def _reason(self, table: Mapping[str, Any], key: str, where: str, *, detail: bool) -> str:
        reason = self._text(table, key, where)
        known = messages.sentences("en")
        if not (reason in known and reason.startswith("verdict.")) and not (detail and reason == DETAIL):
            raise self._bad(key, reason, where, _listed(k for k in known if k.startswith("verdict.")))
        return reason

    def _fillable(self, reason: str, values: frozenset[str], where: str) -> None:
        """Refuse a sentence that names a value which such a finding does not have."""
        wanted = {name for _, name, _, _ in Formatter().parse(_sentence(reason)) if name}
        if not wanted <= values:
            raise self._bad(
                "reason", reason, where, f"{DETAIL}, or a sentence without {_listed(wanted - values)}"
            )

    def _section(self, key: str) -> Mapping[str, Any]:
        section = self._needed(self._table, key, "the file")
        if not isinstance(section, Mapping):
            raise self._bad(key, section, "the file", f"a table [{key}]")
        return section

    def _needed(self, table: Mapping[str, Any], key: str, where: str) -> Any:
        if key not in table:
            raise PolicyError("error.policy.lacking", file=self._file, word=key, row=where)
        return table[key]

    def _text(self, table: Mapping[str, Any], key: str, where: str) -> str:
        value = self._needed(table, key, where)
        if not isinstance(value, str) or not value:
            raise self._bad(key, value, where, "a text")
        return value

    def _number(self, table: Mapping[str, Any], key: str, where: str) -> int:
        value = self._needed(table, key, where)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= 3650:
            raise self._bad(key, value, where, "a whole number from 1 to 3650")
        return value

    def _known(self, table: Mapping[str, Any], allowed: set[str] | frozenset[str], where: str) -> None:
        for key in table:
            if key not in allowed:
                raise PolicyError(
                    "error.policy.unknown", file=self._file, word=key, row=where, allowed=_listed(allowed)
                )

    def _bad(self, key: str, value: object, where: str, allowed: str) -> PolicyError:
        return PolicyError(
            "error.policy.value", file=self._file, word=key, value=value, row=where, allowed=allowed
        )


def _listed(words: Any) -> str:
    return ", ".join(sorted(words))
