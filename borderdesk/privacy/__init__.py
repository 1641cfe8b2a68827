"""What travellers may ask for, and what they are told.

Rules of this room:

* what is held on one traveller is handed out whole: what, why, until when, and who else received it;
* handing it out is itself a handing over, and stands in the list of who received it;
* every request has a day by which it must be answered, and stays until it is;
* an inspection is never changed: a correction is a note beside it;
* while a request about an inspection is open, that inspection is not erased.
"""
