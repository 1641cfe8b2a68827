"""Telling a swipe reader that plays a keyboard from a person who types.

* A person leaves 0.08 s and more between two keys, seldom half of it, and never thirty times in a row; a
  reader needs 0.002 to 0.03 s. Keys that follow each other faster than `GAP` are held back until it is known
  what they are: for a person that is no longer than `GAP`, which nobody notices.
* They are a swipe where they are a whole zone, begin with STX, hold a line that nobody would write
  (`framing.like_a_zone`), or say that nothing was read. Then all of it is the reader's, to the last Enter,
  and until the zone is whole it may pause for longer, as between its lines.
* What is no swipe is given back as it was typed, but for Enter: a reader's Enter must never decide on a
  document. Outside of a line of text, Enter on the heels of a letter or digit means nothing that a person
  would want; inside of one it is kept back only behind what a machine has typed.
"""

from __future__ import annotations

from borderdesk.swiping.framing import STX, Framer, Heard, Swiped, like_a_zone

GAP = 0.05
"""Seconds within which a reader's next key comes."""
GAP_INSIDE = 0.25
"""The same once it is known to be a reader: between two lines it may stop for longer."""
_ENTERS = frozenset("\r\n")
_ON_THE_HEELS = 0.3
_MACHINE = 6
"""Capitals and digits in a row, each within `GAP`, that no hand types."""
_LONGEST_RUN = 120


def is_enter(text: str) -> bool:
    """Whether a key's text ends a line."""
    return bool(text) and set(text) <= _ENTERS


class Burst:
    """Keys that follow each other quickly."""

    def __init__(self) -> None:
        self._framer = Framer()
        self._text = ""
        self._last = float("-inf")
        self._run, self._run_ended = "", float("-inf")
        self._swiped = self._after_swipe = False
        self.recognised = False

    @property
    def held(self) -> bool:
        """Whether keys are being held back or swallowed."""
        return bool(self._text)

    @property
    def patience(self) -> float:
        """Seconds after which the burst is over."""
        return GAP_INSIDE if self.recognised and not self._swiped else GAP

    def takes(self, text: str) -> bool:
        """Whether a key belongs to a burst: any sign within one, at its beginning what readers begin with."""
        if self._text:
            return bool(text)
        return text == STX or is_enter(text) or (bool(text) and text.isprintable())

    def over(self, text: str, now: float) -> bool:
        """Whether this key comes too late for what is held, or begins a message of its own."""
        late = not 0 <= now - self._last <= self.patience  # the clock of keys may begin anew
        return bool(self._text) and (late or (text == STX and not self.recognised))

    def add(self, text: str, now: float) -> tuple[Heard, ...]:
        """One more key.

        Args:
            text: What it types.
            now: When it was pressed, in seconds of any clock.

        Returns:
            What the reader has said by now.
        """
        before = self._framer.line
        heard = self._framer.feed(text, now)
        self._text, self._last = self._text + text, now
        self._lengthen_run(text, now)
        begun = self._text.lstrip("\r\n")
        framed = begun.startswith(STX) and begun != STX
        line = before + text.strip("\r\n")
        self.recognised = self.recognised or bool(heard) or framed or like_a_zone(line)
        return self._worth_saying(heard) if self.recognised else ()

    def end(self) -> tuple[Heard, ...]:
        """Nothing more came in time.

        Returns:
            What the reader has said; where `recognised` is false afterwards, it was no reader.
        """
        heard = self._framer.end()
        self.recognised = self.recognised or any(isinstance(each, Swiped) for each in heard)
        return self._worth_saying(heard) if self.recognised else ()

    def lets_enter_through(self, now: float, *, writing: bool) -> bool:
        """Whether an Enter that was no swipe's may act; asked after `end`.

        Args:
            now: When it was pressed.
            writing: Whether a line of text has the focus.
        """
        typed = self._text.strip("\r\n")
        soon = 0 <= now - self._run_ended <= _ON_THE_HEELS
        if soon and like_a_zone(self._run):
            return False
        if writing:
            machine = (
                len(typed) >= _MACHINE and typed.isascii() and typed.isalnum() and typed.upper() == typed
            )
            return not machine
        return not typed and not soon

    def forget(self) -> None:
        """Begin anew; what was typed just before is remembered for the Enter that may follow it."""
        self._after_swipe = self.recognised
        self._framer = Framer()
        self._text, self._swiped, self.recognised = "", False, False

    def _lengthen_run(self, text: str, now: float) -> None:
        """Signs typed at a moderate pace: a slow reader's, perhaps."""
        if not text.isprintable() or is_enter(text):
            return
        if self._after_swipe or not 0 <= now - self._run_ended <= _ON_THE_HEELS:
            self._run, self._after_swipe = "", False
        self._run, self._run_ended = (self._run + text)[-_LONGEST_RUN:], now

    def _worth_saying(self, heard: tuple[Heard, ...]) -> tuple[Heard, ...]:
        """A zone always; trouble only before one, because what trails behind it means nothing."""
        said = tuple(each for each in heard if isinstance(each, Swiped) or not self._swiped)
        self._swiped = self._swiped or any(isinstance(each, Swiped) for each in said)
        return said
