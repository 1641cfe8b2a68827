"""What stands at the bottom of the desk: whose station it is, how old its lists are, who is signed in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from models.people import THE_DESK
from models.watchlist import ListState
from ui.desktop.desk import Desk
from ui.desktop.desk_page import DeskPage
from ui.desktop.views.people import person_line
from ui.desktop.views.station import station_view
from ui.desktop.views.wording import Wording

_LISTS_AGE_MS = 60_000


class Standing(QObject):
    """Keeps the status line true; lists grow old while nobody does anything.

    Args:
        page: Shows it.
        desk: Whose station it is.
        wording: Language of the line.
    """

    def __init__(self, page: DeskPage, desk: Desk, wording: Wording) -> None:
        super().__init__(page)
        self._page, self._desk, self._wording = page, desk, wording
        self._lists: tuple[ListState, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(_LISTS_AGE_MS)
        self._timer.timeout.connect(self.show)
        self._timer.start()
        self.show()
        self.show_person()

    def show_lists(self, lists: tuple[ListState, ...]) -> None:
        """Show other lists, or the same ones later."""
        self._lists = lists
        self.show()

    @Slot()
    def show(self) -> None:
        """Show the station with its lists as old as they are now."""
        desk = self._desk
        self._page.show_station(
            station_view(desk.name, desk.training, self._lists, now=desk.now(), wording=self._wording)
        )

    def show_person(self) -> None:
        """Show who is signed in; nobody, where the station has no people."""
        person = self._desk.person
        self._page.status.show_person("" if person is THE_DESK else person_line(person, self._wording))

    def show_watched(self, folder: Path | None) -> None:
        """Show which folder is watched."""
        text = self.tr("Watching {folder}").format(folder=self._wording.value(str(folder))) if folder else ""
        self._page.status.show_watched(text)

    def close(self) -> None:
        """Nothing grows old any more."""
        self._timer.stop()
