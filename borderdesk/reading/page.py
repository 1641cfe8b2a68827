"""The one way from a page to documents: search, read again closely, hear the witnesses, decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from borderdesk.imaging.lines import Strip, rectify
from borderdesk.imaging.views import around
from borderdesk.reading import passporteye_witness, tesseract
from borderdesk.reading.cells import CellRow, Cells
from borderdesk.reading.decide import Decision, decide
from borderdesk.reading.doubts import doubts_of, doubts_without_zone
from borderdesk.reading.ends import open_ends
from borderdesk.reading.fusion import completed, heard, otherwise, tempered
from borderdesk.reading.network import shipped
from borderdesk.reading.search import apart, centre, search
from borderdesk.reading.windows import FoundZone
from models.cancel import CancelToken
from models.document import TravelDocument
from models.image import PageImage, Quad
from models.message import Message, message
from models.reading import MRZ_ALPHABET, CharReading, MrzReading, MrzZone, Witness

# Our Tesseract errs three times as often as the network on lines as the desk cuts them (the model cards): it
# may raise doubt, but must not overrule lightly.
TESSERACT_WEIGHT = 0.35
# PassportEye locates by itself but reads with the same model as our Tesseract: half a witness.
PASSPORTEYE_WEIGHT = 0.2
# The fusion keeps 2 % back for what the network may confuse. Where a document is certain and all its digits
# agree that is far too modest: of 61,485 characters said to be 97.8 % sure none was wrong, of 45 below 80 %
# three. So many times their odds rise there.
SETTLED = 20.0
FURTHER = 0.7
"""Strength of a zone that counts as one more document beside another; tables of text stay well below."""
_TRIED_FOR_THE_FIRST = 3
_ALTERNATIVES = 3
_LEAST_ALTERNATIVE = 0.001


@dataclass(frozen=True, slots=True)
class PageReading:
    """What was read on a page.

    Attributes:
        documents: Every document found, from the top of the page down.
        doubts: Why nothing was read, where `documents` is empty.
    """

    documents: tuple[TravelDocument, ...]
    doubts: tuple[Message, ...] = ()


def read_page(
    page: PageImage, *, today: date, cancel: CancelToken | None = None, second_opinion: bool = False
) -> PageReading:
    """Read every machine-readable zone of a page.

    Args:
        page: The page, any way up.
        today: For the century of two-digit years.
        cancel: Asked between steps.
        second_opinion: Hear PassportEye too where the others leave doubt; that takes a second at first and
            100 MB, and settled nothing in 1,000 pictures (docs/adr/0008).

    Returns:
        The documents with their probabilities, or why there is none. A zone that was found but is laid out
        like no document counts as none, and so does a faint one beside a document that was read.

    Raises:
        Cancelled: Stopping was asked for.
        TesseractError: The second reader is not installed.
    """
    zones = search(page, shipped(), cancel)
    if not zones:
        return PageReading((), doubts_without_zone(page))
    read: list[tuple[FoundZone, TravelDocument]] = []
    why: tuple[Message, ...] = ()
    for place, zone in enumerate(zones):
        if cancel:
            cancel.raise_if_cancelled()
        if read and (zone.strength < FURTHER or not all(apart(zone, other) for other, _ in read)):
            continue
        if not read and place >= _TRIED_FOR_THE_FIRST:
            break
        document, doubts = _read_zone(zone, today, second_opinion=second_opinion)
        if document:
            read.append((zone, document))
        why = why or doubts
    read.sort(key=lambda each: centre(each[0])[::-1])
    return PageReading(tuple(document for _, document in read), () if read else why)


def _read_zone(
    zone: FoundZone, today: date, *, second_opinion: bool
) -> tuple[TravelDocument | None, tuple[Message, ...]]:
    """Hear one witness after the other until it is certain what is printed; each costs more than the last."""
    rows = zone.rows
    fused = [tempered(row.cells) for row in rows]
    witnesses = [Witness("network", tuple(row.text for row in rows))]
    seen = [completed(row.cells) for row in rows]
    decision = decide(fused, today=today, seen=seen)
    # A witness that confuses a first letter must not make a zone no zone.
    like_a_zone = decision.like_a_zone
    if not (decision.certain and decision.agrees):
        first = witnesses[0].lines
        said = ask_tesseract(zone)
        witnesses.append(Witness("tesseract", said))
        fused = [heard(row, text, weight=TESSERACT_WEIGHT) for row, text in zip(fused, said, strict=True)]
        dissent = {
            (number, place)
            for number, (text, other) in enumerate(zip(first, said, strict=True))
            for place in otherwise(text, other)
        }
        decision = decide(fused, today=today, first=first, seen=seen, dissent=dissent)
        if second_opinion and not decision.certain:
            third = _third_witness(zone, rows)
            if third:
                witnesses.append(Witness("passporteye", third))
                fused = [
                    heard(row, text, weight=PASSPORTEYE_WEIGHT)
                    for row, text in zip(fused, third, strict=True)
                ]
                decision = decide(fused, today=today, first=first, seen=seen, dissent=dissent)
    if not (decision.certain or like_a_zone or decision.like_a_zone):
        doubts = doubts_of(zone.view, rows, decision)
        cut = tuple(doubt for doubt in doubts if doubt.key.startswith("reading.cut_off"))
        return None, cut or (message("reading.no_zone"),)
    doubts = doubts_of(zone.view, rows, decision)
    if decision.certain:
        doubts = open_ends(zone.view, rows)
    return document_of(zone, fused, witnesses, decision, doubts, certain=not doubts), doubts


def document_of(
    zone: FoundZone,
    fused: Sequence[Cells],
    witnesses: Sequence[Witness],
    decision: Decision,
    doubts: tuple[Message, ...],
    *,
    certain: bool,
) -> TravelDocument | None:
    """The document that was decided on; None where the text is laid out like none.

    Args:
        zone: Where it was read.
        fused: (n, 37) for each of its rows, after all witnesses.
        witnesses: What each said.
        decision: What was made of that.
        doubts: Why it is not certain.
        certain: Whether it may be relied on; more may be asked for than the decision knows of.
    """
    if decision.zone is None:
        return None
    return TravelDocument(
        format=decision.zone.format,
        lines=decision.zone.lines,
        fields=decision.zone.fields,
        check_digits=decision.zone.check_digits,
        certain=certain,
        doubts=doubts,
        corrections=decision.corrections,
        reading=_reading(zone, fused, tuple(witnesses), odds=SETTLED if certain and decision.agrees else 1.0),
    )


def ask_tesseract(zone: FoundZone) -> tuple[str, ...]:
    """What the second witness reads in a zone, one string a row.

    Raises:
        TesseractError: It is not installed.
    """
    return tesseract.read_lines([_strip(zone, row, scale=1.5).pixels for row in zone.rows])


def _strip(zone: FoundZone, row: CellRow, *, scale: float) -> Strip:
    """The row larger, from one character before the first to one after the last."""
    first, last = row.strip.x(row.centres[0]), row.strip.x(row.centres[-1])
    line = row.strip.line
    margin = 1.2 * line.pitch
    return rectify(zone.view.grey, line, first - margin, last + margin, scale=scale)


def _third_witness(zone: FoundZone, rows: Sequence[CellRow]) -> tuple[str, ...]:
    """What PassportEye reads around the zone, if it found rows of about this shape."""
    left, top, right, bottom = around([row.strip.line for row in rows], zone.view, margin=3.0)
    lines = passporteye_witness.read_zone(zone.view.grey[top:bottom, left:right])
    width = len(rows[0].cells)
    return lines if len(lines) == len(rows) and all(abs(len(x) - width) <= 4 for x in lines) else ()


def _reading(
    zone: FoundZone, fused: Sequence[Cells], witnesses: tuple[Witness, ...], *, odds: float
) -> MrzReading:
    rows = zone.rows
    quads = [_quads(zone, row) for row in rows]
    lines = tuple(
        tuple(_character(cell, quad, begins, odds) for cell, quad in zip(cells, line_quads, strict=True))
        for cells, line_quads, begins in zip(fused, quads, zone.begins, strict=True)
    )
    line_quads = tuple((line[0][0], line[-1][1], line[-1][2], line[0][3]) for line in quads)
    whole: Quad = (line_quads[0][0], line_quads[0][1], line_quads[-1][2], line_quads[-1][3])
    middle = rows[0].strip.line
    height = middle.capital((middle.first + middle.last) / 2)
    return MrzReading(MrzZone(zone.view.page, line_quads, whole, height), lines, witnesses)


def _quads(zone: FoundZone, row: CellRow) -> list[Quad]:
    half = float(np.mean(np.diff(row.centres))) / 2
    line = row.strip.line
    return [
        zone.view.quad_to_page(line.quad(row.strip.x(column - half), row.strip.x(column + half)))
        for column in row.centres
    ]


def _character(cell: Cells, quad: Quad, begins: float, odds: float) -> CharReading:
    """One character with how likely it is that it stands printed in its place.

    Args:
        cell: (37,) probabilities, were the row cut rightly.
        quad: Where it stands.
        begins: Probability that its row was cut rightly.
        odds: Times by which its odds rise because the document as a whole is in order.
    """
    order = np.argsort(-cell)
    likeliest = min(1.0, float(cell[order[0]]))
    others = 1.0 / (likeliest * odds + 1.0 - likeliest)
    alternatives = tuple(
        (MRZ_ALPHABET[i], round(float(cell[i]) * others * begins, 4))
        for i in order[1 : 1 + _ALTERNATIVES]
        if cell[i] * others * begins >= _LEAST_ALTERNATIVE
    )
    return CharReading(MRZ_ALPHABET[order[0]], likeliest * odds * others * begins, alternatives, quad)
