"""The desk itself: everything that the officer sees while working, from the training banner to the keys."""

from __future__ import annotations

# ruff: noqa: N802 - Qt's names of what is overridden
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from borderdesk.cases.stored import Decision
from ui.desktop.document_page import DocumentPage
from ui.desktop.views.decisions import advised, needs_reason
from ui.desktop.views.inspection import InspectionView
from ui.desktop.views.live import LiveView
from ui.desktop.views.station import StationView
from ui.desktop.views.verdict import Tone, idle_view
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.clearing_panel import ClearingPanel
from ui.desktop.widgets.decision_panel import DecisionPanel
from ui.desktop.widgets.help_panel import HelpPanel
from ui.desktop.widgets.key_row import KeyRow, KeyView
from ui.desktop.widgets.live_panel import LivePanel
from ui.desktop.widgets.message_band import MessageBand
from ui.desktop.widgets.progress_band import ProgressBand
from ui.desktop.widgets.reader_panel import ReaderPanel
from ui.desktop.widgets.second_person_panel import SecondPersonPanel
from ui.desktop.widgets.side_list import SideList
from ui.desktop.widgets.status_line import StatusLine
from ui.desktop.widgets.training_banner import TrainingBanner
from ui.desktop.widgets.verdict_band import VerdictBand

COMPACT_WIDTH, COMPACT_HEIGHT = 1100, 600
ARMED_AFTER_MS = 400
"""For so long no key decides on a document that has just come up: a key that bounces, or is pressed twice,
would otherwise admit the next traveller unseen."""
_DECISIONS = {"F2": Decision.ADMIT, "F3": Decision.REFER, "F4": Decision.REFUSE}


