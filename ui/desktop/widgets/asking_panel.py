"""A panel that asks something beside the document: Esc takes the question back, Enter goes no further."""

# ruff: noqa: N802 - Qt's names of what is overridden

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget


class AskingPanel(QFrame):
    """What the panels of the desk that ask have in common; hidden until it asks."""

    taken_back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")

    @Slot()
    def take_back(self) -> None:
        """Close without an answer; nothing is done."""
        if not self.isHidden():
            self.put_away()
            self.taken_back.emit()

    def put_away(self) -> None:
        """Close."""
        self.hide()

    def enter(self) -> None:
        """What Enter does where no line and no button has answered it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter inside, where it would admit a traveller; Esc takes the question back."""
        if event.key() == Qt.Key.Key_Escape:
            self.take_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
            event.accept()
        else:
            super().keyPressEvent(event)
