"""The tray's documents: what each is, and what a newcomer should see when reading it.

Names, numbers and stories are invented. `script/draw-tray` draws them into `resources/tray`; what the desk
and the exercises use is there, in `truth.toml`, and nothing of this file.

Numbers mix B and 8, I and 1, S and 5, Z and 2, but hold at most one letter O and then no digit 0: a check
digit settles one doubtful character, never two, so a number with both is rightly a case for another scan.
"""

from __future__ import annotations

from dataclasses import dataclass

from borderdesk.mrz import check_digit
from borderdesk.training.press import Capture, Holder, Side, Specimen
from models.document import DocumentFormat
from models.verdict import Advice


@dataclass(frozen=True, slots=True)
class Recipe:
    """One picture of the tray.

    Attributes:
        file: Name of the picture.
        title: Of the exercise.
        see: What the newcomer should see, and why.
        specimen: What is drawn.
        capture: How it is taken.
        seed: Of the drawing.
        advice: What the desk should advise on the training station.
    """

    file: str
    title: str
    see: str
    specimen: Specimen
    capture: Capture
    seed: int
    advice: Advice


_PASSPORT = "PASSPORT / PASSEPORT"
_CARD = "IDENTITY CARD / CARTE D'IDENTITÉ"


def _with_altered_expiry(right: tuple[str, ...], year: str) -> tuple[str, ...]:
    """A later year of expiry over the printed one, check digits left as they were: what a forger does."""
    lower = right[1]
    altered = lower[:21] + year + lower[23:]
    if check_digit(altered[21:27]) == altered[27]:
        raise ValueError("this year keeps the check digit; choose one that shows")
    return right[0], altered


def recipes() -> tuple[Recipe, ...]:
    """Every picture of the tray, in the order in which a newcomer should take them."""
    return (*_first_minute(), *_kinds(), *_conditions())


def _first_minute() -> tuple[Recipe, ...]:
    """One of each answer."""
    altered = Specimen(
        DocumentFormat.TD3,
        Holder("Balimbé", "Idrissa Tanko", "UTO", "1986-03-27", "M", "Zamané"),
        "P", "KB4410962", "2014-09-02", "2024-09-01", _PASSPORT,
    )  # fmt: skip
    return (
        Recipe(
            "01-clean-passport.jpg",
            "A passport in order",
            "CLEAR: every check digit agrees, and neither the holder nor the document is on a list.",
            Specimen(
                DocumentFormat.TD3,
                Holder("Ouibré", "Kadiatou Solange", "UTO", "1990-08-12", "F", "Port Amarou"),
                "P", "UB1847I26", "2025-06-15", "2035-06-14", _PASSPORT,
            ),
            Capture.flat_scan(), 930301, Advice.CLEAR,
        ),
        Recipe(
            "02-altered-expiry.jpg",
            "A wrong check digit",
            "REFER: the year of expiry was changed from 24 to 34. Its check digit and the last digit of the "
            "line still belong to 24.",
            Specimen(
                DocumentFormat.TD3, altered.holder, "P", altered.document_number, "2024-09-02", "2034-09-01",
                _PASSPORT, zone=_with_altered_expiry(altered.right_lines, "34"),
            ),
            Capture.flat_scan(), 930302, Advice.REFER,
        ),
        Recipe(
            "03-wanted-person.jpg",
            "A holder on the watchlist",
            "STOP: name and date of birth are those of a wanted person. The passport itself is in order.",
            Specimen(
                DocumentFormat.TD3,
                Holder("Djibolou", "Harouna Oumar", "UTO", "1979-11-03", "M", "Tin Abora"),
                "P", "UA7715503", "2025-02-11", "2035-02-10", _PASSPORT,
            ),
            Capture.flat_scan(), 930303, Advice.STOP,
        ),
        Recipe(
            "04-stolen-passport.jpg",
            "A document reported stolen",
            "STOP: this passport number was reported stolen. The person may not be the one it was made for.",
            Specimen(
                DocumentFormat.TD3,
                Holder("Konkobara", "Aminata Rose", "UTO", "1994-01-30", "F", "Lac Sirba"),
                "P", "Z51S8B7O2", "2024-05-20", "2034-05-19", _PASSPORT,
            ),
            Capture.tilted_scan(1.6), 930304, Advice.STOP,
        ),
    )  # fmt: skip


