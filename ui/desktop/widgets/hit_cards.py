"""Hits of the watchlist as cards: what agreed and what did not, in words, and what their owner asks for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.desktop import icons, theme
from ui.desktop.views.hits import HitView
from ui.desktop.views.marks import Mark


class HitCard(QFrame):
    """One hit."""

    def __init__(self, view: HitView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hit")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        mark = Mark.BAD if view.exact else Mark.DOUBTFUL
        self.setStyleSheet(
            f"QFrame#hit {{ background: {theme.MARK_GROUND[mark]}; border: 2px solid {theme.MARK[mark]};"
            f" border-radius: 4px; }} QFrame#hit:focus {{ border: 3px solid {theme.FOCUS}; }}"
        )
        shape = QLabel(self)
        shape.setPixmap(
            icons.pixmap(
                f"hit-{view.kind}",
                28,
                shape=theme.MARK[mark],
                cut=theme.PAPER,
                ratio=self.devicePixelRatioF(),
            )
        )
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._line(view.title, bold=True))
        words.addWidget(self._line(view.subject, bold=True))
        for reason in view.reasons:
            words.addWidget(self._line(f"• {reason}"))
        for asked in view.asked:
            words.addWidget(self._line(asked))
        if view.source:
            words.addWidget(self._line(view.source, quiet=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.setAccessibleName(". ".join([view.title, view.subject, *view.reasons, *view.asked, view.source]))

    def _line(self, text: str, *, bold: bool = False, quiet: bool = False) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if quiet:
            label.setObjectName("quiet")
        font = label.font()
        font.setBold(bold)
        label.setFont(font)
        return label


class HitCards(QWidget):
    """All hits of a document, best first; takes no room where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[HitCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.setAccessibleName(self.tr("Hits of the watchlist"))
        self.show_views(())

    @property
    def cards(self) -> tuple[HitCard, ...]:
        """The cards that are shown."""
        return tuple(self._cards)

    def show_views(self, views: tuple[HitView, ...]) -> None:
        """Show other hits."""
        for card in self._cards:
            card.hide()
            self._column.removeWidget(card)
            card.deleteLater()
        self._cards = [HitCard(view, self) for view in views]
        for card in self._cards:
            self._column.addWidget(card)
        self.setVisible(bool(views))
