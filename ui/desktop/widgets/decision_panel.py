"""Asks for the reason of a decision inside the window: no dialog, and Esc takes it back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from borderdesk.cases.stored import Decision
from ui.desktop.widgets.asking_panel import AskingPanel

_LONGEST = 500


class DecisionPanel(AskingPanel):
    """One line for the reason; Enter decides."""

    decided = Signal(object, str)
    """The `Decision` and its reason."""
    reason_missing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._decision = Decision.REFUSE
        self._asked = QLabel(self)
        self._reason = QLineEdit(self)
        self._reason.setMaxLength(_LONGEST)
        self._reason.returnPressed.connect(self._decide)
        self._done = QPushButton(self)
        self._done.clicked.connect(self._decide)
        back = QPushButton(self.tr("Back (Esc)"), self)
        back.clicked.connect(self.take_back)
        font = self._asked.font()
        font.setBold(True)
        self._asked.setFont(font)
        self._asked.setBuddy(self._reason)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self._asked)
        row.addWidget(self._reason, 1)
        row.addWidget(self._done)
        row.addWidget(back)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def reason(self) -> QLineEdit:
        """The line that is written into."""
        return self._reason

    def ask(self, decision: Decision) -> None:
        """Ask for the reason of a decision."""
        self._decision = decision
        asked = {
            Decision.ADMIT: self.tr("Why admit, against the advice?"),
            Decision.REFER: self.tr("Why refer?"),
            Decision.REFUSE: self.tr("Why refuse?"),
        }
        named = {
            Decision.ADMIT: self.tr("Admit (Enter)"),
            Decision.REFER: self.tr("Refer (Enter)"),
            Decision.REFUSE: self.tr("Refuse (Enter)"),
        }
        self._asked.setText(asked[decision])
        self._done.setText(named[decision])
        self._reason.setAccessibleName(asked[decision])
        self._reason.setPlaceholderText(self.tr("A few words; they are kept with the inspection."))
        self._reason.clear()
        self.show()
        self._reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _decide(self) -> None:
        reason = self._reason.text().strip()
        if not reason:
            self.reason_missing.emit()
            self._reason.setFocus()
            return
        self.hide()
        self.decided.emit(self._decision, reason)
