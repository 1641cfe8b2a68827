"""The list at the side: what waits to be read, and what was read lately."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from borderdesk.cases.stored import InspectionSummary
from models.verdict import Advice
from ui.desktop.views.verdict import advice_word
from ui.desktop.views.wording import Wording


@dataclass(frozen=True, slots=True)
class WaitingView:
    """A picture that waits.

    Attributes:
        path: The file.
        title: What to call it; its name where it has no other.
        lesson: On a training station, what should be seen; empty elsewhere.
    """

    path: Path
    title: str
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class DoneView:
    """An inspection that was made.

    Attributes:
        inspection_id: To open it again.
        advice: Chooses the shape.
        title: Name, or the file where none was read.
        detail: Time, what was decided, and number.
        spoken: The same for a screen reader.
    """

    inspection_id: str
    advice: Advice
    title: str
    detail: str
    spoken: str


def done_view(summary: InspectionSummary, wording: Wording) -> DoneView:
    """One line of the list."""
    title = summary.name or summary.file or summary.document_number
    parts = [wording.value(f"{summary.taken_at.astimezone():%H:%M}")]
    # The decision before the number: it must not be cut off, and REFERRED begins like REFUSED.
    if summary.decision is not None:
        parts.append(wording.say(f"window.decision.{summary.decision.value}"))
    if summary.document_number:
        parts.append(wording.value(summary.document_number))
    detail = " · ".join(parts)
    word = advice_word(summary.advice, wording)
    return DoneView(summary.inspection_id, summary.advice, title, detail, f"{word}: {title}, {detail}")
