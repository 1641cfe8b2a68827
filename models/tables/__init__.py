"""The stored form of what the program speaks of, one module a database.

* `cases`: what this desk saw and what was decided; `people`, `audit` and `keeping` lie in the same file;
* `watchlist`: who and what is wanted.

Each has its own declarative base, because each is an encrypted file of its own. `migrations` leads from the
first schema to the declared one; a test holds the two against each other.
"""

from models.tables import audit, cases, keeping, people, watchlist

__all__ = ["audit", "cases", "keeping", "people", "watchlist"]
