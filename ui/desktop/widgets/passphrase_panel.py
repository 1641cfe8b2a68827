"""Asks for the station's passphrase when the desk is opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.desktop.widgets.message_band import MessageBand


class PassphrasePanel(QWidget):
    """One line for the passphrase; Enter opens the station."""

    given = Signal(str)

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("desk")
        card = QFrame(self)
        card.setObjectName("card")
        card.setMaximumWidth(560)
        title = QLabel(self.tr("Open this station"), card)
        font = title.font()
        font.setPointSize(font.pointSize() + 7)
        font.setBold(True)
        title.setFont(font)
        where = QLabel(folder, card)
        where.setObjectName("quiet")
        where.setWordWrap(True)
        self._line = QLineEdit(card)
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setAccessibleName(self.tr("Passphrase"))
        self._line.setPlaceholderText(self.tr("Passphrase"))
        self._line.returnPressed.connect(self._give)
        self._open = QPushButton(self.tr("Open (Enter)"), card)
        self._open.clicked.connect(self._give)
        self.message = MessageBand(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        for widget in (title, where, self._line, self._open, self.message):
            column.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)
        card.setMinimumWidth(420)
        self.setFocusProxy(self._line)

    @property
    def line(self) -> QLineEdit:
        """The line that is written into."""
        return self._line

    def wait(self, waiting: bool) -> None:
        """While the station is being opened."""
        self._line.setEnabled(not waiting)
        self._open.setEnabled(not waiting)
        if not waiting:
            self._line.selectAll()
            self._line.setFocus()

    def _give(self) -> None:
        if self._line.text():
            self.given.emit(self._line.text())
