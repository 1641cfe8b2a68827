"""Asks for the swipe reader's serial port inside the window: no dialog, and Esc takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui.desktop.widgets.asking_panel import AskingPanel


class ReaderPanel(AskingPanel):
    """A port, its speed, and Enter."""

    chosen = Signal(str, int)
    """Name of the port, empty for none, and bits a second."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.port, self.speed = QComboBox(self), QComboBox(self)
        self.port.setEditable(True)
        self.port.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.port.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for box in (self.port, self.speed):
            box.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # names and numbers of machines
        asked = QLabel(self.tr("Serial port of the swipe reader"), self)
        font = asked.font()
        font.setBold(True)
        asked.setFont(font)
        asked.setBuddy(self.port)
        speed = QLabel(self.tr("Speed"), self)
        self.port.setAccessibleName(asked.text())
        self.speed.setAccessibleName(speed.text())
        done = QPushButton(self.tr("Listen (Enter)"), self)
        none = QPushButton(self.tr("No reader"), self)
        back = QPushButton(self.tr("Back (Esc)"), self)
        done.clicked.connect(self._choose)
        none.clicked.connect(self._choose_none)
        back.clicked.connect(self.take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(asked)
        row.addWidget(self.port, 1)
        for widget in (speed, self.speed, done, none, back):
            row.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    def ask(self, ports: Sequence[str], speeds: Sequence[int], port: str, speed: int) -> None:
        """Ask which port to listen to.

        Args:
            ports: That the machine has.
            speeds: To choose from.
            port: The one listened to; empty where none is.
            speed: Its speed.
        """
        self.port.clear()
        self.port.addItems(list(ports))
        self.port.setEditText(port or (ports[0] if ports else ""))
        self.speed.clear()
        self.speed.addItems([str(each) for each in speeds])
        self.speed.setCurrentText(str(speed))
        self.show()
        self.port.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line = self.port.lineEdit()
        if line is not None:
            line.selectAll()

    def enter(self) -> None:
        """Listen to what is chosen."""
        self._choose()

    def _choose(self) -> None:
        self.hide()
        self.chosen.emit(self.port.currentText().strip(), int(self.speed.currentText()))

    def _choose_none(self) -> None:
        self.port.setEditText("")
        self._choose()