def _kinds() -> tuple[Recipe, ...]:
    """Kinds of documents."""
    card = Holder("Zakary-Bio", "Moussa Elhadji", "UTO", "1972-07", "M", "Ouro Beli")
    return (
        Recipe(
            "05-identity-card-front.jpg",
            "An identity card, wrong side up",
            "RESCAN: the zone of a card of this size is on its back. Turn it over.",
            Specimen(
                DocumentFormat.TD1, card, "I", "I6O1D8B86", "2025-03-04", "2035-03-03", _CARD, "7207M00418"
            ),
            Capture.flat_scan(), 930305, Advice.RESCAN,
        ),
        Recipe(
            "06-identity-card-back.jpg",
            "An identity card, the right side",
            "CLEAR: three lines of thirty characters. The day of birth is unknown, and the card says so.",
            Specimen(
                DocumentFormat.TD1, card, "I", "I6O1D8B86", "2025-03-04", "2035-03-03", _CARD, "7207M00418",
                side=Side.BACK,
            ),
            Capture.flat_scan(), 930306, Advice.CLEAR,
        ),
        Recipe(
            "07-residence-permit.jpg",
            "A residence permit",
            "CLEAR: two lines of thirty-six characters, a card of the middle size.",
            Specimen(
                DocumentFormat.TD2,
                Holder("Béloum-Ngaré", "Odile", "UTO", "2001-12-24", "F", "Gorom Sé"),
                "IR", "RP08813B5", "2025-01-09", "2034-01-08", "RESIDENCE PERMIT / TITRE DE SÉJOUR",
            ),
            Capture.flat_scan(), 930307, Advice.CLEAR,
        ),
        Recipe(
            "08-visa.jpg",
            "A visa",
            "CLEAR: a visa has no check digit for the whole line. Germany's code is one letter, D.",
            Specimen(
                DocumentFormat.MRV_A,
                Holder("Weißenkämper", "Jörg Olaf", "D", "1968-05-09", "M"),
                "V", "V1I7OB588", "2025-10-01", "2034-09-30", "VISA",
            ),
            Capture.flat_scan(), 930308, Advice.CLEAR,
        ),
        Recipe(
            "09-diplomatic-passport.jpg",
            "A diplomatic passport",
            "REFER: the holder may have immunity. The supervisor decides; nobody is held.",
            Specimen(
                DocumentFormat.TD3,
                Holder("Ouéloga", "Fatoumata Béatrice", "UTO", "1963-02-18", "F", "Utopia City"),
                "PD", "DP0011208", "2025-01-15", "2034-01-14", "DIPLOMATIC PASSPORT",
            ),
            Capture.flat_scan(), 930309, Advice.REFER,
        ),
        Recipe(
            "10-refugee-travel-document.jpg",
            "A refugee's travel document",
            "CLEAR: issued to a refugee under the Convention of 1951; XXB stands where a nationality would.",
            Specimen(
                DocumentFormat.TD3,
                Holder("Berakhiel", "Yohannes Tesfu", "XXB", "1988-09-21", "M", "Mek Harat"),
                "PR", "RT6O28B1I", "2025-08-01", "2035-07-31", "TRAVEL DOCUMENT (1951)",
            ),
            Capture.tilted_scan(-2.2), 930310, Advice.CLEAR,
        ),
    )  # fmt: skip


def _conditions() -> tuple[Recipe, ...]:
    """Documents past their time, and pictures that are hard or impossible to read."""
    return (
        Recipe(
            "11-expired-passport.jpg",
            "A passport past its date",
            "REFER: it expired on 2021-04-17; all else is in order.",
            Specimen(
                DocumentFormat.TD3,
                Holder("Ag Ouantil", "Ibrahim", "UTO", "1955", "M", "Tessa Lit"),
                "P", "P4Q11I58B", "2011-04-18", "2021-04-17", _PASSPORT,
            ),
            Capture(wear=0.8, blur=0.5), 930311, Advice.REFER,
        ),
        Recipe(
            "12-photographed.jpg",
            "A passport photographed at an angle",
            "CLEAR: taken by hand on a dark desk; the desk straightens it before reading.",
            Specimen(
                DocumentFormat.TD3,
                Holder("Dogolouma", "Mariama Naïla", "UTO", "1997-06-06", "F", "Bourra"),
                "P", "MN88B4I17", "2024-11-11", "2034-11-10", _PASSPORT,
            ),
            Capture.hand_held(), 930312, Advice.CLEAR,
        ),
        Recipe(
            "13-too-small.jpg",
            "A picture too small and blurred",
            "RESCAN: the letters are a few pixels high. Nothing is guessed; take the picture again.",
            Specimen(
                DocumentFormat.TD3,
                Holder("Bizibolé", "Oumou Flora", "UTO", "1999-10-10", "F", "Dallé"),
                "P", "BF17I88O5", "2025-04-04", "2035-04-03", _PASSPORT,
            ),
            Capture(dpi=58, tilt=1.0, desk=True, blur=0.9, noise=3.0), 930313, Advice.RESCAN,
        ),
    )  # fmt: skip
