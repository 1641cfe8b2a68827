"""The station: a folder with two encrypted databases, and the only room that opens them.

Rules of this room:

* nothing readable touches the disk: SQLCipher with a random key each, the keys wrapped by a key that
  argon2id (RFC 9106) makes from the passphrase; SQLite's own files beside them are encrypted alike;
* only sqlcipher3 is used, never Python's own sqlite3: its SQLite may carry a known bug that corrupts WALs;
* what was committed survives a pulled plug (WAL, synchronous=FULL); what was not leaves no trace;
* a station is made whole or not at all;
* whatever goes wrong with disk, folder, passphrase or file is a `KnownError` that says what to do.
"""
