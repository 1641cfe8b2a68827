"""Where each format prints what people read (zones I to VI of ICAO Doc 9303-4 to 9303-7, 4.1)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from borderdesk.imaging.page_plane import Box
from borderdesk.training.press import background
from borderdesk.training.press.background import Palette
from borderdesk.training.press.specimen import Holder, Side, Specimen
from borderdesk.training.press.styles import Style
from models.document import DocumentFormat


@dataclass(frozen=True, slots=True)
class Entry:
    """One caption with its value.

    Attributes:
        field: Name of what is printed, as `TravelDocument` has it.
        caption: Small, in English and French (Doc 9303-3, 3.3).
        value: What is printed below it.
        x: Left edge, in millimetres from the left edge of the page.
        y: Base line of the caption, in millimetres from the top of the page.
        room: For the value, in millimetres; None for as far as the page goes.
        arabic: True where caption and value are Arabic; `x` is then their right edge.
    """

    field: str
    caption: str
    value: str
    x: float
    y: float
    room: float | None = None
    arabic: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything on a page but its zone.

    Attributes:
        palette: Colours.
        entries: Captions and values.
        portrait: None on a side without one.
        ghost: A second, pale portrait; None where there is none.
        heading: Base line of the title.
        signature: Where the holder signs; None where nobody does.
        cap: Height of a capital of a value, in millimetres.
        right: Right end of what is printed for people, in millimetres from the left edge of the page.
    """

    palette: Palette
    entries: tuple[Entry, ...]
    portrait: Box | None
    ghost: Box | None
    heading: float
    signature: Box | None
    cap: float
    right: float


_NATIONALITIES = {
    "UTO": "UTOPIAN",
    "XXA": "STATELESS PERSON",
    "XXB": "REFUGEE",
    "XXC": "REFUGEE (OTHER)",
}


def layout_of(specimen: Specimen, style: Style) -> Layout:
    """Lay out a page in an issuer's style."""
    if specimen.format is DocumentFormat.TD3:
        return _data_page(specimen, style)
    if specimen.format is DocumentFormat.TD1:
        return _card_back(specimen, style) if specimen.side is Side.BACK else _card_front(specimen, style)
    if specimen.format is DocumentFormat.TD2:
        return _large_card(specimen, style)
    return _visa(specimen, style)


def _data_page(specimen: Specimen, style: Style) -> Layout:
    holder = specimen.holder
    left, middle, right = 45.0, 76.0, 97.0
    rows = [17.4 + 6.85 * row for row in (0, *style.rows, 5, 6)]
    # Only a passport is called one (Doc 9303-4, 4.1.1 note m).
    number = "Document No. / N° du document" if _stands_in(holder) else "Passport No. / N° du passeport"
    entries = (
        Entry("document_code", "Type / Type", specimen.document_code, left, rows[0]),
        Entry(
            "issuing_state", "Code of issuing State / Code de l'État émetteur", specimen.issuer, 57.0, rows[0]
        ),
        Entry("document_number", number, specimen.document_number, right, rows[0]),
        *_names(holder, style, left, rows[1:3], 102.5),
        Entry("nationality", "Nationality / Nationalité", _nationality(holder.nationality), left, rows[3]),
        *_arabic_place(style, 96.0, rows[3]),
        Entry("optional_data", "Personal No. / N° personnel", specimen.optional_data, right, rows[3]),
        Entry(
            "date_of_birth",
            "Date of birth / Date de naissance",
            style.date(holder.date_of_birth),
            left,
            rows[4],
        ),
        Entry("sex", "Sex / Sexe", holder.sex, 80.0, rows[4]),
        Entry(
            "place_of_birth",
            "Place of birth / Lieu de naissance",
            holder.place_of_birth.upper(),
            right,
            rows[4],
        ),
        Entry(
            "date_of_issue",
            "Date of issue / Date de délivrance",
            style.date(specimen.date_of_issue),
            left,
            rows[5],
        ),
        Entry("authority", "Authority / Autorité", "PASSPORT OFFICE, UTOPIA", middle + 4, rows[5]),
        Entry(
            "date_of_expiry",
            "Date of expiry / Date d'expiration",
            style.date(specimen.date_of_expiry),
            left,
            rows[6],
        ),
    )
    page = Layout(
        _palette(specimen, style),
        _filled(entries, style),
        Box(5.0, 15.6, 35.0, 45.0),
        Box(105.0, 22.0, 14.0, 18.0),
        8.6,
        Box(80.0, rows[6] - 1.4, 38.0, 5.6),
        2.15,
        122.0,
    )
    return _mirrored(page) if style.mirrored else page


