"""Lists of others, one file a public format; each an iterator of entries that reads as it goes.

The rule: an importer yields entries or raises a `KnownError` that names the file and the place. It stores
nothing: the caller takes what it yields in one transaction, so that a bad row leaves the old list in force.
"""
