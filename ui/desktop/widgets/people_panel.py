"""Who works at this post, and a form for one more: a card that only an administrator is shown."""

# ruff: noqa: N802 - Qt's names of what is overridden

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from models.errors import KnownError
from models.people import Role
from ui.desktop.views.marks import Mark
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.card import LINE_HEIGHT, Button, CardPage, in_order, labelled, line, words


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who is to be added, with a password that they will have to change."""

    full_name: str
    username: str
    role: Role
    password: str = field(repr=False)


class PeoplePanel(CardPage):
    """A list and a form; Enter goes on and adds, Esc leaves."""

    answered = Signal(object)
    """A `NewPerson`."""
    left = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._wording = wording
        self.say(
            self.tr("People of this post"),
            self.tr(
                "Whoever is added signs in with the password that you type here, once, and chooses another."
            ),
        )
        card = self.card
        self.listed = words("", card)
        self.listed.setObjectName("reasons")
        self.full_name = line(self.tr("Full name"), card)
        self.username = line(self.tr("User name"), card, longest=64)
        self.role = _Choice(card)
        self.role.setMinimumHeight(LINE_HEIGHT)
        for role in Role:
            self.role.addItem(wording.say(f"access.role.{role.value}"), role)
        self.role.setAccessibleName(self.tr("Role"))
        self.password = line(self.tr("First password"), card, secret=True, longest=1024)
        self.password_again = line(self.tr("First password again"), card, secret=True, longest=1024)
        self._done = Button(self.tr("Add (Enter)"), card)
        back = Button(self.tr("Back (Esc)"), card)
        self._arrange(back)
        back.clicked.connect(self.left)
        self._done.clicked.connect(self._give)
        order: list[QWidget] = [
            self.full_name,
            self.username,
            self.role,
            self.password,
            self.password_again,
            self._done,
            back,
        ]
        in_order(order)
        for edit, after in (
            (self.full_name, self.username),
            (self.username, self.role),
            (self.password, self.password_again),
        ):
            edit.returnPressed.connect(partial(after.setFocus, Qt.FocusReason.TabFocusReason))
        self.role.entered.connect(partial(self.password.setFocus, Qt.FocusReason.TabFocusReason))
        self.password_again.returnPressed.connect(self._give)

    def show_people(self, lines: tuple[str, ...]) -> None:
        """Show who there is."""
        self.listed.setText("\n".join(lines))

    def wait(self, waiting: bool) -> None:
        """While somebody is being added."""
        for widget in (
            self.full_name,
            self.username,
            self.role,
            self.password,
            self.password_again,
            self._done,
        ):
            widget.setEnabled(not waiting)

    def added(self, told: str) -> None:
        """Say who was added, and ask for the next."""
        self.wait(False)
        for edit in (self.full_name, self.username, self.password, self.password_again):
            edit.clear()
        self.message.show_message(told, mark=Mark.GOOD)
        self.full_name.setFocus()

    def refuse(self, error: KnownError) -> None:
        """Say why nobody was added."""
        self.wait(False)
        self.message.show_message(self._wording.text(error.message), self._wording.text(error.remedy))
        self.full_name.setFocus()

    def escape(self) -> None:
        """Back to the desk."""
        self.left.emit()

    def _arrange(self, back: QPushButton) -> None:
        card = self.card
        both = QHBoxLayout()
        both.addWidget(labelled(self.tr("User name"), self.username, card), 3)
        both.addWidget(labelled(self.tr("Role"), self.role, card), 2)
        secrets = QHBoxLayout()
        secrets.addWidget(labelled(self.tr("First password"), self.password, card))
        secrets.addWidget(labelled(self.tr("The same again"), self.password_again, card))
        row = QHBoxLayout()
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(self._done)
        self.column.addWidget(self.listed)
        self.column.addWidget(labelled(self.tr("Full name, as it will stand in cases"), self.full_name, card))
        for layout in (both, secrets, row):
            self.column.addLayout(layout)

    @Slot()
    def _give(self) -> None:
        if not self.full_name.text().strip():
            self.refuse(KnownError("error.window.no_full_name"))
        elif not self.username.text().strip():
            self.refuse(KnownError("error.window.no_username"))
            self.username.setFocus()
        elif self.password.text() != self.password_again.text():
            self.refuse(KnownError("error.window.passwords_differ"))
            self.password_again.setFocus()
        else:
            self.message.close_message()
            self.wait(True)
            self.answered.emit(
                NewPerson(
                    self.full_name.text().strip(),
                    self.username.text().strip(),
                    self.role.currentData(),
                    self.password.text(),
                )
            )


class _Choice(QComboBox):
    """Arrows choose, Enter goes on."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Enter and let it go no further."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            event.accept()
        else:
            super().keyPressEvent(event)
