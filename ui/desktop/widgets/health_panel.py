"""How the desk is, over the desk: one line a finding, the gravest first. Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from models.errors import KnownError
from ui.desktop import icons, theme
from ui.desktop.views.health import FindingView
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.card import Button, CardPage, words

_SIDE = 20


class HealthPanel(CardPage):
    """Shows findings; the arrow and page keys scroll, Esc leaves."""

    left = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._wording = wording
        self.views: tuple[FindingView, ...] = ()
        self.say(self.tr("How this desk is"), self.tr("Looking …"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        back = Button(self.tr("Back (Esc)"), self.card)
        back.clicked.connect(self.left)
        row = QHBoxLayout()
        row.addWidget(back)
        row.addStretch(1)
        self.column.addLayout(self._grid)
        self.column.addLayout(row)

    def show_findings(self, views: tuple[FindingView, ...], told: str) -> None:
        """Show what was found.

        Args:
            views: The gravest first.
            told: When it was.
        """
        self.views = views
        self.say(self.title.text(), told)
        for number, view in enumerate(views):
            self._grid.addWidget(self._shape(view), number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(self._line(view), number, 1)
        self.setAccessibleName(self.title.text())

    def refuse(self, error: KnownError) -> None:
        """Say why it could not be looked."""
        self.quiet.hide()
        self.message.show_message(self._wording.text(error.message), self._wording.text(error.remedy))

    def escape(self) -> None:
        """Back to the desk."""
        self.left.emit()

    def _shape(self, view: FindingView) -> QLabel:
        shape = QLabel(self.card)
        colour, ratio = theme.MARK[view.mark], self.devicePixelRatioF()
        shape.setPixmap(
            icons.pixmap(f"mark-{view.mark.value}", _SIDE, shape=colour, cut=theme.PAPER, ratio=ratio)
        )
        shape.setToolTip(view.word)
        shape.setAccessibleName(view.word)
        return shape

    def _line(self, view: FindingView) -> QWidget:
        place = QWidget(self.card)
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        sentence = words(view.sentence, place)
        column.addWidget(sentence)
        if view.remedy:
            font = sentence.font()
            font.setBold(True)
            sentence.setFont(font)
            column.addWidget(words(view.remedy, place))
        return place
