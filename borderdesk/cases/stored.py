"""What comes back from the database: plain values that outlive their session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from models.image import Light
from models.record import JsonValue, Sentences
from models.verdict import Advice


class Decision(Enum):
    """What a person decides."""

    ADMIT = "admit"
    REFER = "refer"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision that was taken.

    Attributes:
        decision: What was decided.
        reason: In the officer's words; empty where none was given.
        officer: Who decided.
        decided_at: When, UTC.
    """

    decision: Decision
    reason: str
    officer: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """An encoded picture; `borderdesk.cases.pictures.decode` makes a page of it.

    Attributes:
        data: The encoded picture.
        media_type: `image/jpeg` or `image/png`.
        light: Under which it was taken.
        dpi: Dots per inch where known.
        source: File name as the officer knew it.
        page: Page number in that file, from 0.
    """

    data: bytes = field(repr=False)
    media_type: str
    light: Light
    dpi: float | None
    source: str
    page: int


@dataclass(frozen=True, slots=True)
class InspectionSummary:
    """One line of a list of inspections.

    Attributes:
        inspection_id: 32 hexadecimal digits.
        taken_at: When, UTC.
        advice: What the desk advised.
        document_number: Empty where no zone was read; the two after it likewise.
        issuing_state: As printed.
        name: Primary and secondary identifier with a comma between.
        file: File name as the officer knew it.
        decision: The last one taken, None where none was.
    """

    inspection_id: str
    taken_at: datetime
    advice: Advice
    document_number: str
    issuing_state: str
    name: str
    file: str
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class StoredInspection:
    """An inspection opened again.

    Attributes:
        inspection_id: 32 hexadecimal digits.
        taken_at: When, UTC.
        advice: What the desk advised.
        record: The JSON object of the command line, sentences in English.
        sentences: The same sentences for any language.
        pictures: The page with the zone first.
        decisions: In the order in which they were taken.
    """

    inspection_id: str
    taken_at: datetime
    advice: Advice
    record: Mapping[str, JsonValue]
    sentences: Sentences
    pictures: tuple[StoredPicture, ...]
    decisions: tuple[StoredDecision, ...]
