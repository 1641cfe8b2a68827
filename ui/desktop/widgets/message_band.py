"""What went wrong and what to do about it, in a band that waits for nobody: no dialog, no lost key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.desktop import icons, theme
from ui.desktop.views.marks import Mark


class MessageBand(QFrame):
    """Shows a sentence and its remedy until it is closed or another document comes."""

    closed = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._shape = QLabel(self)
        self._sentence, self._remedy = QLabel(self), QLabel(self)
        close = QToolButton(self)
        close.setText("×")
        close.setAccessibleName(self.tr("Close this message"))
        close.setToolTip(self.tr("Close (Esc)"))
        close.clicked.connect(self.close_message)
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self._sentence, self._remedy):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(label)
        font = self._sentence.font()
        font.setBold(True)
        self._sentence.setFont(font)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 6, 4)
        row.setSpacing(8)
        row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def text(self) -> str:
        """Sentence and remedy as shown; empty where nothing is."""
        return "" if self.isHidden() else f"{self._sentence.text()} {self._remedy.text()}".strip()

    def show_message(self, sentence: str, remedy: str = "", *, mark: Mark = Mark.DOUBTFUL) -> None:
        """Show another message; GOOD where it tells that something was done."""
        edge, ground = theme.MARK[mark], theme.PAPER if mark is Mark.GOOD else theme.MESSAGE.ground
        self.setStyleSheet(
            f"QFrame#message {{ background: {ground}; border: 2px solid {edge};"
            f" border-radius: 4px; }} QFrame#message QLabel {{ color: {theme.MESSAGE.ink}; }}"
        )
        self._shape.setPixmap(
            icons.pixmap(f"mark-{mark.value}", 26, shape=edge, cut=ground, ratio=self.devicePixelRatioF())
        )
        self._sentence.setText(sentence)
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        self.setAccessibleName(f"{sentence} {remedy}")
        self.show()
        self.shown.emit()

    def close_message(self) -> None:
        """Take it away."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()
