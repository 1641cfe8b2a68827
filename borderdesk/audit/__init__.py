"""Who did what, when and why: a chain that is only ever added to.

Rules of this room:

* an entry is written in the transaction of what it tells of: both are there or neither is;
* an entry names people and records by number and holds no personal data of travellers;
* time never runs backwards in the chain: a clock that was set back is noticed, and the entry keeps both
  what the clock said and a moment not before the entry before it;
* each entry carries the hash of the one before, and heads are signed at checkpoints: an edit, a deletion, a
  swap and a cut tail are found.
"""
