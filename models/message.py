"""A sentence that is shown to a person, kept as its key and values until a language is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from resources import messages


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence, not yet in any language.

    Attributes:
        key: Dotted key into `resources/messages/<language>/*.toml`, such as `check.check_digit.failed`.
        params: Name and value pairs, sorted by name; values are what a machine printed (numbers, dates,
            codes) or a text in the traveller's own spelling, so that a right-to-left sentence can isolate
            them.
    """

    key: str
    params: tuple[tuple[str, str], ...] = ()

    def text(self, language: str = "en", *, isolate: bool = False) -> str:
        """The sentence in a language; `isolate` wraps values for a window (see `resources.messages`)."""
        return messages.text(self.key, self.params, language=language, isolate=isolate)


def message(key: str, **params: object) -> Message:
    """Make a `Message` from keyword values.

    >>> message("check.expired", on="2012-04-15")
    Message(key='check.expired', params=(('on', '2012-04-15'),))
    """
    return Message(key, tuple(sorted((name, str(value)) for name, value in params.items())))
