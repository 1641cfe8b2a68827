"""Asks who is there: at the beginning, and over a locked desk.

The name is typed, never picked from a list: a list would tell whoever finds the laptop who works at the post.
After wrong passwords the wait is counted down, for that name only: somebody else may sign in meanwhile.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ui.desktop.views.wording import Wording
from ui.desktop.widgets.card import Button, CardPage, labelled, line, words

_TICK_MS = 250


class SignInPanel(CardPage):
    """A name, its password and Enter.

    Args:
        wording: Language of what is counted.
        seconds: Tells seconds that only grow.
    """

    given = Signal(str, str)
    """Name and password."""

    def __init__(
        self, wording: Wording, parent: QWidget | None = None, *, seconds: Callable[[], float] = monotonic
    ) -> None:
        super().__init__("", "", parent)
        self._wording, self._seconds = wording, seconds
        self._held: dict[str, float] = {}
        self._busy = False
        self.name = line(self.tr("User name"), self.card)
        self.password = line(self.tr("Password"), self.card, secret=True, longest=1024)
        self._done = Button(self.card)
        self._done.clicked.connect(self._give)
        self._countdown = words("", self.card)
        self._countdown.hide()
        self.name.returnPressed.connect(self._go_on)
        self.password.returnPressed.connect(self._give)
        self.name.textChanged.connect(self._show_hold)
        for widget in (
            labelled(self.tr("User name"), self.name, self.card),
            labelled(self.tr("Password"), self.password, self.card),
            self._countdown,
            self._done,
        ):
            self.column.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._show_hold)
        self.ask(self.tr("Sign in"), "", self.tr("Sign in (Enter)"))

    @property
    def countdown(self) -> str:
        """What is said of the wait; empty while there is none."""
        return "" if self._countdown.isHidden() else self._countdown.text()

    @property
    def button(self) -> QPushButton:
        """The button that Enter stands for."""
        return self._done

    @property
    def countdown_label(self) -> QLabel:
        """Where the wait is counted down."""
        return self._countdown

    def ask(self, title: str, quiet: str, button: str, name: str = "") -> None:
        """Ask anew; with a name only its password is left to be typed."""
        self.say(title, quiet)
        self._done.setText(button)
        self.message.close_message()
        self.password.clear()
        self.name.setText(name)

    def take_focus(self) -> None:
        """Give the focus to the line that is still to be filled."""
        (self.password if self.name.text() else self.name).setFocus()

    def wait(self, waiting: bool) -> None:
        """While name and password are being looked at."""
        self._busy = waiting
        for widget in (self.name, self.password):
            widget.setEnabled(not waiting)
        self._show_hold()
        if not waiting:
            self.password.clear()
            self.take_focus()

    def refuse(self, sentence: str, remedy: str, seconds: float = 0.0) -> None:
        """Say why nobody was signed in.

        Args:
            sentence: What happened.
            remedy: What to do.
            seconds: For so long no password of that name is looked at.
        """
        if seconds > 0:
            self._held[_key(self.name.text())] = self._seconds() + seconds
        self.wait(False)
        self.message.show_message(sentence, remedy)

    @Slot()
    def _show_hold(self) -> None:
        left = self._left()
        self._done.setEnabled(not self._busy and left == 0)
        if left:
            told = self.tr("The next try for this name is possible in {time}.")
            self._countdown.setText(told.format(time=self._wording.value(_clock(left))))
        self._countdown.setVisible(left > 0)
        if left and not self._timer.isActive():
            self._timer.start()
        elif not left:
            self._timer.stop()

    def _left(self) -> int:
        """Seconds for which the name in the line still has to wait."""
        return max(0, math.ceil(self._held.get(_key(self.name.text()), 0.0) - self._seconds()))

    @Slot()
    def _go_on(self) -> None:
        """Enter after the name: on to the password."""
        if self.password.text():
            self._give()
        elif self.name.text().strip():
            self.password.setFocus()

    @Slot()
    def _give(self) -> None:
        if self._busy or self._left():
            return
        if not self.name.text().strip():
            self.name.setFocus()
        elif not self.password.text():
            self.password.setFocus()
        else:
            self.given.emit(self.name.text().strip(), self.password.text())


def _key(name: str) -> str:
    return name.strip().lower()


def _clock(seconds: int) -> str:
    """Minutes and seconds.

    >>> _clock(65)
    '1:05'
    """
    return f"{seconds // 60}:{seconds % 60:02d}"
