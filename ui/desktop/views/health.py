"""How the desk is, as the window shows it: the gravest first, each with its shape, words and remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from borderdesk.health import Finding, State
from ui.desktop.views.marks import Mark
from ui.desktop.views.wording import Wording

_MARKS = {State.BAD: Mark.BAD, State.WARN: Mark.DOUBTFUL, State.OK: Mark.GOOD}


@dataclass(frozen=True, slots=True)
class FindingView:
    """One line.

    Attributes:
        mark: How grave.
        word: The same in a word.
        sentence: What is.
        remedy: What to do; empty where nothing.
    """

    mark: Mark
    word: str
    sentence: str
    remedy: str


def health_view(findings: Sequence[Finding], wording: Wording) -> tuple[FindingView, ...]:
    """The lines of the card."""
    gravest_first = sorted(findings, key=lambda each: tuple(_MARKS).index(each.state))
    return tuple(
        FindingView(
            _MARKS[each.state],
            wording.say(f"window.health.{each.state.value}"),
            wording.text(each.sentence),
            wording.text(each.remedy) if each.remedy is not None else "",
        )
        for each in gravest_first
    )
