"""Asks for a new password where somebody else has set the one that is known."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.errors import KnownError
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.card import Button, CardPage, in_order, labelled, line


class NewPasswordPanel(CardPage):
    """A password twice; Enter takes it, Esc goes back to the sign-in."""

    given = Signal(str)
    taken_back = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._wording = wording
        self.say(
            self.tr("Choose a password of your own"),
            self.tr("The one that you typed is right, but somebody else knows it, too."),
        )
        self.first = line(self.tr("New password"), self.card, secret=True, longest=1024)
        self.second = line(self.tr("New password again"), self.card, secret=True, longest=1024)
        back, self._done = (
            Button(self.tr("Back (Esc)"), self.card),
            Button(self.tr("Keep it (Enter)"), self.card),
        )
        back.clicked.connect(self.taken_back)
        self._done.clicked.connect(self._give)
        self.first.returnPressed.connect(partial(self.second.setFocus, Qt.FocusReason.TabFocusReason))
        self.second.returnPressed.connect(self._give)
        self.column.addWidget(labelled(self.tr("New password"), self.first, self.card))
        self.column.addWidget(labelled(self.tr("The same again"), self.second, self.card))
        row = QHBoxLayout()
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(self._done)
        self.column.addLayout(row)
        in_order([self.first, self.second, self._done, back])

    def wait(self, waiting: bool) -> None:
        """While it is being kept."""
        for widget in (self.first, self.second, self._done):
            widget.setEnabled(not waiting)

    def refuse(self, error: KnownError) -> None:
        """Say why it was not taken."""
        self.wait(False)
        self.first.clear()
        self.second.clear()
        self.first.setFocus()
        self.message.show_message(self._wording.text(error.message), self._wording.text(error.remedy))

    def escape(self) -> None:
        """Back to the sign-in."""
        self.taken_back.emit()

    @Slot()
    def _give(self) -> None:
        if not self.first.text():
            self.first.setFocus()
        elif self.first.text() != self.second.text():
            self.refuse(KnownError("error.window.passwords_differ"))
        else:
            self.wait(True)
            self.given.emit(self.first.text())