def _mirrored(page: Layout) -> Layout:
    """The portrait on the right, everything else as far to the left."""
    by = 38.0
    return replace(
        page,
        entries=tuple(replace(entry, x=entry.x - by) for entry in page.entries),
        portrait=page.portrait and replace(page.portrait, x=85.0),
        ghost=page.ghost and replace(page.ghost, x=page.ghost.x - by),
        signature=page.signature and replace(page.signature, x=page.signature.x - by),
        right=122.0 - by,
    )


def _card_front(specimen: Specimen, style: Style) -> Layout:
    holder = specimen.holder
    left, right = 34.5, 60.0
    rows = [13.6 + 6.25 * row for row in range(6)]
    entries = (
        *_names(holder, style, left, rows[:2], 82.6),
        Entry("sex", "Sex / Sexe", holder.sex, left, rows[2]),
        Entry("nationality", "Nationality / Nationalité", _nationality(holder.nationality), 43.0, rows[2]),
        Entry(
            "date_of_birth",
            "Date of birth / Date de naissance",
            style.date(holder.date_of_birth),
            left,
            rows[3],
        ),
        Entry("document_number", "Document No. / N° du document", specimen.document_number, left, rows[4]),
        Entry(
            "date_of_expiry",
            "Date of expiry / Date d'expiration",
            style.date(specimen.date_of_expiry),
            left,
            rows[5],
        ),
    )
    return Layout(
        _palette(specimen, style),
        _filled(entries, style),
        Box(4.0, 13.0, 27.0, 33.5),
        Box(72.0, 25.0, 10.0, 12.6),
        6.6,
        Box(right + 3, rows[5] - 1.2, 20.0, 5.0),
        1.85,
        82.6,
    )


def _card_back(specimen: Specimen, style: Style) -> Layout:
    holder = specimen.holder
    entries = (
        Entry(
            "place_of_birth", "Place of birth / Lieu de naissance", holder.place_of_birth.upper(), 5.0, 12.4
        ),
        Entry(
            "date_of_issue",
            "Date of issue / Date de délivrance",
            style.date(specimen.date_of_issue),
            45.0,
            12.4,
        ),
        Entry("authority", "Authority / Autorité", "CIVIL REGISTRY, UTOPIA CITY", 5.0, 19.2),
        Entry("optional_data", "Personal No. / N° personnel", specimen.optional_data, 58.0, 19.2),
    )
    return Layout(_palette(specimen, style), _filled(entries, style), None, None, 6.6, None, 1.85, 82.6)


def _large_card(specimen: Specimen, style: Style) -> Layout:
    holder = specimen.holder
    left, right = 41.0, 72.0
    rows = [15.4 + 6.0 * row for row in range(6)]
    entries = (
        *_names(holder, style, left, rows[:2], 88.5),
        Entry("sex", "Sex / Sexe", holder.sex, left, rows[2]),
        Entry("nationality", "Nationality / Nationalité", _nationality(holder.nationality), 52.0, rows[2]),
        Entry(
            "date_of_birth",
            "Date of birth / Date de naissance",
            style.date(holder.date_of_birth),
            left,
            rows[3],
        ),
        Entry(
            "place_of_birth",
            "Place of birth / Lieu de naissance",
            holder.place_of_birth.upper(),
            right,
            rows[3],
        ),
        Entry("document_number", "Document No. / N° du document", specimen.document_number, left, rows[4]),
        Entry(
            "date_of_expiry",
            "Date of expiry / Date d'expiration",
            style.date(specimen.date_of_expiry),
            right,
            rows[4],
        ),
    )
    return Layout(
        _palette(specimen, style),
        _filled(entries, style),
        Box(4.0, 13.6, 28.0, 35.0),
        Box(90.0, 17.0, 11.0, 14.0),
        7.4,
        Box(left, rows[5] - 1.6, 32.0, 4.8),
        1.95,
        102.0,
    )


