"""Our checks in the words of BSI TR-03135-1: a table, and the rule by which results become one.

The rule is that of table 5.44, which the guideline gives for its combined checks and which serves every group
here: failed where one failed; else aborted where one was; else undetermined where one was; else successful
where one was; else not supported.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

import resources

ABORTED, NOT_SUPPORTED, SUCCESSFUL, FAILED = "aborted", "not_supported", "successful", "failed"
_WEIGHTIEST_FIRST = (FAILED, ABORTED, "undetermined", SUCCESSFUL)


@dataclass(frozen=True, slots=True)
class Term:
    """One check of the guideline.

    Attributes:
        code: Of ours that are this check, `*` for anything.
        group: Name of the group it belongs to.
        check: Its name in the log.
        clause: Where the guideline describes it.
        generic: Its generic check routine, such as `(IR, AB, MR)`; empty where it has none.
    """

    code: str
    group: str
    check: str
    clause: str
    generic: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Checks that come to one result.

    Attributes:
        name: In the log.
        domain: Name of the domain it belongs to.
        clause: Where the guideline describes it.
    """

    name: str
    domain: str
    clause: str


@dataclass(frozen=True, slots=True)
class Guideline:
    """The table.

    Attributes:
        name: Of the guideline, with its version.
        results: From our status to its result.
        domains: Name and clause of each, in the order of the log.
        groups: In the order of the log.
        terms: The first that fits a code is taken; the last fits every code.
    """

    name: str
    results: Mapping[str, str]
    domains: Mapping[str, str]
    groups: tuple[Group, ...]
    terms: tuple[Term, ...]

    def term(self, code: str) -> Term:
        """The check of the guideline that one of ours is."""
        return next(term for term in self.terms if fnmatchcase(code, term.code))


@lru_cache(maxsize=1)
def guideline() -> Guideline:
    """The shipped table."""
    file = resources.path("inspection_log", "guideline.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return Guideline(
        name=table["guideline"],
        results=table["results"],
        domains={each["name"]: each["clause"] for each in table["domain"]},
        groups=tuple(Group(**each) for each in table["group"]),
        terms=tuple(Term(**each) for each in table["check"]),
    )


def together(results: Iterable[str]) -> str:
    """What several results come to (TR-03135-1, table 5.44).

    >>> together(["successful", "not_supported"]), together(["successful", "aborted"]), together([])
    ('successful', 'aborted', 'not_supported')
    """
    found = set(results)
    return next((result for result in _WEIGHTIEST_FIRST if result in found), NOT_SUPPORTED)
