"""What a person may decide, and when a reason must be given.

The advice is only advice: any decision can be taken, but one that departs from the advice, and every
refusal, needs a reason in words, because no adverse decision is taken by a machine alone.
"""

from __future__ import annotations

from datetime import datetime

from borderdesk.cases.stored import Decision
from models.verdict import Advice
from ui.desktop.views.wording import Wording

_WITHOUT_REASON = {
    Decision.ADMIT: frozenset({Advice.CLEAR, Advice.IN_ORDER}),
    Decision.REFER: frozenset({Advice.REFER, Advice.STOP, Advice.RESCAN}),
    Decision.REFUSE: frozenset[Advice](),
}


def needs_reason(decision: Decision, advice: Advice) -> bool:
    """Whether the officer must say why.

    >>> needs_reason(Decision.ADMIT, Advice.CLEAR), needs_reason(Decision.ADMIT, Advice.STOP)
    (False, True)
    """
    return advice not in _WITHOUT_REASON[decision]


def advised(advice: Advice) -> Decision | None:
    """What Enter does: only where everything passed; it is too easily hit by chance for anything else."""
    return Decision.ADMIT if advice is Advice.CLEAR else None


def decided_line(decision: Decision, reason: str, officer: str, when: datetime, wording: Wording) -> str:
    """Who decided what, when and why, in one line."""
    key = "window.decision.line_reason" if reason else "window.decision.line"
    word = wording.say(f"window.decision.{decision.value}")
    return wording.say(key, word=word, officer=officer, when=wording.moment(when), reason=reason)
