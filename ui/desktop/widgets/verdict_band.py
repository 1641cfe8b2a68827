"""The band on top: one word, one shape, one colour, and the reasons in words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.desktop import icons, theme
from ui.desktop.views.verdict import VerdictView
from ui.desktop.widgets.elided import ElidedLabel

_REASONS_SHOWN = 4
_REASONS_SHOWN_COMPACT = 2


class VerdictBand(QFrame):
    """Shows a verdict so that it can be read from two metres and without colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("band")
        self._compact = False
        self._view: VerdictView | None = None
        self._shape = QLabel(self)
        self._word = QLabel(self)
        self._kind = ElidedLabel(self)
        self._next = ElidedLabel(self)
        self._decided = ElidedLabel(self)
        self._reasons = [ElidedLabel(self) for _ in range(_REASONS_SHOWN)]
        self._arrange()

    @property
    def view(self) -> VerdictView | None:
        """What is shown."""
        return self._view

    @property
    def tells_all(self) -> bool:
        """Whether every reason stands whole in the band, so that no list of them is needed."""
        return not self._compact and (self._view is None or len(self._view.reasons) <= self._room())

    def show_view(self, view: VerdictView) -> None:
        """Show another verdict."""
        self._view = view
        self._paint()

    def set_compact(self, compact: bool) -> None:
        """Use less room, for small or strongly scaled screens."""
        if compact != self._compact:
            self._compact = compact
            self._paint()

    def _arrange(self) -> None:
        word = QVBoxLayout()
        word.setSpacing(0)
        word.addStretch()
        word.addWidget(self._word)
        word.addWidget(self._kind)
        word.addStretch()
        said = QVBoxLayout()
        said.setSpacing(1)
        said.addStretch()
        for reason in self._reasons:
            said.addWidget(reason)
        said.addWidget(self._next)
        said.addWidget(self._decided)
        said.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(14)
        row.addWidget(self._shape)
        row.addLayout(word)
        row.addLayout(said, 1)
        self._kind.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._kind.setMaximumWidth(330)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._word.setTextFormat(Qt.TextFormat.PlainText)

    def _paint(self) -> None:
        view = self._view
        if view is None:
            return
        colours = theme.BAND[view.tone]
        side = 44 if self._compact else 84
        self.setFixedHeight(64 if self._compact else 132)
        self._shape.setPixmap(
            icons.pixmap(
                f"advice-{view.tone.value}",
                side,
                shape=colours.ink,
                cut=colours.ground,
                ratio=self.devicePixelRatioF(),
            )
        )
        self._shape.setFixedSize(QSize(side, side))
        self.setStyleSheet(
            f"QFrame#band {{ background: {colours.ground}; }} QFrame#band QLabel {{ color: {colours.ink}; }}"
        )
        self._word.setFont(self._font(20 if self._compact else 33, bold=True))
        self._word.setText(view.word)
        self._kind.setFont(self._font(9 if self._compact else 12))
        self._kind.show_text(view.kind)
        self._kind.setVisible(bool(view.kind) and not self._compact)
        self._show_reasons(view)
        self._next.setFont(self._font(9 if self._compact else 11))
        self._next.show_text(view.next_step)
        self._next.setVisible(not view.decided and not (self._compact and len(view.reasons) > 1))
        self._decided.setFont(self._font(9 if self._compact else 12, bold=True))
        self._decided.show_text(view.decided)
        self._decided.setVisible(bool(view.decided))
        spoken = ". ".join(part for part in (view.word, view.kind, *view.reasons, view.decided) if part)
        self.setAccessibleName(spoken)
        self.setAccessibleDescription(view.next_step)
        self.setToolTip("\n".join(view.reasons))

    def _show_reasons(self, view: VerdictView) -> None:
        room = self._room()
        shown = list(view.reasons)
        hidden = len(shown) - room
        if hidden > 0:
            # The last one says what to do and is never left out.
            shown = [*shown[: room - 1], shown[-1]] if room > 1 else shown[:1]
            if not self._compact:
                more = self.tr("(and {count} more, in the list)").format(count=hidden)
                shown[room - 2] = f"{shown[room - 2]}   {more}"
        for number, label in enumerate(self._reasons):
            text = shown[number] if number < len(shown) else ""
            label.setFont(self._font(10 if self._compact else 12, bold=number == 0))
            label.show_text(text)
            label.setVisible(bool(text))

    def _room(self) -> int:
        """How many reasons there is room for."""
        if not self._compact:
            return _REASONS_SHOWN
        return _REASONS_SHOWN_COMPACT - (1 if self._view is not None and self._view.decided else 0)

    def _font(self, points: int, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPointSize(points)
        font.setBold(bold)
        return font
