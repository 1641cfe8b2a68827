"""Codes of states and documents (ICAO Doc 9303-3, 5; 9303-4, 4.4; 9303-5 and 9303-6, 4.2.2; 9303-7, 4.2.2).

* Three-letter codes are those of ISO 3166-1, with the additions of section 5, parts A to H. The table
  `resources/icao/states.tsv` holds them, with a few that are met in the field but stand in neither (`listed`
  is False then).
* The African Union has no code of its own in Doc 9303. XAU is kept, unlisted, so that a document that bears
  it is named; any other code of the Union reads as unknown.
* What a document is follows, in this order: who issued it (an organisation), whose it is (a stateless person
  or a refugee, by nationality XXA to XXX), its code.
* Second letters of passports are binding for documents issued from 2026 on (9303-4, 4.4). Before, states
  chose their own, and such passports stay valid until the end of 2037: PS is read as a service passport and
  PR as an ordinary one where the holder's nationality is that of the issuing state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from models.message import Message
from resources.tables import rows


class StateKind(Enum):
    """What a three-letter code stands for."""

    STATE = "state"
    BRITISH_VARIANT = "british_variant"
    ORGANISATION = "organisation"
    REFUGEE = "refugee"
    STATELESS = "stateless"
    UNSPECIFIED = "unspecified"
    SPECIMEN = "specimen"
    FORMER = "former"


class DocumentKind(Enum):
    """What a document is; the value names its sentence, `kind.<value>`."""

    ORDINARY_PASSPORT = "ordinary_passport"
    DIPLOMATIC_PASSPORT = "diplomatic_passport"
    SERVICE_PASSPORT = "service_passport"
    MILITARY_PASSPORT = "military_passport"
    EMERGENCY_PASSPORT = "emergency_passport"
    EMERGENCY_DOCUMENT = "emergency_document"
    ALIEN_PASSPORT = "alien_passport"
    LAISSEZ_PASSER = "laissez_passer"
    UN_LAISSEZ_PASSER = "un_laissez_passer"
    AFRICAN_UNION_DOCUMENT = "african_union_document"
    EU_LAISSEZ_PASSER = "eu_laissez_passer"
    ORGANISATION_DOCUMENT = "organisation_document"
    REFUGEE_TRAVEL_DOCUMENT = "refugee_travel_document"
    OTHER_REFUGEE_TRAVEL_DOCUMENT = "other_refugee_travel_document"
    STATELESS_TRAVEL_DOCUMENT = "stateless_travel_document"
    UNSPECIFIED_NATIONALITY_TRAVEL_DOCUMENT = "unspecified_nationality_travel_document"
    REFUGEE_CARD = "refugee_card"
    OTHER_REFUGEE_CARD = "other_refugee_card"
    STATELESS_CARD = "stateless_card"
    IDENTITY_CARD = "identity_card"
    RESIDENCE_PERMIT = "residence_permit"
    CREW_CERTIFICATE = "crew_certificate"
    OFFICIAL_CARD = "official_card"
    VISA = "visa"
    UNKNOWN = "unknown"

    @property
    def message(self) -> Message:
        """In words, such as "an ordinary passport"."""
        return Message(f"kind.{self.value}")

    @property
    def protected(self) -> bool:
        """Whether its holder may have privileges and immunities, so that a supervisor has to be asked."""
        return self in _PROTECTED

    @property
    def without_nationality(self) -> bool:
        """Whether its holder is a refugee, stateless or of unspecified nationality."""
        return self in _WITHOUT_NATIONALITY


_PROTECTED = frozenset(
    {
        DocumentKind.DIPLOMATIC_PASSPORT,
        DocumentKind.SERVICE_PASSPORT,
        DocumentKind.UN_LAISSEZ_PASSER,
        DocumentKind.AFRICAN_UNION_DOCUMENT,
        DocumentKind.EU_LAISSEZ_PASSER,
        DocumentKind.ORGANISATION_DOCUMENT,
    }
)
_TRAVEL_DOCUMENTS = {
    "XXA": DocumentKind.STATELESS_TRAVEL_DOCUMENT,
    "XXB": DocumentKind.REFUGEE_TRAVEL_DOCUMENT,
    "XXC": DocumentKind.OTHER_REFUGEE_TRAVEL_DOCUMENT,
    "XXX": DocumentKind.UNSPECIFIED_NATIONALITY_TRAVEL_DOCUMENT,
}
_CARDS = {
    "XXA": DocumentKind.STATELESS_CARD,
    "XXB": DocumentKind.REFUGEE_CARD,
    "XXC": DocumentKind.OTHER_REFUGEE_CARD,
}
_WITHOUT_NATIONALITY = frozenset({*_TRAVEL_DOCUMENTS.values(), *_CARDS.values()})
_ORGANISATIONS = {
    "UNO": DocumentKind.UN_LAISSEZ_PASSER,
    "UNA": DocumentKind.UN_LAISSEZ_PASSER,
    "XAU": DocumentKind.AFRICAN_UNION_DOCUMENT,
    "EUE": DocumentKind.EU_LAISSEZ_PASSER,
}
_HOLDERS_OF_NATIONALS = {"PS": DocumentKind.SERVICE_PASSPORT, "PR": DocumentKind.ORDINARY_PASSPORT}
_UNMIK = "UNK"


@dataclass(frozen=True, slots=True)
class State:
    """A code and what it stands for.

    Attributes:
        code: One to three letters, as in the zone.
        two_letters: The two-letter code, as in certificates; empty where there is none.
        name: In English.
        name_fr: In French.
        kind: What it stands for.
        source: Where it is defined: `ISO 3166-1`, a part of Doc 9303-3, 5, or `use` where it is only met.
    """

    code: str
    two_letters: str
    name: str
    name_fr: str
    kind: StateKind
    source: str

    @property
    def listed(self) -> bool:
        """Whether Doc 9303-3, 5 has the code, itself or through ISO 3166-1."""
        return self.source != "use"


def state(code: str) -> State | None:
    """What a code of the zone stands for, or None where nobody has defined it.

    Args:
        code: Without fillers, such as `UTO`, `D`.

    >>> state("D").name, state("XXB").kind.value, state("ZZZ")
    ('Germany', 'refugee', None)
    """
    return _states().get(code)


def states() -> tuple[State, ...]:
    """Every code known, in alphabetical order."""
    return tuple(sorted(_states().values(), key=lambda known: known.code))


def document_kind(document_code: str, issuing_state: str, nationality: str) -> DocumentKind:
    """What a document is.

    Args:
        document_code: One or two characters, without fillers.
        issuing_state: Without fillers.
        nationality: Without fillers; empty where blank.

    Source: ICAO Doc 9303-3, 5; 9303-4, 4.4; 9303-5, C.2; 9303-7, 4.2.2; 9303-8, 4.1.5.

    >>> document_kind("PP", "UTO", "UTO").value, document_kind("P", "UTO", "XXB").value
    ('ordinary_passport', 'refugee_travel_document')
    """
    first = document_code[:1]
    coded = _by_code(document_code, issuing_state)
    if first == "P":
        return _passport_kind(document_code, issuing_state, nationality, coded)
    if first in {"A", "C", "I"} and coded is not DocumentKind.CREW_CERTIFICATE:
        return _CARDS.get(nationality, coded)
    return coded


def _passport_kind(
    document_code: str, issuing_state: str, nationality: str, coded: DocumentKind
) -> DocumentKind:
    issuer = state(issuing_state)
    if issuing_state in _ORGANISATIONS:
        return _ORGANISATIONS[issuing_state]
    if issuer is not None and issuer.kind is StateKind.ORGANISATION and issuing_state != _UNMIK:
        return DocumentKind.ORGANISATION_DOCUMENT
    if nationality in _TRAVEL_DOCUMENTS:
        return _TRAVEL_DOCUMENTS[nationality]
    if nationality == issuing_state:
        return _HOLDERS_OF_NATIONALS.get(document_code, coded)
    return coded


def _by_code(document_code: str, issuing_state: str) -> DocumentKind:
    """The nearest row: this code of this state, this code of any state, this first letter."""
    table = _document_codes()
    for key in ((document_code, issuing_state), (document_code, "*"), (f"{document_code[:1]}?", "*")):
        if key in table:
            return table[key]
    return DocumentKind.UNKNOWN


@lru_cache(maxsize=1)
def _states() -> Mapping[str, State]:
    return {
        row["code"]: State(
            code=row["code"],
            two_letters=row["two_letters"],
            name=row["name"],
            name_fr=row["name_fr"],
            kind=StateKind(row["kind"]),
            source=row["source"],
        )
        for row in rows("icao", "states.tsv")
    }


@lru_cache(maxsize=1)
def _document_codes() -> Mapping[tuple[str, str], DocumentKind]:
    return {
        (row["document_code"], row["issuing_state"]): DocumentKind(row["kind"])
        for row in rows("icao", "document_codes.tsv")
    }
