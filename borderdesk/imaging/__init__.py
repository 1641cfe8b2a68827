"""From a file to pages, and from a page to places that may hold a machine-readable zone.

Rules of this room:

* foreign bytes are never trusted: the size is asked before anything is decoded, and what cannot be
  decoded whole is refused with a sentence and a remedy;
* numpy, OpenCV, Pillow and PDFium only; nothing here knows what a character means.
"""
