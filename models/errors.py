"""Errors, in two kinds.

`KnownError` is the user's world: a picture that cannot be opened, a folder that is locked. It carries a
message key with its sentence and its remedy, and every face of the program shows both. All else is a bug
and is caught only at the border of a job. A document that cannot be read is neither: it is a result.
"""

from __future__ import annotations

from models.message import Message


class BorderdeskError(Exception):
    """Root of every error that this program raises itself."""


class KnownError(BorderdeskError):
    """Something that the person at the desk can mend.

    Args:
        key: Of the sentence in `resources/messages`, starting with `error.`; `<key>.remedy` is what to do.
        params: Values that the sentence names.
    """

    def __init__(self, key: str, **params: object) -> None:
        self.message = Message(key, tuple(sorted((name, str(value)) for name, value in params.items())))
        self.remedy = Message(f"{key}.remedy", self.message.params)
        super().__init__(f"{key} {dict(self.message.params)}")

    def sentence(self, language: str = "en", *, isolate: bool = False) -> str:
        """What happened and what to do, in one line."""
        return f"{self.message.text(language, isolate=isolate)} {self.remedy.text(language, isolate=isolate)}"