def _visa(specimen: Specimen, style: Style) -> Layout:
    holder = specimen.holder
    wide = specimen.format is DocumentFormat.MRV_A
    left, middle, right = (40.0, 66.0, 92.0) if wide else (36.0, 59.0, 82.0)
    rows = [15.6 + (6.5 if wide else 5.7) * row for row in range(6)]
    entries = (
        Entry("place_of_issue", "Place of issue / Lieu d'émission", "UTOPIA CITY", left, rows[0]),
        Entry(
            "date_of_issue", "Valid from / Valable du", style.date(specimen.date_of_issue), middle, rows[0]
        ),
        Entry(
            "date_of_expiry", "Valid until / Jusqu'au", style.date(specimen.date_of_expiry), right, rows[0]
        ),
        Entry("document_code", "Type of visa / Catégorie", specimen.document_code, left, rows[1]),
        Entry("entries", "Number of entries / Entrées", "MULTIPLE", middle, rows[1]),
        Entry("document_number", "Visa No. / N° de visa", specimen.document_number, right, rows[1]),
        Entry("primary_identifier", "Surname / Nom", holder.surname.upper(), left, rows[2]),
        Entry("secondary_identifier", "Given names / Prénoms", holder.given_names.upper(), left, rows[3]),
        Entry("nationality", "Nationality / Nationalité", _nationality(holder.nationality), left, rows[4]),
        Entry("sex", "Sex / Sexe", holder.sex, middle, rows[4]),
        Entry(
            "date_of_birth",
            "Date of birth / Date de naissance",
            style.date(holder.date_of_birth),
            right - 10,
            rows[4],
        ),
    )
    portrait = Box(5.0, 14.8, 29.0, 36.0) if wide else Box(4.0, 13.6, 28.0, 35.0)
    return Layout(
        _palette(specimen, style),
        _filled(entries, style),
        portrait,
        None,
        8.2,
        None,
        1.95,
        117.0 if wide else 102.0,
    )


def _palette(specimen: Specimen, style: Style) -> Palette:
    if style.palette is not None:
        return style.palette
    if specimen.format in (DocumentFormat.MRV_A, DocumentFormat.MRV_B):
        return background.VISA
    if specimen.format is not DocumentFormat.TD3:
        return background.CARD
    if _stands_in(specimen.holder):
        return background.REFUGEE
    return background.DIPLOMATIC if specimen.document_code in ("PD", "PO") else background.PASSPORT


def _names(holder: Holder, style: Style, left: float, rows: list[float], right: float) -> tuple[Entry, ...]:
    """Both names, and beside them the Arabic ones, whose right edge is given."""
    first, second = rows
    room = None if style.arabic is None else right - left - 22.0
    latin = (
        Entry("primary_identifier", "Surname / Nom", holder.surname.upper(), left, first, room),
        Entry(
            "secondary_identifier", "Given names / Prénoms", holder.given_names.upper(), left, second, room
        ),
    )
    if style.arabic is None:
        return latin
    surname, given = style.arabic.surname, style.arabic.given_names
    return (
        *latin,
        Entry("arabic_surname", "اللقب", surname, right, first, 21.0, arabic=True),
        Entry("arabic_given_names", "الاسم", given, right, second, 21.0, arabic=True),
    )


def _arabic_place(style: Style, right: float, row: float) -> tuple[Entry, ...]:
    if style.arabic is None:
        return ()
    place = style.arabic.place_of_birth
    return (Entry("arabic_place_of_birth", "مكان الميلاد", place, right, row, 20.0, arabic=True),)


def _filled(entries: tuple[Entry, ...], style: Style) -> tuple[Entry, ...]:
    """A caption without a value is not printed (Doc 9303-3, 3.3)."""
    return tuple(replace(entry, caption=style.caption(entry.caption)) for entry in entries if entry.value)


def _stands_in(holder: Holder) -> bool:
    """Whether the document stands in for a passport of a nationality that the holder has not."""
    return holder.nationality.startswith("XX")


def _nationality(code: str) -> str:
    return _NATIONALITIES.get(code, code)
