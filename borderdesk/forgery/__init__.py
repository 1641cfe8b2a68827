"""Signs of forgery, told in the coding of BSI TR-03135: one file a family of checks, a registry runs them.

Rules of this room:

* what is printed is judged as it is printed: a character that was surely read is never excused;
* only what was surely read can fail. What fails on an unsure reading is undetermined and asks for another
  scan; what could not be done is said to be so and never counts as passed (TR-03135-1, results of checks);
* a format that has no such check answers "not supported"; no check is ever silently missing;
* check digits are blind to swaps that are equal modulo 10 and cover neither names, issuer, nationality nor
  sex (ICAO Doc 9303-3, 4.9): that every check passes does not make a document genuine.
"""
