"""Advice to the officer. It is advice: a person decides and gives a reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from models.message import Message


class Advice(Enum):
    """What to do next, from the lightest to the gravest; RESCAN stands apart: nothing can be said yet."""

    CLEAR = "clear"
    IN_ORDER = "in_order"
    REFER = "refer"
    STOP = "stop"
    RESCAN = "rescan"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The advice and why.

    Attributes:
        advice: One of five.
        reasons: Weightiest first; at least one.
        kind: What the document is in words (`a passport`, `a refugee's travel document`), None where unread.
    """

    advice: Advice
    reasons: tuple[Message, ...]
    kind: Message | None = None

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError("a verdict without a reason helps nobody")
