"""The checks: worst first, and what passed folded into one line."""

# ruff: noqa: N802 - Qt's names of what is overridden

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desktop import icons, theme
from ui.desktop.views.checks import ChecksView, CheckView


class CheckRow(QFrame):
    """One check in a sentence; chosen by a click, Enter or the space bar."""

    chosen = Signal(object)

    def __init__(self, view: CheckView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("row")
        self.view = view
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        shape = QLabel(self)
        shape.setPixmap(
            icons.pixmap(
                f"mark-{view.mark.value}",
                18,
                shape=theme.MARK[view.mark],
                cut=theme.PAPER,
                ratio=self.devicePixelRatioF(),
            )
        )
        sentence = QLabel(view.sentence, self)
        sentence.setTextFormat(Qt.TextFormat.PlainText)
        sentence.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 1, 4, 1)
        row.setSpacing(7)
        row.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(sentence, 1)
        self.setAccessibleName(f"{view.status}: {view.sentence}")
        self.setToolTip(f"{view.status} ({view.code})")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        super().mousePressEvent(event)
        self.chosen.emit(self.view)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose it by the space bar; Enter belongs to the decision."""
        if event.key() == Qt.Key.Key_Space:
            self.chosen.emit(self.view)
        else:
            super().keyPressEvent(event)


class CheckList(QWidget):
    """Shows the checks of a document."""

    check_chosen = Signal(object)
    """The `CheckView` that the officer looks at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[CheckRow] = []
        self._open = QVBoxLayout()
        self._passed_place = QWidget(self)
        self._passed = QVBoxLayout(self._passed_place)
        self._fold = QPushButton(self)
        self._fold.setObjectName("fold")
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._unfold)
        whole = QVBoxLayout(self)
        for layout in (whole, self._open, self._passed):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(1)
        whole.addLayout(self._open)
        whole.addWidget(self._fold)
        whole.addWidget(self._passed_place)
        self.setAccessibleName(self.tr("Checks"))
        self._count = 0
        self.show_view(ChecksView())

    @property
    def rows(self) -> tuple[CheckRow, ...]:
        """Rows that are not folded away, worst first."""
        return tuple(self._rows)

    def show_view(self, view: ChecksView) -> None:
        """Show other checks."""
        _clear(self._open)
        _clear(self._passed)
        self._rows = [self._row(check) for check in view.open]
        for row in self._rows:
            self._open.addWidget(row)
        for check in view.passed:
            self._passed.addWidget(self._row(check))
        self._count = len(view.passed)
        self._fold.setVisible(bool(view.passed))
        self._fold.setChecked(False)
        self._unfold(False)

    def row(self, index: int) -> CheckRow:
        """One of the open rows."""
        return self._rows[index]

    def _row(self, view: CheckView) -> CheckRow:
        row = CheckRow(view, self)
        row.chosen.connect(self.check_chosen)
        return row

    def _unfold(self, shown: bool) -> None:
        self._passed_place.setVisible(shown and self._count > 0)
        arrow = "▾" if shown else "▸" if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else "◂"
        self._fold.setText(f"{arrow} " + self.tr("{count} checks passed").format(count=self._count))


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
