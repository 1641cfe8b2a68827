"""What is to be printed, before any ink: holder, document, and a zone that may be wrong on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from borderdesk.mrz import compose
from borderdesk.mrz.page_geometry import page_geometry
from models.document import DocumentFormat

ISSUER = "UTO"
FANTASY_ISSUERS = MappingProxyType(
    {
        "RLK": "REPUBLIC OF LOKUMBA",
        "OZD": "OZANDIA",
        "KQW": "KINGDOM OF QUWANDE",
        "WXT": "WESTERN XANTIA",
        "TQB": "TIQUBA",
        "ZVD": "ZAVADIA",
    }
)
"""Issuers that a forger made up, under codes that nobody has (Doc 9303-3, section 5; a test looks)."""


class Side(Enum):
    """Side of a card; pages of a book have a front only."""

    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Holder:
    """An invented person.

    Attributes:
        surname: Primary identifier as printed for people, with its accents.
        given_names: Secondary identifier as printed for people; may be empty.
        nationality: Three-letter code; XXA, XXB and XXC are allowed.
        date_of_birth: `1990-08-12`, `1990-08` or `1990` where the rest is unknown.
        sex: F, M or X.
        place_of_birth: An invented or general place; may be empty.
    """

    surname: str
    given_names: str
    nationality: str
    date_of_birth: str
    sex: str
    place_of_birth: str = ""


@dataclass(frozen=True, slots=True)
class Specimen:
    """One page to draw.

    Attributes:
        format: TD1, TD2, TD3, MRV-A or MRV-B.
        holder: Whose it would be.
        document_code: As in the zone, such as `P`, `PD`, `I`, `V`.
        document_number: As printed.
        date_of_issue: `2024-06-15`.
        date_of_expiry: `2034-06-14`.
        title: In words, such as `PASSPORT / PASSEPORT`.
        optional_data: Of the zone.
        side: Which side of a TD1 card; its zone is on the back.
        zone: Lines to print in place of the right ones, such as a wrong check digit; None for the right ones.
        issuer: Utopia, or one of `FANTASY_ISSUERS`.

    Raises:
        ValueError: The press does not draw this, or the lines name another issuer.
    """

    format: DocumentFormat
    holder: Holder
    document_code: str
    document_number: str
    date_of_issue: str
    date_of_expiry: str
    title: str
    optional_data: str = ""
    side: Side = Side.FRONT
    zone: tuple[str, ...] | None = None
    issuer: str = ISSUER

    def __post_init__(self) -> None:
        page_geometry(self.format)  # refuses the French 2 x 36 card, which is one real state's
        if self.side is Side.BACK and self.format is not DocumentFormat.TD1:
            raise ValueError(f"the press draws no back of a {self.format.value}")
        if self.issuer != ISSUER and self.issuer not in FANTASY_ISSUERS:
            raise ValueError(f"the press draws for Utopia (UTO) and invented issuers, not for {self.issuer}")
        if self.zone is not None:
            count, width = self.format.shape
            if len(self.zone) != count or any(len(line) != width for line in self.zone):
                raise ValueError(f"a {self.format.value} zone has {count} lines of {width} characters")
            if self.zone[0][2:5] != self.issuer:
                raise ValueError(
                    f"the zone names another issuer than {self.issuer}; the press draws Utopia's"
                )

    @property
    def has_zone(self) -> bool:
        """False on the front of a TD1 card (Doc 9303-5, 3.1)."""
        return self.format is not DocumentFormat.TD1 or self.side is Side.BACK

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the zone as they are to be printed, wrong ones where it was asked for."""
        return self.right_lines if self.zone is None else self.zone

    @property
    def right_lines(self) -> tuple[str, ...]:
        """The lines as Doc 9303 wants them.

        Raises:
            MrzFormatError: A value does not fit into its field.
        """
        return compose(
            self.format,
            document_code=self.document_code,
            issuing_state=self.issuer,
            primary_identifier=self.holder.surname,
            secondary_identifier=self.holder.given_names,
            document_number=self.document_number,
            nationality=self.holder.nationality,
            date_of_birth=in_zone(self.holder.date_of_birth),
            sex=self.holder.sex,
            date_of_expiry=in_zone(self.date_of_expiry),
            optional_data=self.optional_data,
        )


def in_zone(iso: str) -> str:
    """A date as the zone holds it, fillers where it is unknown (Doc 9303-3, 4.8).

    >>> in_zone("1974-08-12"), in_zone("1974-08"), in_zone("1974")
    ('740812', '7408<<', '74<<<<')
    """
    return iso.replace("-", "")[2:].ljust(6, "<")
