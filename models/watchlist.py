"""Who and what is wanted, and what a search for it found. Terms follow FollowTheMoney where it has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from models.document import PartialDate, Sex
from models.message import Message


class HitKind(Enum):
    """What a hit is about."""

    PERSON = "person"
    DOCUMENT = "document"


class EntryAction(Enum):
    """What the owner of an entry asks the officer to do."""

    STOP = "stop"
    REFER = "refer"
    INFORM = "inform"


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person who is wanted, to be protected or to be told of.

    Attributes:
        entry_id: The owner's own number of the entry; unique within its list.
        names: Main name first, then aliases; any script; at least one.
        dates_of_birth: Known or claimed, each perhaps partial.
        sex: As listed.
        nationalities: Three-letter codes.
        document_numbers: (number, issuing state or empty) of papers known to be theirs.
        action: What the owner asks for.
        category: Owner's word for the reason, such as `terrorism`, `missing`.
        note: Owner's remark for the officer.
        valid_until: After this day the entry matches no more; None for no end.
    """

    entry_id: str
    names: tuple[str, ...]
    dates_of_birth: tuple[PartialDate, ...] = ()
    sex: Sex = Sex.UNSPECIFIED
    nationalities: tuple[str, ...] = ()
    document_numbers: tuple[tuple[str, str], ...] = ()
    action: EntryAction = EntryAction.REFER
    category: str = ""
    note: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document that is stolen, lost, revoked or a stolen blank.

    Attributes:
        entry_id: The owner's own number of the entry; unique within its list.
        document_number: As printed in the zone, without fillers.
        issuing_state: As printed in the zone, such as `UTO`, `D`.
        document_code: First letter of the code (P, I, V) or empty for any.
        loss: `stolen`, `lost`, `revoked` or `stolen_blank`.
        reported_on: Day of the report, if known.
        action: What the owner asks for.
        note: Owner's remark for the officer.
        valid_until: After this day the entry matches no more; None for no end.
    """

    entry_id: str
    document_number: str
    issuing_state: str
    document_code: str = ""
    loss: str = "stolen"
    reported_on: date | None = None
    action: EntryAction = EntryAction.STOP
    note: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class ListState:
    """One list as it was when consulted.

    Attributes:
        name: Such as `UTO/persons`.
        owner: State or body that answers for it.
        sequence: Counts up with each edition.
        as_of: When its owner made this edition; timezone-aware, UTC.
        entries: How many it holds.
    """

    name: str
    owner: str
    sequence: int
    as_of: datetime
    entries: int


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that the document or its holder may be.

    Attributes:
        list_name: List it stands in.
        entry: The entry itself.
        kind: Person or document.
        score: 0 to 1; 1 is an exact document number with its issuer.
        exact: True where it may stop a traveller: a document number with its issuer, or a name together with
            a full birth date. A name alone is never exact.
        reasons: In words, what agreed and what did not, weightiest first.
    """

    list_name: str
    entry: PersonEntry | DocumentEntry
    kind: HitKind
    score: float
    exact: bool
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class SparedHit:
    """A hit that two people settled before as a false match for this document: told, but no alert.

    Attributes:
        hit: As the watchlist answered.
        until: The last day on which that counts.
    """

    hit: Hit
    until: date


@dataclass(frozen=True, slots=True)
class Screening:
    """What a search of the watchlist found.

    Attributes:
        lists: Every list that was consulted; empty where there was none.
        hits: Best first.
        milliseconds: How long it took.
        spared: Hits that are none of `hits`, because a false match speaks against them.
    """

    lists: tuple[ListState, ...]
    hits: tuple[Hit, ...] = ()
    milliseconds: float = field(default=0.0, compare=False)
    spared: tuple[SparedHit, ...] = ()
