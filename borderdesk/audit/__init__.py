"""Who did what, when and why: a chain that is only ever added to.

Rules of this room:

* an entry is written in the transaction of what it tells of: both are there or neither is;
* an entry names people and records by number and holds no personal data of travellers;
* time never runs backwards in the chain: a clock that was set back is noticed and becomes an entry of its
  own, and every entry keeps both what the clock said and a moment not before the entry before it;
* each entry carries the hash of the one before, and heads are signed at checkpoints: an edit, a deletion, a
  swap and an insertion are found, a cut tail back to the last checkpoint that is known.

What no chain in one file can do: whoever holds the passphrase holds the signing key, and may write the chain
anew from anywhere on. That is found only by a checkpoint that was taken out of the station before.

`entries` is the form of an entry, `chain` adds, `signing` makes checkpoints, `verify` walks, `listing` shows.
"""
