"""The first run: questions that make a station and its first administrator, one card after the other.

Nothing is made before the last question is answered, and then all of it or nothing. Enter goes on, Esc goes
back; what was typed stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from models.errors import KnownError
from ui.desktop import icons, theme
from ui.desktop.views.new_post import NewPost
from ui.desktop.views.strength import strength_view
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.card import Button, CardPage, in_order, labelled, line, words

POST, ADMINISTRATOR, RECOVERY = range(3)
_MARK_SIDE = 16
_IN_A_ROW = 4


class WizardPanel(CardPage):
    """Asks; what is made of the answers is told by `refuse`, `show_recovery` or the end of this panel.

    Args:
        folder: In which the station will be.
        wording: Language of hints and errors.
    """

    answered = Signal(object)
    """A `NewPost`; told once all questions are answered."""
    noted = Signal()
    """The recovery key was written down."""

    def __init__(self, folder: str, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._folder, self._wording = folder, wording
        self._page, self._busy = POST, False
        card = self.card
        self.name = line(self.tr("Name of the post"), card)
        self.passphrase = line(self.tr("Passphrase"), card, secret=True, longest=4096)
        self.passphrase_again = line(self.tr("Passphrase again"), card, secret=True, longest=4096)
        self.full_name = line(self.tr("Full name"), card)
        self.username = line(self.tr("User name"), card, longest=64)
        self.password = line(self.tr("Password"), card, secret=True, longest=1024)
        self.password_again = line(self.tr("Password again"), card, secret=True, longest=1024)
        self.key = _key_label(card)
        self.key_again = line(self.tr("Last group of the recovery key"), card)
        self._strength, self._strength_mark = words("", card), QLabel(card)
        self._progress = words(self.tr("The station is being made …"), card)
        self._back, self._next = Button(self.tr("Back (Esc)"), card), Button(card)
        self._lines: tuple[tuple[QLineEdit, ...], ...] = (
            (self.name, self.passphrase, self.passphrase_again),
            (self.full_name, self.username, self.password, self.password_again),
            (self.key_again,),
        )
        self._pages = [self._post(), self._administrator(), self._recovery()]
        self._arrange()
        self._connect()
        self._show_strength()
        self._turn_to(POST)

    @property
    def page(self) -> int:
        """Which card is shown: POST, ADMINISTRATOR or RECOVERY."""
        return self._page

    @property
    def strength(self) -> str:
        """What is said of the passphrase."""
        return self._strength.text()

    def wait(self, waiting: bool) -> None:
        """While the station is being made."""
        self._busy = waiting
        for edit in self._lines[self._page]:
            edit.setEnabled(not waiting)
        for button in (self._back, self._next):
            button.setEnabled(not waiting)
        self._progress.setVisible(waiting)
        if not waiting:
            self.take_focus()

    def take_focus(self) -> None:
        """Give the focus to the first line of the card that is still empty."""
        lines = self._lines[self._page]
        next((edit for edit in lines if not edit.text()), lines[-1]).setFocus()

    def refuse(self, error: KnownError) -> None:
        """Say why nothing was made."""
        self.wait(False)
        self.message.show_message(self._wording.text(error.message), self._wording.text(error.remedy))

    def show_recovery(self, key: str) -> None:
        """Show the recovery key, once; the station is made and there is no way back."""
        self.wait(False)
        for edit in (*self._lines[POST][1:], *self._lines[ADMINISTRATOR][2:]):
            edit.clear()
        groups = key.split("-")
        rows = [groups[first : first + _IN_A_ROW] for first in range(0, len(groups), _IN_A_ROW)]
        self.key.setText("\n".join("-".join(row) for row in rows))
        self._turn_to(RECOVERY)

    def escape(self) -> None:
        """Go back to the card before; what was typed stays."""
        self._go_back()

    def _post(self) -> QWidget:
        hint = QHBoxLayout()
        hint.setSpacing(6)
        hint.addWidget(self._strength_mark, 0, Qt.AlignmentFlag.AlignTop)
        hint.addWidget(self._strength, 1)
        self._strength_mark.setFixedSize(_MARK_SIDE, _MARK_SIDE + 4)
        page, column = _page(self.card)
        column.addWidget(labelled(self.tr("Name of the post"), self.name, page))
        column.addWidget(labelled(self.tr("Passphrase"), self.passphrase, page))
        column.addLayout(hint)
        column.addWidget(labelled(self.tr("The same passphrase again"), self.passphrase_again, page))
        return page

    def _administrator(self) -> QWidget:
        page, column = _page(self.card)
        column.addWidget(labelled(self.tr("Full name, as it will stand in cases"), self.full_name, page))
        column.addWidget(labelled(self.tr("User name, typed at sign-in"), self.username, page))
        column.addWidget(labelled(self.tr("Password"), self.password, page))
        column.addWidget(labelled(self.tr("The same password again"), self.password_again, page))
        return page

    def _recovery(self) -> QWidget:
        page, column = _page(self.card)
        column.addWidget(self.key)
        column.addWidget(
            labelled(self.tr("Type its last group from your paper"), self.key_again, page),
        )
        return page

    def _arrange(self) -> None:
        for page in self._pages:
            self.column.addWidget(page)
        self.column.addWidget(self._progress)
        row = QHBoxLayout()
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._next)
        self.column.addLayout(row)
        in_order([*(edit for lines in self._lines for edit in lines), self._next, self._back])
        self._progress.hide()

    def _connect(self) -> None:
        self.passphrase.textChanged.connect(self._show_strength)
        self._back.clicked.connect(self._go_back)
        self._next.clicked.connect(self._go_on)
        for lines in self._lines:
            for before, after in pairwise(lines):
                before.returnPressed.connect(partial(after.setFocus, Qt.FocusReason.TabFocusReason))
            lines[-1].returnPressed.connect(self._go_on)

    @Slot()
    def _show_strength(self) -> None:
        view = strength_view(self.passphrase.text(), self._wording)
        self._strength.setText(view.text)
        self._strength_mark.setPixmap(
            icons.pixmap(
                f"mark-{view.mark.value}",
                _MARK_SIDE,
                shape=theme.MARK[view.mark],
                cut=theme.PAPER,
                ratio=self.devicePixelRatioF(),
            )
        )

    @Slot()
    def _go_back(self) -> None:
        if self._page == ADMINISTRATOR and not self._busy:
            self._turn_to(POST)
        elif not self._busy:
            self.message.close_message()

    @Slot()
    def _go_on(self) -> None:
        if self._busy:
            return
        wrong = self._wrong()
        if wrong is not None:
            key, edit = wrong
            self.refuse(KnownError(key))
            edit.setFocus()
            edit.selectAll()
        elif self._page == POST:
            self._turn_to(ADMINISTRATOR)
        elif self._page == ADMINISTRATOR:
            self.message.close_message()
            self.wait(True)
            self.answered.emit(self._answers())
        else:
            self.key.clear()
            self.noted.emit()

    def _wrong(self) -> tuple[str, QLineEdit] | None:
        """The first answer of this card that will not do: the key of its error, and its line."""
        if self._page == POST:
            found: Sequence[tuple[bool, str, QLineEdit]] = (
                (not self.name.text().strip(), "error.station.no_name", self.name),
                (not self._strong(), "error.window.passphrase_short", self.passphrase),
                (
                    self.passphrase.text() != self.passphrase_again.text(),
                    "error.window.passphrases_differ",
                    self.passphrase_again,
                ),
            )
        elif self._page == ADMINISTRATOR:
            found = (
                (not self.full_name.text().strip(), "error.window.no_full_name", self.full_name),
                (not self.username.text().strip(), "error.window.no_username", self.username),
                (not self.password.text(), "error.window.no_password", self.password),
                (
                    self.password.text() != self.password_again.text(),
                    "error.window.passwords_differ",
                    self.password_again,
                ),
            )
        else:
            noted = self.key_again.text().strip().upper() == last_group(self.key.text()).upper()
            found = ((not noted, "error.window.key_not_noted", self.key_again),)
        return next(((key, edit) for bad, key, edit in found if bad), None)

    def _strong(self) -> bool:
        return strength_view(self.passphrase.text(), self._wording).enough

    def _answers(self) -> NewPost:
        return NewPost(
            self.name.text().strip(),
            self.passphrase.text(),
            self.full_name.text().strip(),
            self.username.text().strip(),
            self.password.text(),
        )

    def _turn_to(self, page: int) -> None:
        self._page = page
        self.message.close_message()
        for number, widget in enumerate(self._pages):
            widget.setVisible(number == page)
        titles = (self.tr("A new post"), self.tr("The first administrator"), self.tr("The recovery key"))
        quiet = (
            self.tr(
                "There is no station yet in {folder}. The passphrase locks everything that will be kept in "
                "it; without the passphrase nobody can open it."
            ).format(folder=self._folder),
            self.tr(
                "Everybody who works here signs in with a name and a password of their own. This person adds "
                "the others."
            ),
            self.tr(
                "Whoever forgets the passphrase opens the station with this key. Write it down now and lock "
                "it away, not beside this computer: it is never shown again."
            ),
        )
        steps = self.tr("Step {step} of {steps}: {title}").format(
            step=self._wording.value(str(page + 1)), steps=self._wording.value("3"), title=titles[page]
        )
        self.say(steps, quiet[page])
        self._back.setVisible(page == ADMINISTRATOR)
        named = (
            self.tr("Next (Enter)"),
            self.tr("Make the station (Enter)"),
            self.tr("I have written it down (Enter)"),
        )
        self._next.setText(named[page])
        if self.isVisible():  # what is not seen yet must not take the focus away from the desk
            self.take_focus()


def last_group(key: str) -> str:
    """What stands after the last hyphen or space of a recovery key.

    >>> last_group("AB12-CD34-EF56")
    'EF56'
    """
    return key.replace("-", " ").split()[-1] if key.strip() else ""


def _page(parent: QWidget) -> tuple[QWidget, QVBoxLayout]:
    page = QWidget(parent)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return page, column


def _key_label(parent: QWidget) -> QLabel:
    """Machine text: from left to right in every language, each sign as wide as the other."""
    label = words("", parent)
    label.setObjectName("reasons")
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSize(15)
    label.setFont(font)
    label.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
    return label
