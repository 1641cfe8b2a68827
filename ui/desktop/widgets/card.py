"""A card in the middle of the window, in the place of the desk: what all questions before it share."""

# ruff: noqa: N802 - Qt's names of what is overridden

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.desktop.widgets.message_band import MessageBand

WIDTH = 560
LINE_HEIGHT = 32
_MARGIN = 24


class CardPage(QScrollArea):
    """A title, a quiet line below it, whatever is added to `column`, and a band for messages at the end.

    Small and strongly scaled screens scroll; the line that has the focus is always in sight.
    """

    def __init__(self, title: str, quiet: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget(self)
        ground.setObjectName("desk")
        self.card = QFrame(ground)
        self.card.setObjectName("card")
        self.card.setFixedWidth(WIDTH)
        self.title, self.quiet = heading(title, self.card), words(quiet, self.card)
        self.quiet.setObjectName("quiet")
        self.quiet.setVisible(bool(quiet))
        self.message = MessageBand(self.card)
        self.message.shown.connect(self._bring_message, Qt.ConnectionType.QueuedConnection)
        self.column = QVBoxLayout()
        self.column.setSpacing(10)
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(_MARGIN, 20, _MARGIN, 20)
        inside.setSpacing(10)
        for widget in (self.title, self.quiet):
            inside.addWidget(widget)
        inside.addLayout(self.column)
        inside.addWidget(self.message)
        row = QHBoxLayout()  # stretches and no alignment, which would forget how high wrapped text is
        row.addStretch(1)
        row.addWidget(self.card)
        row.addStretch(1)
        whole = QVBoxLayout(ground)
        whole.addStretch(2)
        whole.addLayout(row)
        whole.addStretch(3)
        self.setWidget(ground)

    def say(self, title: str, quiet: str) -> None:
        """Show another title and quiet line."""
        self.title.setText(title)
        self.quiet.setText(quiet)
        self.quiet.setVisible(bool(quiet))

    def escape(self) -> None:
        """Esc, whose key is the window's: closes the message; cards from which a way leads back take it."""
        self.message.close_message()

    @Slot()
    def _bring_message(self) -> None:
        """On a low screen the message may stand below the edge."""
        if not self.message.isHidden():
            self.ensureWidgetVisible(self.message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes no further: lines and buttons have answered it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)


class Button(QPushButton):
    """A button that Enter presses, too, where it has the focus.

    It answers the key itself: a line that ends by Enter may hand its focus to a button while the key is still
    on its way.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


def heading(text: str, parent: QWidget) -> QLabel:
    """A title in large letters."""
    title = QLabel(text, parent)
    title.setWordWrap(True)
    font = title.font()
    font.setPointSize(font.pointSize() + 7)
    font.setBold(True)
    title.setFont(font)
    return title


def words(text: str, parent: QWidget) -> QLabel:
    """Running text, never taken for markup."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def line(name: str, parent: QWidget, *, secret: bool = False, longest: int = 200) -> QLineEdit:
    """A line to write into, with its name for screen readers."""
    made = QLineEdit(parent)
    made.setAccessibleName(name)
    made.setMaxLength(longest)
    made.setMinimumHeight(LINE_HEIGHT)
    if secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
        made.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
    return made


def labelled(asked: str, edit: QWidget, parent: QWidget) -> QWidget:
    """A line, or whatever takes the answer, with what is asked for above it."""
    place = QWidget(parent)
    label = QLabel(asked, place)
    label.setBuddy(edit)
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(label)
    column.addWidget(edit)
    return place


def in_order(widgets: Sequence[QWidget]) -> None:
    """Let Tab go through widgets in this order."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
