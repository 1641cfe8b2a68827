"""Hits by a character in doubt: whether another picture of the document left the same doubt.

One more scan is asked for first. Where another picture of that document, within a quarter of an hour, leaves
the same entry in doubt, a third would not settle it. Document numbers and entries are remembered so long, in
memory only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from borderdesk.verdict import EntryName, entry_name
from models.document import MrzFields
from models.image import PageImage
from models.watchlist import Screening

ANOTHER_SCAN = timedelta(minutes=15)
"""So long after a picture left a hit in doubt, another that leaves the same one counts as scanned again."""


@dataclass(frozen=True, slots=True)
class _Doubted:
    """A picture of a document that led to an entry by a character in doubt."""

    document: tuple[str, str]
    entry: EntryName
    picture: int
    moment: datetime


class DoubtedHits:
    """Remembers which pictures of which documents left which entries in doubt."""

    def __init__(self) -> None:
        self._doubted: list[_Doubted] = []

    def stayed(
        self, page: PageImage | None, fields: MrzFields, screening: Screening | None, now: datetime
    ) -> frozenset[EntryName]:
        """Entries that another picture of this document led to by a character in doubt, as this one does.

        Args:
            page: The picture; None where the document came as text, which is no other scan.
            fields: Of the document.
            screening: What the watchlist said of this picture; it is remembered.
            now: The moment of the inspection, timezone-aware.
        """
        doubted = [entry_name(hit) for hit in screening.hits if hit.doubted] if screening is not None else []
        if not doubted or page is None:
            return frozenset()
        picture = crc32(page.pixels.tobytes())
        document = (fields.issuing_state, fields.document_number)
        self._doubted = [each for each in self._doubted if timedelta() <= now - each.moment <= ANOTHER_SCAN]
        stayed = frozenset(
            each.entry
            for each in self._doubted
            if each.document == document and each.entry in doubted and each.picture != picture
        )
        self._doubted += [_Doubted(document, name, picture, now) for name in doubted]
        return stayed
