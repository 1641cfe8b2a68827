"""The one window: the desk, or a card that covers it; keys, dropped files and the clipboard.

While a card covers the desk nothing of the desk is seen or reached: its page is not shown and switched off,
keys and drops are not taken, and dialogs that stood over it are closed.
"""

from __future__ import annotations

# ruff: noqa: N802 - Qt's names of what is overridden
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QInputDialog,
    QMainWindow,
    QStackedWidget,
    QToolTip,
    QWidget,
)
from shiboken6 import isValid

from borderdesk.imaging.frames import FILM_SUFFIXES
from borderdesk.imaging.load import SUFFIXES
from ui.desktop import intake
from ui.desktop.desk_page import DeskPage
from ui.desktop.settings import LAST_CAMERA
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.card import CardPage
from ui.desktop.widgets.key_row import KEYS
from ui.desktop.widgets.passphrase_panel import PassphrasePanel

SMALLEST = (640, 340)


class Window(QMainWindow):
    """Owns the shortcuts; what is behind the keys is the desk page's."""

    given = Signal(object)
    """An `Intake`: what was opened, pasted or dropped."""
    nothing_pasted = Signal()
    folder_chosen = Signal(Path)
    reader_asked = Signal()
    camera_chosen = Signal(int)
    lock_asked = Signal()
    people_asked = Signal()
    health_asked = Signal()
    clearing_asked = Signal()
    closing = Signal()

    def __init__(self, wording: Wording, zone_family: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("BorderDesk"))
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST)
        self.resize(1366, 740)
        self.desk = DeskPage(wording, zone_family, self)
        self.passphrase: PassphrasePanel | None = None
        self.camera = 0
        self._cover: CardPage | None = None
        self._focused: QWidget | None = None
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.desk)
        self.setCentralWidget(self._stack)
        for key in KEYS:
            self._shortcut(key, partial(self._press, key))
        self._shortcut("Ctrl+O", self.open_files)
        self._shortcut("Ctrl+V", self.paste)
        self._shortcut("Ctrl+W", self.choose_folder)
        self._shortcut("Ctrl+R", self.choose_reader)
        self._shortcut("Ctrl+K", self.choose_camera)
        self._shortcut("Ctrl+G", self.go_to_list)
        self._shortcut("Ctrl+L", self.lock_asked.emit)
        self._shortcut("Ctrl+P", self.manage_people)
        self._shortcut("Ctrl+H", self.show_health)
        self._shortcut("Ctrl+N", self.clear_hit)
        self._shortcut("Ctrl+Q", self.leave)
        self.desk.document.page.setFocus()

    @property
    def card(self) -> CardPage | None:
        """The card that stands over the desk."""
        return self._cover

    @property
    def covered(self) -> bool:
        """Whether a card stands over the desk."""
        return self._cover is not None

    def ask_passphrase(self, folder: str) -> PassphrasePanel:
        """Ask for the passphrase in the place of the desk."""
        self.passphrase = PassphrasePanel(folder, self)
        self.cover(self.passphrase)
        self.passphrase.line.setFocus()
        return self.passphrase

    def cover(self, card: CardPage) -> None:
        """Let a card stand over the desk, in the place of one that does already."""
        if self._cover is None:
            self._close_dialogs()
            focused = QApplication.focusWidget()
            self._focused = focused if focused is not None and self.desk.isAncestorOf(focused) else None
        before, self._cover = self._cover, card
        self._stack.addWidget(card)
        self._stack.setCurrentWidget(card)
        self.desk.setEnabled(False)  # a job that ends below must not take the focus away from the card
        if before is not None:
            self._throw_away(before)

    def show_desk(self) -> None:
        """Show the desk, with the focus where it was."""
        self.desk.setEnabled(True)
        self._stack.setCurrentWidget(self.desk)
        if self._cover is not None:
            self._throw_away(self._cover)
            self._cover = None
        focused, self._focused = self._focused, None
        there = focused is not None and isValid(focused) and focused.isVisible()
        (focused if focused is not None and there else self.desk.document.page).setFocus()

    def leave(self) -> None:
        """Sign out and close."""
        self.close()

    def manage_people(self) -> None:
        """Ask for the people of this post."""
        if self._at_desk():
            self.people_asked.emit()

    def show_health(self) -> None:
        """Ask how the desk is."""
        if self._at_desk():
            self.health_asked.emit()

    def clear_hit(self) -> None:
        """Ask to settle a hit of the document that is open: not the person."""
        if self._at_desk():
            self.clearing_asked.emit()

    def go_to_list(self) -> None:
        """Go to the list of what waits and what was read."""
        if self._at_desk():
            self.desk.go_to_list()

    def open_files(self) -> None:
        """Ask which files to read."""
        if not self._at_desk():
            return
        endings = " ".join(f"*{ending}" for ending in (*SUFFIXES, *FILM_SUFFIXES))
        pattern = self.tr("Pictures, PDF and films") + f" ({endings})"
        everything = self.tr("All files") + " (*)"
        names, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Open pictures"), "", ";;".join((pattern, everything))
        )
        if names:
            self.given.emit(intake.from_paths(Path(name) for name in names))

    def choose_folder(self) -> None:
        """Ask which folder the scanner saves into."""
        if self._at_desk():
            name = QFileDialog.getExistingDirectory(self, self.tr("Folder into which the scanner saves"))
            if name:
                self.folder_chosen.emit(Path(name))

    def choose_reader(self) -> None:
        """Ask to which port the swipe reader is connected."""
        if self._at_desk():
            self.reader_asked.emit()

    def choose_camera(self) -> None:
        """Ask which camera F7 starts."""
        if self._at_desk():
            title, label = self.tr("Camera"), self.tr("Number of the camera; the first one is 0")
            number, chosen = QInputDialog.getInt(self, title, label, self.camera, 0, LAST_CAMERA)
            if chosen:
                self.camera_chosen.emit(number)

    def paste(self) -> None:
        """Read what lies in the clipboard."""
        if not self._at_desk():
            return
        found = intake.from_mime(QGuiApplication.clipboard().mimeData())
        if found:
            self.given.emit(found)
        else:
            self.nothing_pasted.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        data = event.mimeData()
        if self._at_desk() and (data.hasUrls() or data.hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        if not self._at_desk():
            return
        found = intake.from_mime(event.mimeData())
        if found:
            event.acceptProposedAction()
            self.given.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what is advised, where everything passed and the key was not held down."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at_desk():
            if not event.isAutoRepeat():
                self.desk.confirm()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the work end before the window does."""
        self.closing.emit()
        super().closeEvent(event)

    def _press(self, key: str) -> None:
        if self._cover is None:
            self.desk.press(key)
        elif key == "Esc":
            self._cover.escape()

    def _at_desk(self) -> bool:
        return not self.covered

    def _close_dialogs(self) -> None:
        """Close what stands over the window: names of files are a traveller's, too."""
        QToolTip.hideText()
        while (dialog := QApplication.activeModalWidget()) is not None:
            dialog.reject() if isinstance(dialog, QDialog) else dialog.close()
            if dialog.isVisible():
                return

    def _throw_away(self, card: QWidget) -> None:
        self._stack.removeWidget(card)
        card.deleteLater()
        if card is self.passphrase:
            self.passphrase = None

    def _shortcut(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)
