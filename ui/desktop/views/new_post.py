"""What the first-run questions ask for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NewPost:
    """A station that is to be made, with its first administrator.

    Attributes:
        name: Of the post, as the officers call it.
        passphrase: Opens the station.
        full_name: Of the administrator, as it will stand in cases.
        username: As typed at sign-in.
        password: Of the administrator.
    """

    name: str
    passphrase: str = field(repr=False)
    full_name: str
    username: str
    password: str = field(repr=False)
