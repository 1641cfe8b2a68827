"""The press: draws specimen travel documents whose zone lies where ICAO Doc 9303 parts 3 to 7 wants it.

Rules of this room:

* no forger's kit: the only issuers are Utopia (UTO) and a few whose codes nobody has, SPECIMEN lies across
  every page, faces are drawn and nobody's, and no page comes without its sheet, which says that it is no
  travel document;
* a zone is exact: OCR-B size 1 at a pitch of 2.54 mm, first character and centre lines where the part of
  Doc 9303 of that format puts them (`borderdesk.mrz.page_geometry`);
* chance comes from the seed alone: the same specimen, seed and capture give the same pixels on one machine
  (another release of the font renderer may move a shade, never a character);
* the truth goes with the picture: what is printed and where, and what was done to it.
"""

from borderdesk.training.press.capture import Capture
from borderdesk.training.press.documents import Drawn, draw_document
from borderdesk.training.press.drawing import DrawnDocument, Finish, draw
from borderdesk.training.press.frauds import Fraud
from borderdesk.training.press.plan import Kind
from borderdesk.training.press.specimen import Holder, Side, Specimen
from borderdesk.training.press.truth import Truth

__all__ = [
    "Capture",
    "Drawn",
    "DrawnDocument",
    "Finish",
    "Fraud",
    "Holder",
    "Kind",
    "Side",
    "Specimen",
    "Truth",
    "draw",
    "draw_document",
]
