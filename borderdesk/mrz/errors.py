"""What can be wrong with a text that should be a machine-readable zone."""

from __future__ import annotations

from models.errors import KnownError


class MrzFormatError(KnownError):
    """The text is no machine-readable zone, or a value does not fit into one.

    A zone with wrong check digits or impossible dates is none of that: it parses, and says what is wrong.
    """
