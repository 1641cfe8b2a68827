"""Zones of every format, and the ways in which readers send them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from borderdesk.mrz import compose
from borderdesk.swiping.framing import Heard, Swiped
from models.document import DocumentFormat, Sex

TODAY = date(2012, 1, 1)
ZONES = {
    # ICAO Doc 9303-4, appendix B; 9303-6, appendix B; 9303-5, appendix B; 9303-7, appendix B (A and B).
    "TD3": (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ),
    "TD2": ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
    "TD1": (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ),
    "MRV-A": (
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    ),
    "MRV-B": ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"),
}


def dates() -> st.SearchStrategy[str]:
    return st.dates(date(1950, 1, 1), date(2049, 12, 31)).map(lambda day: f"{day:%y%m%d}")


@st.composite
def zones(draw: st.DrawFn) -> tuple[str, ...]:
    """A zone of any format with right check digits."""
    form = draw(st.sampled_from(DocumentFormat))
    french, visa = form is DocumentFormat.FRA_ID, form in (DocumentFormat.MRV_A, DocumentFormat.MRV_B)
    names = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=12)
    letter = "V" if visa else "P" if form is DocumentFormat.TD3 else "I"
    return compose(
        form,
        document_code="ID" if french else letter,
        issuing_state="FRA" if french else draw(st.sampled_from(["NER", "MLI", "BFA", "TCD", "D"])),
        primary_identifier=draw(names),
        secondary_identifier=draw(names),
        document_number=draw(
            st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=12, max_size=12)
            if french
            else st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=5, max_size=9)
        ),
        nationality="" if french else draw(st.sampled_from(["NER", "DZA", "SYR", "XXB"])),
        date_of_birth=draw(dates()),
        sex=draw(st.sampled_from([Sex.FEMALE, Sex.MALE, Sex.UNSPECIFIED])),
        date_of_expiry="" if french else draw(dates()),
    )


def sent(lines: tuple[str, ...], *, start: str, between: str, end: str, check: bool = False) -> str:
    """What goes over the line; `check` adds the exclusive or of all behind STX, as most readers do."""
    body = between.join(lines) + end
    text = start + body
    if check:
        total = 0
        for symbol in text[1:]:
            total ^= ord(symbol)
        text += chr(total)
    return text


def told(heard: tuple[Heard, ...]) -> list[object]:
    """What was heard, so that two lists can be compared: errors by their sentences."""
    return [each.lines if isinstance(each, Swiped) else each.sentence() for each in heard]
