"""How well a passphrase withstands guessing, in three steps and a sentence: a hint, no measure.

A stolen laptop can be guessed at for months, slowed by argon2id alone. What counts then is length and that it
is no single word; signs and digits change little (NIST SP 800-63B-4, 3.1.1.2).
"""

from __future__ import annotations

from dataclasses import dataclass

from ui.desktop.views.marks import Mark
from ui.desktop.views.wording import Wording

SHORTEST = 12
"""Characters below which the first-run questions do not go on."""
_LONG, _WORDS = 20, 4
_VARIED = 6


@dataclass(frozen=True, slots=True)
class StrengthView:
    """What is said of a passphrase while it is typed.

    Attributes:
        mark: GOOD, DOUBTFUL or BAD; NONE while nothing is typed.
        text: One sentence.
        enough: Whether it may be used.
    """

    mark: Mark
    text: str
    enough: bool


def strength_view(passphrase: str, wording: Wording) -> StrengthView:
    """What to say of a passphrase.

    >>> strength_view("sunny", Wording(isolate=False)).enough
    False
    >>> strength_view("aaaaaaaaaaaaaaaaaaaaaaaaa", Wording(isolate=False)).mark.value
    'doubtful'
    >>> strength_view("seven cranes over the dry river", Wording(isolate=False)).mark.value
    'good'
    """
    length = len(passphrase.strip())
    if not passphrase:
        return StrengthView(Mark.NONE, wording.say("window.strength.empty"), False)
    if length < SHORTEST:
        return StrengthView(Mark.BAD, wording.say("window.strength.short", count=SHORTEST - length), False)
    varied = len(set(passphrase.lower())) >= _VARIED
    if varied and (length >= _LONG or len(set(passphrase.lower().split())) >= _WORDS):
        return StrengthView(Mark.GOOD, wording.say("window.strength.good"), True)
    return StrengthView(Mark.DOUBTFUL, wording.say("window.strength.fair"), True)
