"""By when each kind of request must be answered, as `resources/policy/requests.toml` says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import resources
from models.errors import KnownError

FORMAT = 1


class RequestKind(Enum):
    """What is asked for, or a breach that was noticed."""

    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"
    COMPLAINT = "complaint"
    BREACH = "breach"


class RequestTermsError(KnownError):
    """The table of requests cannot be used."""


@dataclass(frozen=True, slots=True)
class RequestTerms:
    """The terms of one kind.

    Attributes:
        due_days: Days until it must be answered; those of a breach are times of 24 hours.
        kept_days: Days that it is kept after the answer.
        owner: Who answers for it.
        purpose: What it is kept for.
        legal_basis: The rule that allows it.
    """

    due_days: int
    kept_days: int
    owner: str
    purpose: str
    legal_basis: str


def load(path: Path | None = None) -> Mapping[RequestKind, RequestTerms]:
    """Read the table; it has a row for every kind, or is refused.

    Args:
        path: The file; the shipped one where None.

    Raises:
        RequestTermsError: It is missing, damaged, or lacks something.
    """
    path = path or resources.path("policy", "requests.toml")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        if table["format"] != FORMAT:
            raise ValueError(table["format"])
        return {kind: _row(table, table["request"][kind.value]) for kind in RequestKind}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RequestTermsError("error.request.terms", file=path) from error


def _row(table: Mapping[str, Any], row: Mapping[str, Any]) -> RequestTerms:
    days = (row["due_days"], row["kept_days"])
    words = (table["owner"], row["purpose"], table["legal_basis"])
    if not all(type(each) is int and each >= 1 for each in days):
        raise ValueError(days)
    if not all(isinstance(each, str) and each.strip() for each in words):
        raise ValueError(words)
    return RequestTerms(*days, *words)
