"""JSON objects that more than one sub-command prints; the names are those of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.watchlist import Hit, ListState


def hit_record(hit: Hit) -> dict[str, Any]:
    """A hit as in the answers of `inspect` and `screen`."""
    return {
        "list": hit.list_name,
        "entry": hit.entry.entry_id,
        "kind": hit.kind.value,
        "score": round(float(hit.score), 4),
        "reasons": [reason.text() for reason in hit.reasons],
    }


def list_record(state: ListState) -> dict[str, Any]:
    """A list, with who answers for it and how much it holds."""
    return {
        "list": state.name,
        "owner": state.owner,
        "sequence": state.sequence,
        "as_of": state.as_of.isoformat(),
        "entries": state.entries,
    }


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
