"""A second person signs in over the shoulder, for one act: by name and password, or by a code over the radio.

It stands inside the window and is no dialog; Esc takes it back and nothing is done. The code's number is
shown before the code is asked for: whoever is on the radio reads out that line of the printed sheet.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from models.errors import KnownError
from models.people import Person
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.asking_panel import AskingPanel
from ui.desktop.widgets.card import Button, line, words
from ui.desktop.widgets.message_band import MessageBand

_LONGEST_CODE = 24


class SecondPersonPanel(AskingPanel):
    """Asks for the second pair of eyes; whoever is behind it proves what was typed.

    Args:
        wording: Language of errors.
    """

    password_typed = Signal(str, str)
    """Name and password."""
    number_asked = Signal(str)
    """Name of the person on the radio: which number is next on their sheet?"""
    code_typed = Signal(str, int, str)
    """Name, number and code."""
    given = Signal(object)
    """The `Person` who stands by the act, once it was proven."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording, self._by_radio, self._number = wording, False, 0
        self._asked = words("", self)
        font = self._asked.font()
        font.setBold(True)
        self._asked.setFont(font)
        self.name = line(self.tr("User name of the second person"), self)
        self.secret = line("", self, secret=True)
        self.done, self.way = Button(self), Button(self)
        back = Button(self.tr("Back (Esc)"), self)
        self.message = MessageBand(self)
        self.name.setPlaceholderText(self.tr("User name of the second person"))
        self.name.returnPressed.connect(self._named)
        self.name.textEdited.connect(self._forget_number)
        self.secret.returnPressed.connect(self._give)
        self.done.clicked.connect(self._give)
        self.way.clicked.connect(self.change_way)
        back.clicked.connect(self.take_back)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name, 2)
        row.addWidget(self.secret, 2)
        for widget in (self.done, self.way, back):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 8, 6)
        column.setSpacing(6)
        column.addWidget(self._asked)
        column.addLayout(row)
        column.addWidget(self.message)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._what = ""
        self._show_way()
        self.hide()

    @property
    def asked(self) -> str:
        """What is asked for, as shown."""
        return self._asked.text()

    @property
    def number(self) -> int:
        """Number of the code that is asked for; 0 where none is."""
        return self._number

    def ask(self, what: str) -> None:
        """Ask for the second person.

        Args:
            what: The act in words, as `clearing a hit`.
        """
        self._what, self._by_radio, self._number = what, False, 0
        self.name.clear()
        self.message.close_message()
        self._wait(False)
        self._show_way()
        self.show()
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def change_way(self) -> None:
        """By password, or by a code over the radio."""
        self._by_radio, self._number = not self._by_radio, 0
        self.message.close_message()
        self._show_way()
        self.name.setFocus()

    def show_number(self, number: int) -> None:
        """Show which code of the sheet is to be read out."""
        self._wait(False)
        self._number = number
        self._show_way()
        self.secret.setFocus()

    def accept(self, person: Person) -> None:
        """The second person is proven."""
        self._wait(False)
        self.put_away()
        self.given.emit(person)

    def refuse(self, error: KnownError) -> None:
        """Say why nobody was taken; the name stays."""
        self._wait(False)
        self.secret.clear()
        self.message.show_message(self._wording.text(error.message), self._wording.text(error.remedy))
        (self.secret if self.secret.isVisible() else self.name).setFocus()

    @Slot()
    def _named(self) -> None:
        """Enter after the name: to the password, or to the number of the code."""
        if self._by_radio:
            self._give()
        elif self.name.text().strip():
            self.secret.setFocus()

    @Slot()
    def _give(self) -> None:
        name, secret = self.name.text().strip(), self.secret.text()
        if not name:
            self.name.setFocus()
        elif self._by_radio and not self._number:
            self._wait(True)
            self.number_asked.emit(name)
        elif not secret:
            self.secret.setFocus()
        elif self._by_radio:
            self._wait(True)
            self.code_typed.emit(name, self._number, secret)
        else:
            self._wait(True)
            self.password_typed.emit(name, secret)

    @Slot()
    def _forget_number(self) -> None:
        """Another name has another sheet."""
        if self._number:
            self._number = 0
            self._show_way()

    def _show_way(self) -> None:
        self.secret.clear()
        radio, number = self._by_radio, self._wording.value(str(self._number))
        echo = QLineEdit.EchoMode.Normal if radio else QLineEdit.EchoMode.Password
        named = self.tr("Code number {number}").format(number=number) if radio else self.tr("Password")
        self.secret.setEchoMode(echo)
        self.secret.setMaxLength(_LONGEST_CODE if radio else 1024)
        self.secret.setAccessibleName(named)
        self.secret.setPlaceholderText(named)
        self.secret.setVisible(not radio or self._number > 0)
        self.done.setText(
            self.tr("Ask for a number (Enter)")
            if radio and not self._number
            else self.tr("Stand by it (Enter)")
        )
        self.way.setText(self.tr("With a password") if radio else self.tr("By radio"))
        asked = self.tr("A second person is needed for {act}.").format(act=self._what)
        if radio and self._number:
            asked += " " + self.tr("Ask over the radio for the code with the number {number}.").format(
                number=number
            )
        elif radio:
            asked += " " + self.tr("Who is on the radio?")
        self._asked.setText(asked)

    def _wait(self, waiting: bool) -> None:
        for widget in (self.name, self.secret, self.done, self.way):
            widget.setEnabled(not waiting)

    def put_away(self) -> None:
        """Close, and keep no secret."""
        self.secret.clear()
        self.hide()
