"""Pictures of the window, for machines without a display and for whoever looks after its looks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from models.inspection import Inspection
from ui.desktop.app import dress, zone_family
from ui.desktop.desk import Desk
from ui.desktop.views.entries import WaitingView, done_view
from ui.desktop.views.inspection import inspection_view
from ui.desktop.views.station import station_view
from ui.desktop.views.wording import Wording
from ui.desktop.window import Window

SIZE = (1366, 740)


def portray(
    desk: Desk,
    inspection: Inspection,
    entry: WaitingView,
    waiting: tuple[WaitingView, ...],
    picture: Path,
    *,
    size: tuple[int, int] = SIZE,
    language: str = "en",
    act: Callable[[Window], None] | None = None,
) -> bool:
    """Write a picture of the window as it shows an inspection.

    Args:
        desk: Whose station, lists and inspections are shown.
        inspection: The document that is open.
        entry: What it was read from.
        waiting: What still waits.
        picture: PNG file to write.
        size: Of the window, in device-independent pixels.
        language: Of the window; tells its direction too.
        act: Done to the window before the picture is taken, such as pressing a key.

    Returns:
        False where the file could not be written.
    """
    qt = QApplication.instance() or QApplication(["borderdesk"])
    if isinstance(qt, QApplication):
        dress(qt, language)
    wording = Wording(language)
    window = Window(wording, zone_family())
    window.resize(*size)
    page = window.desk
    now = desk.now()
    page.show_station(station_view(desk.name, desk.training, desk.list_states(), now=now, wording=wording))
    page.side.show_waiting(waiting)
    page.side.show_done(tuple(done_view(summary, wording) for summary in desk.recent()))
    page.banner.show_lesson(entry.lesson)
    window.show()
    page.show_view(inspection_view(inspection, wording))
    _settle()
    if act is not None:
        act(window)
        _settle()
    written = window.grab().save(str(picture), "PNG")
    window.close()
    return written


def _settle() -> None:
    """Let the window arrange itself."""
    loop = QEventLoop()
    QTimer.singleShot(60, loop.quit)
    loop.exec()
