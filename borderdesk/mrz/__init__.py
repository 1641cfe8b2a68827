"""Text of a machine-readable zone and where it stands (ICAO Doc 9303 parts 3 to 7), without a picture.

Rules of this room:

* pure: no input or output but the shipped tables, no clock; `today` is always handed in;
* what is printed stays as it is printed: a wrong check digit is reported, never mended;
* the format is told by the first letter and by the number and length of the lines, never by the last
  character (a visa has no composite check digit, so its last character means nothing);
* check digits are blind to swaps that are equal modulo 10 and cover neither names, issuer, nationality nor
  sex (Doc 9303-3, 4.9): that they all agree does not make a text right.
"""

from borderdesk.mrz.alphabets import alphabet
from borderdesk.mrz.check_digits import check_digit
from borderdesk.mrz.composing import compose
from borderdesk.mrz.errors import MrzFormatError
from borderdesk.mrz.formats import detect_format
from borderdesk.mrz.layouts import layout_of
from borderdesk.mrz.parsing import ParsedZone, parse

__all__ = [
    "MrzFormatError",
    "ParsedZone",
    "alphabet",
    "check_digit",
    "compose",
    "detect_format",
    "layout_of",
    "parse",
]
