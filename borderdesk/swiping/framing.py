"""From a stream of characters to whole zones, however the reader frames them.
 Readers send STX, the lines and ETX, perhaps with a check byte behind (the exclusive or of what went
before); or only the lines, each with CR, LF or both; or all lines in one. The last line may lack its end:
then a pause ends it. A line may carry a sign of the reader's own before or behind it, which is taken off
only where the line has its full length without it.

How the stream is cut into pieces makes no difference. What is kept is bounded: three lines, each no longer
than all lines of a zone together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from borderdesk.swiping.keyboards import joined, meant_at_most
from models.document import DocumentFormat
from models.errors import KnownError

STX, ETX, NAK, CAN = "\x02", "\x03", "\x15", "\x18"
PAUSE = 0.3
"""Seconds of silence that end a message: at 300 baud a character takes 0.03 s, a USB adapter holds some
back for 0.02 s, and nobody swipes twice as fast."""
UNREADABLE = "\ufffd"
"""Stands for a byte that is no character."""
_BREAKS = frozenset("\r\n\t\x0b\x0c")
_SHAPES = tuple(sorted({each.shape for each in DocumentFormat}, reverse=True))
_MOST_LINES = 3
_LONGEST = 120
_BEFORE = "~^|`@$%*#\\!"
_BEHIND = _BEFORE + " "
_NOISE = 8
"""So many bytes that are no text are a line set wrongly; fewer are a plug being pushed in."""
_NOTHING_READ = frozenset({"ERR", "ERROR", "NOREAD", "NO READ", "BAD READ", "READ ERROR"})
_LIKE_A_ZONE = 26


class SwipeError(KnownError):
    """What came from a swipe reader is no zone that can be used."""


@dataclass(frozen=True, slots=True)
class Swiped:
    """A whole zone as the reader sent it.

    Attributes:
        lines: Two or three of equal length, in the reader's or the keyboard's own symbols.
    """

    lines: tuple[str, ...]


Heard: TypeAlias = Swiped | SwipeError


class Framer:
    """Cuts one reader's stream into messages.

    Args:
        pause: Seconds of silence that end a message.
    """

    def __init__(self, pause: float = PAUSE) -> None:
        self._pause = pause
        self._last = 0.0
        self._check = ""
        self._begin(framed=False)

    @property
    def waiting(self) -> bool:
        """Whether something is held that a pause would end."""
        return bool(self._framed or self._lines or self._line or self._noise)

    @property
    def line(self) -> str:
        """The line that has not ended yet."""
        return "".join(self._line)

    def feed(self, text: str, now: float) -> tuple[Heard, ...]:
        """Take in what came.

        Args:
            text: Any part of the stream; `UNREADABLE` for a byte that is no character.
            now: The moment in seconds, from any clock that only goes forward.
        """
        heard = list(self.wait(now))
        for symbol in text:
            heard.extend(self._take(symbol))
        if text:
            self._last = now
        return tuple(heard)

    def wait(self, now: float) -> tuple[Heard, ...]:
        """End the message where nothing came for a pause."""
        if now - self._last < self._pause:
            return ()
        return self.end()

    def end(self) -> tuple[Heard, ...]:
        """End the message: nothing more will come."""
        self._check = ""
        return tuple(self._finish())

    def _take(self, symbol: str) -> Iterator[Heard]:
        check, self._check = self._check, ""
        if symbol == STX:
            yield from self._finish()
            # The check byte may be one that looks like STX; then an empty frame means nothing.
            self._begin(framed=True, perhaps_check=STX in check)
        elif check and symbol in check:
            return
        elif symbol == ETX:
            check = self._check_bytes()
            yield from self._finish()
            self._check = check
        elif symbol in (NAK, CAN) and not (self._line or self._lines or self._noise):
            yield from self._finish(failed=True)  # amid other signs it is noise
        elif symbol in _BREAKS:
            self._add(symbol)
            yield from self._break()
        else:
            self._add(symbol)
            if symbol.isprintable() and symbol != UNREADABLE:
                self._write(symbol)
            else:
                self._noise += 1
                if symbol == UNREADABLE:
                    self._write(symbol)

    def _begin(self, *, framed: bool, perhaps_check: bool = False) -> None:
        self._framed, self._noise, self._sum = framed, 0, 0
        self._perhaps_check = perhaps_check
        self._lines: list[str] = []
        self._line: list[str] = []

    def _write(self, symbol: str) -> None:
        if len(self._line) < _LONGEST:
            self._line.append(symbol)

    def _add(self, symbol: str) -> None:
        self._sum ^= ord(symbol)

    def _check_bytes(self) -> str:
        """What a check byte behind ETX may be: STX and ETX are summed by some readers and not by others."""
        sums = {self._sum ^ first ^ last for first in (0, ord(STX)) for last in (0, ord(ETX))}
        return "".join(chr(each) for each in sums)

    def _break(self) -> Iterator[Heard]:
        """A line has ended; without a frame the last line of a zone ends the message."""
        if not self._line:
            return
        self._end_line()
        if self._framed:
            return
        whole = _whole(self._lines)
        if whole:
            self._begin(framed=False)
            yield Swiped(whole)
        elif _says_nothing_read(self._lines[-1]):
            yield from self._finish()

    def _end_line(self) -> None:
        line = joined(self.line)
        self._lines = [*self._lines, line][-_MOST_LINES:]
        self._line = []

    def _finish(self, *, failed: bool = False) -> Iterator[Heard]:
        """The message is over: a zone, a sentence, or nothing worth a word."""
        if self._line:
            self._end_line()
        lines, framed, noise = self._lines, self._framed, self._noise
        if self._perhaps_check and not lines and not noise:
            framed = False
        self._begin(framed=False)
        whole = _whole(lines)
        if whole and not failed:
            yield Swiped(whole)
        elif failed or any(_says_nothing_read(line) for line in lines) or (framed and not lines):
            yield SwipeError("error.swipe.nothing")
        elif any(like_a_zone(line) for line in lines):
            lengths = "+".join(str(len(line)) for line in lines)
            yield SwipeError("error.swipe.incomplete", lengths=lengths)
        elif noise >= _NOISE:
            yield SwipeError("error.swipe.garbled")
        elif framed:
            yield SwipeError("error.swipe.no_zone")


def messages_in(pieces: Iterable[str]) -> tuple[Heard, ...]:
    """Everything in a stream that came without pauses and is over.

    >>> messages_in(["\\x02I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\\r",
    ...              "D231458907UTO7408122F1204159<<<<<<<6\\r\\x03"])[0].lines[1]
    'D231458907UTO7408122F1204159<<<<<<<6'
    """
    framer = Framer()
    heard = [each for piece in pieces for each in framer.feed(piece, 0.0)]
    return (*heard, *framer.end())


def like_a_zone(line: str) -> bool:
    """Whether a line, whole or not, was surely meant to be one of a zone: no person writes like that."""
    if len(line) < _LIKE_A_ZONE:
        return False
    text = meant_at_most(line)
    wild = sum(symbol == UNREADABLE for symbol in text)
    digits, letters = sum(symbol.isdigit() for symbol in text), sum(symbol.isalpha() for symbol in text)
    if wild > len(text) // 15:
        return False
    if " " in line:  # perhaps words, with a telephone number or two
        return digits >= 12 and digits >= letters > 0
    return "<" in text or (digits >= 8 and letters > 0)


def _whole(lines: list[str]) -> tuple[str, ...]:
    """The zone that the last lines are; empty where they are none."""
    for count, width in _SHAPES:
        cut = [_cut(line, width) for line in lines[-count:]]
        if len(cut) == count and all(cut):
            return tuple(cut)
    for count, width in _SHAPES:
        together = _cut(lines[-1], count * width) if lines else ""
        if together:
            return tuple(together[start : start + width] for start in range(0, count * width, width))
    return ()


def _cut(line: str, width: int) -> str:
    """The line without the reader's own signs around it; empty where it has another length."""
    extra = len(line) - width
    if extra < 0:
        return ""
    before = min(extra, len(line) - len(line.lstrip(_BEFORE)))
    kept, behind = line[before : before + width], line[before + width :]
    return kept if not behind.strip(_BEHIND) else ""


def _says_nothing_read(line: str) -> bool:
    return line.strip(_BEHIND).upper() in _NOTHING_READ
