"""The name field: primary and secondary identifier (ICAO Doc 9303-3, 4.6; 9303-4, 4.2.3 and its likes).

Two fillers part the primary from the secondary identifier, one filler parts components. A field that ends
in a letter must be taken as cut (9303-4, 4.2.3, note), even where the name fits exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

_FILLER = "<"
_BREAK = "<<"


@dataclass(frozen=True, slots=True)
class Name:
    """What a name field says.

    Attributes:
        primary: Components parted by single spaces.
        secondary: The same; empty where the field holds one identifier only.
        truncated: True where the field may have been cut.
    """

    primary: str
    secondary: str
    truncated: bool


def split_name(field: str) -> Name:
    """Read a name field.

    Args:
        field: Its characters, fillers and all.

    >>> split_name("VAN<DER<MUELLEN<<MARTIN<<<<<<<")
    Name(primary='VAN DER MUELLEN', secondary='MARTIN', truncated=False)
    >>> split_name("ARKFREITH<<<<<<<<<<<<<<<<<<<<<").secondary
    ''
    """
    primary, _, secondary = field.partition(_BREAK)
    return Name(components(primary), components(secondary), is_full(field))


def components(field: str) -> str:
    """Fillers, of any number, as single spaces."""
    return " ".join(part for part in field.split(_FILLER) if part)


def is_full(field: str) -> bool:
    """Whether a field ends without a filler, so that it may have been cut."""
    return not field.endswith(_FILLER)


def write_name(primary: str, secondary: str, width: int) -> str:
    """Fill a name field, cutting by the standard's rule where the name is too long.

    The secondary identifier is cut first, at the end of the field. Only where not even its first letter would
    fit, letters are taken from the longest components of the primary identifier, until three places are free.
    A cut field always ends in a letter: where it would end in a filler, the longest component before it gives
    up one letter more. Issuers may cut otherwise; the standard gives examples, not one way.

    Args:
        primary: Letters A to Z and spaces.
        secondary: The same; may be empty.
        width: Places that the field has.

    Returns:
        Exactly `width` characters.

    Source: ICAO Doc 9303-4, 4.2.2 and 4.2.3; 9303-5, 9303-6 and 9303-7 say the same for their widths.

    >>> write_name("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG", 39)
    'NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K'
    """
    first, second = primary.split(), secondary.split()
    if len(_joined(first, second)) <= width:
        return _joined(first, second).ljust(width, _FILLER)
    while second and len(_FILLER.join(first)) > width - len(_BREAK) - 1:
        _shorten(first)
    while _joined(first, second)[width - 1] == _FILLER and _give_up_a_letter(first, second, width):
        pass
    return _joined(first, second)[:width]


def _joined(first: list[str], second: list[str]) -> str:
    return _BREAK.join(_FILLER.join(part) for part in (first, second) if part)


def _shorten(parts: list[str]) -> None:
    """Take the last letter from the longest component; of equally long ones the last."""
    longest = max(range(len(parts)), key=lambda place: (len(parts[place]), place))
    if len(parts[longest]) > 1:
        parts[longest] = parts[longest][:-1]
    else:
        del parts[longest]


def _give_up_a_letter(first: list[str], second: list[str], width: int) -> bool:
    """Shorten the longest component that ends before the cut, a given name if there is one.

    Returns:
        False where all of them are single letters already; then the field has to end in a filler.
    """
    used = len(_FILLER.join(first)) + len(_BREAK)
    before = 0
    for part in second:
        used += len(part) + 1
        if used > width:
            break
        before += 1
    for parts, count in ((second, before), (first, len(first))):
        shortened = parts[:count]
        if any(len(part) > 1 for part in shortened):
            _shorten(shortened)
            parts[:count] = shortened
            return True
    return False
