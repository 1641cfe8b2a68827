"""Pictures that wait to be read, in the order in which they will be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from models.document import TravelDocument
from ui.desktop.views.entries import WaitingView
from ui.desktop.views.inspection import identity_of


class WaitingList:
    """What was dropped or opened comes first; what a scanner sent is read without being asked.

    Args:
        entries: What lies ready at the start.
    """

    def __init__(self, entries: Iterable[WaitingView] = ()) -> None:
        self._entries = list(entries)
        self._sent: list[Path] = []
        self._swiped: list[TravelDocument] = []

    @property
    def entries(self) -> tuple[WaitingView, ...]:
        """All that waits, next one first."""
        return tuple(self._entries)

    @property
    def first(self) -> WaitingView | None:
        """The next one."""
        return self._entries[0] if self._entries else None

    @property
    def first_sent(self) -> Path | None:
        """The next one that a scanner sent."""
        return self._sent[0] if self._sent else None

    def put_swiped(self, document: TravelDocument) -> int:
        """Take in a document that was swiped; swiped again, the later one counts.

        Returns:
            How many wait now.
        """
        again = identity_of(document)
        self._swiped = [*(each for each in self._swiped if identity_of(each) != again), document]
        return len(self._swiped)

    def take_swiped(self) -> TravelDocument | None:
        """Take out the document that has waited longest since it was swiped, because it is being read now."""
        return self._swiped.pop(0) if self._swiped else None

    def put_first(self, entries: Sequence[WaitingView]) -> None:
        """Put entries before all others; each stands there once.

        >>> waiting = WaitingList([WaitingView(Path("a"), "a"), WaitingView(Path("b"), "b")])
        >>> waiting.put_first([WaitingView(Path("b"), "b"), WaitingView(Path("c"), "c")])
        >>> [entry.title for entry in waiting.entries]
        ['b', 'c', 'a']
        """
        new = {entry.path for entry in entries}
        self._entries = [*entries, *(entry for entry in self._entries if entry.path not in new)]

    def put_sent(self, path: Path) -> None:
        """Take in what a scanner sent, behind what it sent before and ahead of everything else."""
        place = len(self._sent)
        if path not in self._sent:
            self._entries = [entry for entry in self._entries if entry.path != path]
            self._entries.insert(place, WaitingView(path, path.name))
            self._sent.append(path)

    def take(self, path: Path) -> WaitingView:
        """Take an entry out, because it is being read now."""
        found = next((entry for entry in self._entries if entry.path == path), WaitingView(path, path.name))
        self._entries = [entry for entry in self._entries if entry.path != path]
        self._sent = [sent for sent in self._sent if sent != path]
        return found
