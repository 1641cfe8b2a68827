"""The keys and the shapes on one page, over the window; any of F1 and Esc closes it."""

# ruff: noqa: N802 - Qt's names of what is overridden

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.desktop import icons, theme
from ui.desktop.views.verdict import Tone
from ui.desktop.views.wording import Wording


class HelpPanel(QScrollArea):
    """Stands in the place of the document while it is open."""

    closed = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Help"))
        self.keys: tuple[str, ...] = ()
        page = QFrame(self)
        page.setObjectName("card")
        columns = QHBoxLayout(page)
        columns.setContentsMargins(24, 16, 24, 16)
        columns.setSpacing(40)
        columns.addLayout(self._keys(page), 1)
        columns.addLayout(self._shapes(page, wording), 1)
        self.setWidget(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _keys(self, page: QWidget) -> QVBoxLayout:
        rows = (
            ("F1", self.tr("This page")),
            ("F2", self.tr("Admit; against the advice only with a reason")),
            ("F3", self.tr("Refer to the supervisor")),
            ("F4", self.tr("Refuse, with a reason")),
            ("F5", self.tr("Read the next picture that waits")),
            ("F6", self.tr("Go to the next finding")),
            ("F7", self.tr("Start the camera; it stops by itself")),
            ("Enter", self.tr("Admit, where the band says CLEAR; confirm a reason")),
            ("Esc", self.tr("Stop what runs; close a message; go back")),
            ("Ctrl+O", self.tr("Open pictures, PDF files or films")),
            ("Ctrl+V", self.tr("Read a picture or file from the clipboard")),
            ("Ctrl+W", self.tr("Choose the folder into which the scanner saves")),
            ("Ctrl+R", self.tr("Choose the serial port of the swipe reader")),
            ("Ctrl+K", self.tr("Choose the camera by its number")),
            ("Ctrl+G", self.tr("Go to the list of what waits and what was read")),
            ("Ctrl+L", self.tr("Lock the desk, or hand it over")),
            ("Ctrl+P", self.tr("People of this post (administrators)")),
            ("Ctrl+H", self.tr("How this desk is, and what to do about it")),
            ("Ctrl+N", self.tr("Not the person: clear a hit, with a second person")),
            ("Ctrl+Q", self.tr("Sign out and close")),
            ("+  −  0", self.tr("Zoom the picture, show all of it")),
            ("Tab", self.tr("Go to the next part of the window")),
            ("Space", self.tr("Open the entry of a list, look at a check")),
        )
        self.keys = tuple(key for key, _ in rows)
        grid = QGridLayout()
        grid.setVerticalSpacing(5)
        grid.setHorizontalSpacing(16)
        for number, (key, meaning) in enumerate(rows):
            name = QLabel(key, page)
            font = name.font()
            font.setBold(True)
            name.setFont(font)
            words = QLabel(meaning, page)
            words.setWordWrap(True)
            grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, number, 1)
        grid.setColumnStretch(1, 1)
        return _column(_title(self.tr("Keys"), page), grid)

    def _shapes(self, page: QWidget, wording: Wording) -> QVBoxLayout:
        meanings = {
            Tone.CLEAR: self.tr("Read for certain, every check passed, nothing on a fresh watchlist."),
            Tone.IN_ORDER: self.tr("No sign of forgery, but no list, or an old one, was consulted."),
            Tone.REFER: self.tr("Something needs a second look by the supervisor."),
            Tone.STOP: self.tr("A check failed gravely, or a list asks to stop. Call the supervisor."),
            Tone.RESCAN: self.tr("Not read well enough to say anything. Take the picture again."),
        }
        grid = QGridLayout()
        grid.setVerticalSpacing(9)
        grid.setHorizontalSpacing(14)
        for number, (tone, meaning) in enumerate(meanings.items()):
            colours = theme.BAND[tone]
            shape = QLabel(page)
            ink = colours.ground if tone is not Tone.REFER else "#8A5200"
            shape.setPixmap(
                icons.pixmap(
                    f"advice-{tone.value}", 34, shape=ink, cut=theme.PAPER, ratio=self.devicePixelRatioF()
                )
            )
            word = wording.say(f"window.advice.{tone.value}")
            words = QLabel(f"<b>{word}</b><br>{meaning}", page)
            words.setWordWrap(True)
            grid.addWidget(shape, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, number, 1)
        note = QLabel(self.tr("The desk advises, you decide. A name alone never stops anyone."), page)
        note.setWordWrap(True)
        grid.addWidget(note, len(meanings), 1)
        grid.setColumnStretch(1, 1)
        return _column(_title(self.tr("What the band says"), page), grid)


def _title(text: str, parent: QWidget) -> QLabel:
    title = QLabel(text, parent)
    font = title.font()
    font.setPointSize(font.pointSize() + 4)
    font.setBold(True)
    title.setFont(font)
    return title


def _column(title: QLabel, grid: QGridLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(10)
    column.addWidget(title)
    column.addLayout(grid)
    column.addStretch(1)
    return column
