"""What the program speaks of: frozen values that every room shares.

Rules of this room:

* values only: no input or output, no Qt, no SQL (their stored form is in `models.tables`);
* every value holds what it was made from by reference, so that a verdict can be walked back to the box
  and the probability of a single character;
* names are those of ICAO Doc 9303, BSI TR-03135 and FollowTheMoney.
"""
