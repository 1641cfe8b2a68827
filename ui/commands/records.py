"""JSON objects that only the command line prints; the names are those of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.watchlist import Difference, ListState


def list_record(state: ListState) -> dict[str, Any]:
    """A list, with who answers for it and how much it holds."""
    return {
        "list": state.name,
        "owner": state.owner,
        "sequence": state.sequence,
        "as_of": state.as_of.isoformat(),
        "entries": state.entries,
        "licence": state.licence,
        "quarantined": state.quarantined,
    }


def difference_record(found: Difference, *, examples: bool = True) -> dict[str, Any]:
    """What taking a list in would change; examples are numbers of entries, twenty of each kind at most."""
    numbers: dict[str, Any] = {
        "added": found.added,
        "changed": found.changed,
        "removed": found.removed,
        "unchanged": found.unchanged,
        "quarantined": found.quarantined,
    }
    if examples:
        kinds = ("added", "changed", "removed")
        numbers["examples"] = {kind: list(given) for kind, given in zip(kinds, found.examples, strict=True)}
    return numbers


def error_record(file: str, sentence: str, remedy: str) -> dict[str, Any]:
    """The answer of `inspect` for a file that could not be looked at."""
    return {
        "file": file,
        "page": 0,
        "index": 0,
        "advice": "rescan",
        "reasons": [sentence, remedy],
        "document": None,
        "corrections": [],
        "checks": [],
        "hits": [],
        "lists": [],
        "timings_ms": {"read": 0.0, "checks": 0.0, "screening": 0.0, "total": 0.0, "cpu": 0.0},
        "error": f"{sentence} {remedy}".strip(),
    }
