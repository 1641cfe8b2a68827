"""The verdict band: one word, one shape, the reasons, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from models.verdict import Advice, Verdict
from ui.desktop.views.wording import Wording


class Tone(Enum):
    """What the band can say: the five kinds of advice, and the two states without a document."""

    CLEAR = "clear"
    IN_ORDER = "in_order"
    REFER = "refer"
    STOP = "stop"
    RESCAN = "rescan"
    READY = "ready"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What the band shows.

    Attributes:
        tone: Chooses colour and shape.
        word: The advice in one word or two.
        kind: What the document is, or empty.
        reasons: Weightiest first.
        next_step: What to do now.
        decided: What a person decided, or empty.
    """

    tone: Tone
    word: str
    kind: str
    reasons: tuple[str, ...]
    next_step: str
    decided: str = ""


def advice_word(advice: Advice, wording: Wording) -> str:
    """The advice as the officer sees it everywhere."""
    return wording.say(f"window.advice.{advice.value}")


def verdict_view(verdict: Verdict, wording: Wording, decided: str = "") -> VerdictView:
    """The band for a verdict."""
    return VerdictView(
        tone=Tone(verdict.advice.value),
        word=advice_word(verdict.advice, wording),
        kind=_capital(wording.text(verdict.kind)) if verdict.kind is not None else "",
        reasons=tuple(wording.text(reason) for reason in verdict.reasons),
        next_step=wording.say(f"window.next.{verdict.advice.value}"),
        decided=decided,
    )


def idle_view(tone: Tone, wording: Wording, detail: str = "") -> VerdictView:
    """The band before a document is read (`READY`) and while it is (`WORKING`)."""
    return VerdictView(
        tone=tone,
        word=wording.say(f"window.advice.{tone.value}"),
        kind="",
        reasons=(detail,) if detail else (),
        next_step=wording.say(f"window.next.{tone.value}"),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
