"""Asks for the station's passphrase when the desk is opened."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desktop.widgets.card import Button, CardPage, line


class PassphrasePanel(CardPage):
    """One line for the passphrase; Enter opens the station."""

    given = Signal(str)

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__("", folder, parent)
        self.title.setText(self.tr("Open this station"))
        self._line = line(self.tr("Passphrase"), self.card, secret=True, longest=4096)
        self._line.setPlaceholderText(self.tr("Passphrase"))
        self._line.returnPressed.connect(self._give)
        self._open = Button(self.tr("Open (Enter)"), self.card)
        self._open.clicked.connect(self._give)
        for widget in (self._line, self._open):
            self.column.addWidget(widget)
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
