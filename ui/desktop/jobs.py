"""Long work away from the window.

A job runs in a thread of a pool, tells its progress and ends in exactly one of three ways, always followed by
`finished`. It is the border where errors stop: what the user can mend goes on as it is, a bug is written to
the log and shown as one sentence that says where the log lies.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from models.cancel import Cancelled, CancelToken
from models.errors import KnownError

Report = Callable[[object], None]
"""Handed to the work, which tells its progress by it."""
Work = Callable[[CancelToken, Report], Any]


class UnexpectedError(KnownError):
    """A bug, told in a sentence; its trace is in the log."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        step: What it is doing, such as the name of the file.
        done: Steps behind it.
        total: All steps, 0 where that is not known.
    """

    step: str
    done: int = 0
    total: int = 0


class JobSignals(QObject):
    """What a job tells, in the thread of whoever listens."""

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()


class Job(QRunnable):
    """One piece of long work.

    Args:
        name: For the log.
        work: Called in another thread with a token to ask and a function to report by.
        log_file: Where the log lies, for the sentence of an unexpected error.
    """

    def __init__(self, name: str, work: Work, *, log_file: Path | None = None) -> None:
        super().__init__()
        self.setAutoDelete(False)  # Python owns it: its signals must outlive the thread's last event
        self.name = name
        self.signals = JobSignals()
        self.cancel = CancelToken()
        self._work = work
        self._log_file = log_file

    def run(self) -> None:
        """Called by the pool."""
        log = structlog.get_logger("ui.desktop.jobs")
        try:
            result = self._work(self.cancel, self.signals.progressed.emit)
        except Cancelled:
            self.signals.cancelled.emit()
        except KnownError as error:
            log.info("job.failed", job=self.name, error=error.message.key)
            self.signals.failed.emit(error)
        except Exception:  # the border: a bug must not take the window with it
            log.error("job.crashed", job=self.name, exc_info=sys.exc_info())
            self.signals.failed.emit(unexpected(self._log_file))
        else:
            self.signals.succeeded.emit(result)
        finally:
            self.signals.finished.emit()


def unexpected(log_file: Path | None) -> UnexpectedError:
    """The sentence for a bug."""
    return UnexpectedError("error.window.unexpected", log=log_file or "borderdesk.log")


class JobRunner(QObject):
    """Starts jobs and keeps them alive until their thread has left them."""

    def __init__(self, parent: QObject | None = None, *, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._running: dict[JobSignals, Job] = {}
        self._ended: list[Job] = []

    @property
    def running(self) -> tuple[Job, ...]:
        """Jobs that were started and have not ended."""
        return tuple(self._running.values())

    def start(self, job: Job) -> None:
        """Run a job as soon as a thread is free."""
        if self._pool.activeThreadCount() == 0:
            self._ended.clear()  # only now: a thread may still be on its way out of a job that has ended
        self._running[job.signals] = job
        job.signals.finished.connect(self._forget, Qt.ConnectionType.QueuedConnection)
        self._pool.start(job)

    def stop(self, milliseconds: int = 10_000) -> bool:
        """Ask every job to stop and wait for it; for the end of the program only.

        Returns:
            False where a job was still running when the time was over.
        """
        for job in self.running:
            job.cancel.cancel()
        return self._pool.waitForDone(milliseconds)

    @Slot()
    def _forget(self) -> None:
        sender = self.sender()
        if isinstance(sender, JobSignals) and sender in self._running:
            self._ended.append(self._running.pop(sender))
