"""Asks why a hit is not about the traveller, and how long that counts; Esc takes it back."""

# ruff: noqa: N802 - Qt's names of what is overridden

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ui.desktop.views.wording import Wording
from ui.desktop.widgets.asking_panel import AskingPanel
from ui.desktop.widgets.card import Button, line, words
from ui.desktop.widgets.message_band import MessageBand

USUAL_DAYS, MOST_DAYS = 90, 365
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What was typed.

    Attributes:
        number: Which of the hits, from 0.
        reason: Why it is somebody else.
        until: The last day on which that counts.
    """

    number: int
    reason: str
    until: date


class ClearingPanel(AskingPanel):
    """Which hit, why, how many days; Enter goes on, from the reason to the end."""

    given = Signal(object)
    """An `Answer`."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording, self._today = wording, date.min
        asked = words(self.tr("Why is the traveller not the person whom this entry means?"), self)
        font = asked.font()
        font.setBold(True)
        asked.setFont(font)
        self.hits, self.days = QComboBox(self), _Days(self)
        self.reason = line(self.tr("Reason"), self, longest=_LONGEST)
        self.reason.setPlaceholderText(self.tr("A few words: what is different."))
        self.hits.setAccessibleName(self.tr("Entry"))
        self.days.setAccessibleName(self.tr("Days"))
        self.days.setRange(1, MOST_DAYS)
        self.days.setMinimumHeight(self.reason.minimumHeight())
        self._last_day = QLabel(self)
        done, back = Button(self.tr("Go on (Enter)"), self), Button(self.tr("Back (Esc)"), self)
        self.message = MessageBand(self)
        self.reason.returnPressed.connect(self._give)
        self.days.entered.connect(self._give)
        self.days.valueChanged.connect(self._show_last_day)
        done.clicked.connect(self._give)
        back.clicked.connect(self.take_back)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.reason, 1)
        row.addWidget(QLabel(self.tr("Days:"), self))
        for widget in (self.days, self._last_day, done, back):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 8, 6)
        column.setSpacing(6)
        first = QHBoxLayout()
        first.addWidget(asked, 1)
        first.addWidget(self.hits)
        column.addLayout(first)
        column.addLayout(row)
        column.addWidget(self.message)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    def ask(self, hits: Sequence[str], today: date) -> None:
        """Ask.

        Args:
            hits: The hits in words, the first one chosen.
            today: The day at this border.
        """
        self._today = today
        self.hits.clear()
        self.hits.addItems(list(hits))
        self.hits.setEnabled(len(hits) > 1)
        self.reason.clear()
        self.days.setValue(USUAL_DAYS)
        self._show_last_day()
        self.message.close_message()
        self.show()
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _give(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            say = self._wording.say
            self.message.show_message(
                say("error.window.reason_missing"), say("error.window.reason_missing.remedy")
            )
            self.reason.setFocus()
            return
        self.hide()
        self.given.emit(Answer(max(self.hits.currentIndex(), 0), reason, self._until()))

    def _until(self) -> date:
        return self._today + timedelta(days=self.days.value())

    @Slot()
    def _show_last_day(self) -> None:
        shown = self._wording.calendar_day(self._until())
        self._last_day.setText(self.tr("to {day}").format(day=shown))


class _Days(QSpinBox):
    """Arrows and digits choose, Enter goes on."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Enter and let it go no further."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.interpretText()
            self.entered.emit()
            event.accept()
        else:
            super().keyPressEvent(event)
