"""From places on a page to characters, and from characters to a document that may be relied on, or not.

Rules of this room:

* readers that fail differently are heard: our own network first, Tesseract where it leaves doubt or a check
  digit fails, PassportEye where doubt remains and somebody asks for it; what they agree on is probable, what
  they do not is doubtful;
* a correction never hides a forgery: only a character whose alternatives were close is changed, only where
  one single change makes every check digit right, and what was read is kept beside what is used;
* refusing is cheap, a wrong certainty is not: a document that holds one doubtful character is not certain.
"""
