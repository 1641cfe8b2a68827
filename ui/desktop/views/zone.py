"""The strip of the machine-readable zone: every character, the doubtful ones marked and explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.document import CheckDigit, Correction, TravelDocument
from models.image import Quad
from ui.desktop.views.wording import Wording

DOUBTFUL_BELOW = 0.9
"""Below this probability a character is shown as doubtful, as the officer should look at the paper itself."""


@dataclass(frozen=True, slots=True)
class CellView:
    """One character of the strip.

    Attributes:
        symbol: As used from here on.
        doubtful: True where it was read with little certainty.
        corrected: True where it was read as something else.
        wrong: True for a check digit that does not agree.
        tip: What there is to know of it, in words.
        quad: Where it stands on the page, or None.
    """

    symbol: str
    doubtful: bool = False
    corrected: bool = False
    wrong: bool = False
    tip: str = ""
    quad: Quad | None = None

    @property
    def marked(self) -> bool:
        """Whether the officer should look at it."""
        return self.doubtful or self.corrected or self.wrong


@dataclass(frozen=True, slots=True)
class ZoneView:
    """The strip; no lines where nothing was read."""

    lines: tuple[tuple[CellView, ...], ...] = ()

    @property
    def text(self) -> str:
        """The lines as text, for the clipboard and for screen readers."""
        return "\n".join("".join(cell.symbol for cell in line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Read:
    """What is known of one character: all of it from a reading, its probability only from a stored record."""

    probability: float
    alternatives: tuple[tuple[str, float], ...] = ()
    quad: Quad | None = None


def zone_view(
    document: TravelDocument | None, wording: Wording, probabilities: Sequence[Sequence[float]] = ()
) -> ZoneView:
    """The strip of a document.

    Args:
        document: None where nothing was read.
        wording: Language.
        probabilities: One a character, where the document comes from a record and has no reading.
    """
    if document is None:
        return ZoneView()
    corrections = {(change.line, change.position): change for change in document.corrections}
    wrong = {(digit.line, digit.position): digit for digit in document.check_digits if not digit.agrees}
    known = _known(document, probabilities)
    return ZoneView(
        tuple(
            tuple(
                _cell(symbol, place, known.get(place), corrections.get(place), wrong.get(place), wording)
                for place, symbol in (((row, column), symbol) for column, symbol in enumerate(line))
            )
            for row, line in enumerate(document.lines)
        )
    )


def _known(
    document: TravelDocument, probabilities: Sequence[Sequence[float]]
) -> dict[tuple[int, int], _Read]:
    if document.reading is None:
        return {
            (row, column): _Read(probability)
            for row, line in enumerate(probabilities)
            for column, probability in enumerate(line)
        }
    return {
        (row, column): _Read(char.probability, char.alternatives, char.quad)
        for row, line in enumerate(document.reading.lines)
        for column, char in enumerate(line)
    }


def _cell(
    symbol: str,
    place: tuple[int, int],
    read: _Read | None,
    change: Correction | None,
    digit: CheckDigit | None,
    wording: Wording,
) -> CellView:
    doubtful = read is not None and read.probability < DOUBTFUL_BELOW
    tips = [*_tips_of_reading(symbol, read, change, wording), *_tips_of_digit(digit, wording)]
    tips.append(wording.say("window.character.place", line=place[0] + 1, place=place[1] + 1))
    return CellView(
        symbol=symbol,
        doubtful=doubtful,
        corrected=change is not None,
        wrong=digit is not None,
        tip="\n".join(tips),
        quad=read.quad if read is not None else None,
    )


def _tips_of_reading(
    symbol: str, read: _Read | None, change: Correction | None, wording: Wording
) -> list[str]:
    tips = []
    if change is not None:
        percent = wording.percent(change.probability)
        tips.append(
            wording.say("window.character.corrected", read=change.read, used=change.used, percent=percent)
        )
    elif read is not None:
        key = "window.character.doubtful" if read.probability < DOUBTFUL_BELOW else "window.character.sure"
        tips.append(wording.say(key, symbol=symbol, percent=wording.percent(read.probability)))
    if read is not None and (change is not None or read.probability < DOUBTFUL_BELOW):
        tips.extend(
            wording.say("window.character.alternative", symbol=other, percent=wording.percent(probability))
            for other, probability in read.alternatives[:3]
            if probability >= 0.01
        )
    return tips


def _tips_of_digit(digit: CheckDigit | None, wording: Wording) -> list[str]:
    if digit is None:
        return []
    if digit.computed is None:
        return [wording.say("window.character.digit_unknown", printed=digit.printed)]
    return [wording.say("window.character.digit_wrong", printed=digit.printed, computed=digit.computed)]
