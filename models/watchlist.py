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
class YearRange:
    """Years between which somebody was born.

    Attributes:
        first: Four digits.
        last: The same or later.
        circa: Whether the list says "about"; then both may be off by a few years.
    """

    first: int
    last: int
    circa: bool = False


@dataclass(frozen=True, slots=True)
class Mandate:
    """On what ground an entry stands on a list, for how long, and what its owner asks for.

    Attributes:
        action: What the owner asks for.
        category: Owner's word for the reason, such as `terrorism`, `missing`.
        topics: The same in the codes of FollowTheMoney, such as `sanction`, `crime.terror`, `role.pep`.
        programme: Under which it was listed, such as `QDi`, `SDGT`.
        legal_basis: Law, resolution or warrant.
        caveat: How the entry may be handled, such as `do not tell the traveller`.
        note: Owner's remark for the officer.
        valid_until: After this day the entry matches no more; None for no end.
        review_on: After this day, unless renewed, the entry leads to REFER at most; None for none.
    """

    action: EntryAction = EntryAction.REFER
    category: str = ""
    topics: tuple[str, ...] = ()
    programme: str = ""
    legal_basis: str = ""
    caveat: str = ""
    note: str = ""
    valid_until: date | None = None
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person who is wanted, to be protected or to be told of (FollowTheMoney's `Person`).

    Attributes:
        entry_id: The owner's own number of the entry; unique within its list.
        names: Main name first, then aliases; any script; at least one.
        dates_of_birth: Known or claimed, each perhaps partial.
        sex: As listed; unspecified where the list says several.
        nationalities: Codes as in a zone.
        document_numbers: (number, issuing state or empty) of papers known to be theirs.
        mandate: Why and for how long it stands here.
        weak_names: What its owner itself calls weak (UN `Low`, OFAC `weak`, FollowTheMoney `weakAlias`); none
            of them alone leads to a hit.
        birth_years: Ranges of years of birth.
        places_of_birth: As listed.
        addresses: As listed.
        pictures: SHA-256, hexadecimal, of each portrait; `watchlist.store.picture` has them.
    """

    entry_id: str
    names: tuple[str, ...]
    dates_of_birth: tuple[PartialDate, ...] = ()
    sex: Sex = Sex.UNSPECIFIED
    nationalities: tuple[str, ...] = ()
    document_numbers: tuple[tuple[str, str], ...] = ()
    mandate: Mandate = Mandate()
    weak_names: tuple[str, ...] = ()
    birth_years: tuple[YearRange, ...] = ()
    places_of_birth: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document, or a range of blanks, that is stolen, lost or revoked.

    Attributes:
        entry_id: The owner's own number of the entry; unique within its list.
        document_number: As printed in the zone, without fillers; of a range the first one.
        issuing_state: As printed in the zone, such as `UTO`, `D`.
        document_code: First letter of the code (P, I, V) or empty for any.
        loss: `stolen`, `lost`, `revoked` or `stolen_blank`.
        reported_on: Day of the report, if known.
        mandate: Why and for how long it stands here.
        last_number: Of a range the last one, as long as the first; empty for a single document.
        holder: Name of the person it was issued to, if the list says.
    """

    entry_id: str
    document_number: str
    issuing_state: str
    document_code: str = ""
    loss: str = "stolen"
    reported_on: date | None = None
    mandate: Mandate = Mandate(EntryAction.STOP)
    last_number: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A portrait that entries of a list refer to; comes before the first entry that does.

    Attributes:
        digest: SHA-256 of `data`, hexadecimal.
        data: A JPEG or PNG file, at most 200 kB.
    """

    digest: str
    data: bytes


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of a list that was not understood; kept in quarantine, where a supervisor sees it.

    Attributes:
        row: As a spreadsheet or an editor counts it; of XML the line, of JSON lines the line.
        column: Column, element or property at fault.
        why: In words, with the remedy.
        raw: The row as it stood, cut to 2,000 characters.
    """

    row: int
    column: str
    why: Message
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What taking a list in would change.

    Attributes:
        added: How many entries are new.
        changed: How many say something else than before.
        removed: How many go.
        unchanged: How many stay as they are.
        quarantined: How many rows were not understood.
        examples: Up to 20 entry numbers each: added, changed, removed.
    """

    added: int
    changed: int
    removed: int
    unchanged: int
    quarantined: int
    examples: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] = ((), (), ())


@dataclass(frozen=True, slots=True)
class ListState:
    """One list as it was when consulted.

    Attributes:
        name: Such as `UTO/persons`.
        owner: State or body that answers for it.
        sequence: Counts up with each edition.
        as_of: When its owner made this edition; timezone-aware, UTC.
        entries: How many it holds.
        licence: On what terms it may be used, in its source's words; empty where nothing is known.
        quarantined: Rows of its last edition that wait for a supervisor because they were not understood.
    """

    name: str
    owner: str
    sequence: int
    as_of: datetime
    entries: int
    licence: str = ""
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that the document or its holder may be.

    Attributes:
        list_name: List it stands in.
        entry: The entry itself.
        kind: Person or document.
        score: 0 to 1; of a person how probable it is that it is the same one, by the evidence; 1 is an
            exact document number with its issuer.
        exact: True where it may stop a traveller: a document number with its issuer, or a name together with
            a full birth date. A name alone is never exact.
        reasons: In words, what agreed and what did not, weightiest first.
        doubted: True where it is a hit only if a character is another one than was read: another scan first.
        overdue: True where the entry is past its review date.
    """

    list_name: str
    entry: PersonEntry | DocumentEntry
    kind: HitKind
    score: float
    exact: bool
    reasons: tuple[Message, ...]
    doubted: bool = False
    overdue: bool = False


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
        strongest: Evidence in bits of the person who agreed best, hit or not; None where nobody came near.
            The station counts it to set the threshold by its own traffic.
        spared: Hits that are none of `hits`, because a false match speaks against them.
        population: How many persons the lists held, as the station asked them; 0 where nobody counted.
    """

    lists: tuple[ListState, ...]
    hits: tuple[Hit, ...] = ()
    milliseconds: float = field(default=0.0, compare=False)
    spared: tuple[SparedHit, ...] = ()
    strongest: float | None = None
    population: int = 0