class DeskPage(QWidget):
    """Joins the widgets; tells what the officer wants by signals."""

    next_asked = Signal()
    camera_asked = Signal()
    stop_asked = Signal()
    back_asked = Signal()
    decided = Signal(object, str)
    """A `Decision` and its reason, perhaps empty."""
    waiting_chosen = Signal(Path)
    done_chosen = Signal(str)
    reason_missing = Signal()
    nothing_read = Signal()

    def __init__(self, wording: Wording, zone_family: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("desk")
        self._wording = wording
        self._view: InspectionView | None = None
        self._working = self._compact = False
        self._arming = QTimer(self)
        self._arming.setSingleShot(True)
        self._arming.setInterval(ARMED_AFTER_MS)
        self._arming.timeout.connect(self._show_keys)
        self.banner, self.band = TrainingBanner(self), VerdictBand(self)
        self.message, self.progress, self.panel = MessageBand(self), ProgressBand(self), DecisionPanel(self)
        self.reader, self.second = ReaderPanel(self), SecondPersonPanel(wording, self)
        self.clearing = ClearingPanel(wording, self)
        self.side, self.document = SideList(self), DocumentPage(zone_family, self)
        self.help, self.live = HelpPanel(wording, self), LivePanel(self)
        self.keys, self.status = KeyRow(self), StatusLine(self)
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self.document)
        self._middle.addWidget(self.help)
        self._middle.addWidget(self.live)
        self._arrange()
        self._connect()
        self.show_view(None)

    @property
    def view(self) -> InspectionView | None:
        """The document that is open."""
        return self._view

    @property
    def armed(self) -> bool:
        """Whether a key would decide on the document that is open."""
        return self._can_decide() and not self._arming.isActive()

    @property
    def asking(self) -> bool:
        """Whether a question about the document that is open waits for its answer."""
        return any(not each.isHidden() for each in (self.panel, self.clearing, self.second))

    def show_view(self, view: InspectionView | None) -> None:
        """Open another document, or none."""
        same = view is not None and self._view is not None and view.inspection_id == self._view.inspection_id
        self._view = view
        if not self.panel.isHidden():
            self.panel.hide()
            self._focus_document()
        if not same:
            self.clearing.take_back()
            self.second.take_back()
        if self._middle.currentWidget() is self.live:
            self._focus_document()
        self._middle.setCurrentWidget(self.document)
        self.band.show_view(view.verdict if view is not None else idle_view(Tone.READY, self._wording))
        if not same:
            self._arming.start()
            self.document.show_view(view)
        self._show_reasons()
        self.side.mark_open(view.inspection_id if view is not None else None)
        self._show_keys()

    def show_working(self, name: str) -> None:
        """A document is being read; what was open goes away so that nobody decides on the wrong one."""
        self._working = True
        self.message.hide()
        self.show_view(None)
        self.band.show_view(idle_view(Tone.WORKING, self._wording, name))
        self.progress.begin(self.tr("Reading {name}").format(name=self._wording.value(name)))
        self._show_keys()

    def show_live(self, view: LiveView) -> None:
        """Show a frame of the camera, unless the help is open."""
        self.live.show_view(view)
        if self._working and self._middle.currentWidget() is self.document:
            self._middle.setCurrentWidget(self.live)
            self.live.setFocus()

    def end_working(self) -> None:
        """Nothing is read any more."""
        self._working = False
        self.live.show_view(None)
        if self._middle.currentWidget() is self.live:
            self._middle.setCurrentWidget(self.document)
            self._focus_document()
        self.progress.end()
        if self._view is None:
            self.band.show_view(idle_view(Tone.READY, self._wording))
        self._show_keys()

    def show_station(self, view: StationView) -> None:
        """Show the station's name and lists."""
        self.banner.setVisible(view.training)
        self.status.show_view(view)

    def press(self, key: str) -> None:
        """What a key does, pressed or clicked."""
        if key == "F1":
            self._toggle_help()
        elif key in _DECISIONS:
            self.wish(_DECISIONS[key])
        elif key == "F5" and not self._working:
            self.next_asked.emit()
        elif key == "F7" and not self._working:
            self.camera_asked.emit()
        elif key == "F6":
            self._middle.setCurrentWidget(self.document)
            self.document.next_finding()
        elif key == "Esc":
            self._escape()

    def confirm(self) -> None:
        """Enter: what is advised, and only where everything passed."""
        if self._view is not None and not self._view.decided:
            choice = advised(self._view.advice)
            if choice is not None:
                self.wish(choice)

    def wish(self, decision: Decision) -> None:
        """The officer wants to decide; a reason is asked for where one is needed."""
        if not self._can_decide() or self._view is None:
            self.nothing_read.emit()
        elif not self.armed:
            return
        elif needs_reason(decision, self._view.advice) or self._view.decided:
            self.panel.ask(decision)
        else:
            self.panel.hide()
            self.decided.emit(decision, "")

    def go_to_list(self) -> None:
        """Show the list at the side and give it the focus."""
        self.side.setVisible(True)
        self.side.focus_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Small or strongly scaled screens get smaller letters and no side list."""
        super().resizeEvent(event)
        compact = self.width() < COMPACT_WIDTH or self.height() < COMPACT_HEIGHT
        if compact != self._compact:
            self._compact = compact
            self.side.setVisible(not compact)
            for widget in (self.band, self.document, self.keys):
                widget.set_compact(compact)
            self._show_reasons()

    def _arrange(self) -> None:
        self.side.setFixedWidth(244)
        middle = QHBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(self.side)
        middle.addWidget(self._middle, 1)
        inside = QVBoxLayout()
        inside.setContentsMargins(8, 6, 8, 4)
        inside.setSpacing(6)
        for widget in (self.message, self.progress, self.panel, self.clearing, self.second, self.reader):
            inside.addWidget(widget)
        inside.addLayout(middle, 1)
        inside.addWidget(self.keys)
        inside.addWidget(self.status)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.band)
        column.addLayout(inside, 1)
        self.banner.hide()

    def _connect(self) -> None:
        self.keys.pressed.connect(self.press)
        self.progress.cancel_asked.connect(self.stop_asked)
        self.panel.decided.connect(self._focus_document)
        self.panel.decided.connect(self.decided)
        self.panel.reason_missing.connect(self.reason_missing)
        self.panel.taken_back.connect(self._focus_document)
        self.clearing.taken_back.connect(self._focus_document)
        self.second.given.connect(self._focus_document)
        self.second.taken_back.connect(self._focus_document)
        self.reader.chosen.connect(self._focus_document)
        self.reader.taken_back.connect(self._focus_document)
        self.help.closed.connect(self._toggle_help)
        self.side.waiting_chosen.connect(self._choose_waiting)
        self.side.done_chosen.connect(self.done_chosen)

    def _choose_waiting(self, path: Path) -> None:
        if not self._working:
            self.waiting_chosen.emit(path)

    def _can_decide(self) -> bool:
        return self._view is not None and not self._working

    def _show_keys(self) -> None:
        can = self.armed
        advice = advised(self._view.advice) if self._view is not None and not self._view.decided else None
        states = {key: KeyView(can, can and advice is decision) for key, decision in _DECISIONS.items()}
        states["F5"] = KeyView(not self._working)
        states["F7"] = KeyView(not self._working)
        states["F6"] = KeyView(self._view is not None and bool(self._view.findings))
        self.keys.show_keys(states)

    def _toggle_help(self) -> None:
        opening = self._middle.currentWidget() is not self.help
        self._middle.setCurrentWidget(self.help if opening else self.document)
        (self.help if opening else self.document.page).setFocus()

    def _escape(self) -> None:
        """The nearest thing that can be left."""
        if not self.panel.isHidden():
            self.panel.take_back()
        elif not self.clearing.isHidden():
            self.clearing.take_back()
        elif not self.second.isHidden():
            self.second.take_back()
        elif not self.reader.isHidden():
            self.reader.take_back()
        elif self._middle.currentWidget() is self.help:
            self._toggle_help()
        elif self._working:
            self.progress.stopping()
            self.stop_asked.emit()
        elif not self.message.isHidden():
            self.message.close_message()
        else:
            self.back_asked.emit()

    def _show_reasons(self) -> None:
        said = self._view.verdict if self._view is not None and not self.band.tells_all else None
        lines = (said.kind, *said.reasons) if said is not None else ()
        self.document.details.show_reasons(tuple(line for line in lines if line))

    def _focus_document(self) -> None:
        self.document.page.setFocus()
