"""The press: draws specimen travel documents whose zone lies where ICAO Doc 9303 parts 3 to 7 wants it.

Rules of this room:

* no forger's kit: the only issuer is Utopia (UTO), SPECIMEN lies across every page, faces are featureless,
  and no page comes without its sheet, which says that it is no travel document;
* a zone is exact: OCR-B size 1 at a pitch of 2.54 mm, first character and centre lines where the part of
  Doc 9303 of that format puts them (`borderdesk.mrz.page_geometry`);
* chance comes from the seed alone: the same specimen, seed and capture give the same pixels on one machine
  (another release of the font renderer may move a shade, never a character);
* the truth goes with the picture: the printed lines and where they stand.
"""

from borderdesk.training.press.capture import Capture
from borderdesk.training.press.drawing import DrawnDocument, draw
from borderdesk.training.press.specimen import Holder, Side, Specimen

__all__ = ["Capture", "DrawnDocument", "Holder", "Side", "Specimen", "draw"]
