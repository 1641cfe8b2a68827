"""Foreign bytes are decoded in a process of their own, which has a limit of time and of memory.

Decoders are large programs in C, and a PDF is a program itself: 2 kB of it can draw for years, a JPEG of
350 kB decodes for a minute, and neither can be stopped from within. So another process does it; where it
takes too long, wants too much or dies, one file is refused and the desk goes on. Pixels come back in memory
that both see and neither may change (memfd_create(2), "File sealing"), nothing of them through a file.

The process is kept for the next file, as starting it takes longer than most pictures do.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import mmap
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from borderdesk.imaging.decode import Decoded, PictureError
from models.cancel import CancelToken

SECONDS_AT_MOST = 60.0
"""For a file; the largest that are taken need 7 on the machine of bench/results.md."""
BYTES_OF_MEMORY = 1536 * 1024 * 1024
MESSAGE = 4096
"""Bytes of the longest message; names are cut to fit."""
_MODULE = "borderdesk.imaging.decoding_process"
_ROOT = Path(__file__).resolve().parents[2]
_LOOK_EVERY = 0.1
"""Seconds between two looks at the clock and at who wants to stop."""
_WORN = 60_000_000
"""Pixels in one file after which the process is not kept: what they took may not all be given back."""


@dataclass(frozen=True, slots=True)
class _Helper:
    """The process, and our end of the line to it."""

    process: subprocess.Popen[bytes]
    line: socket.socket


class _GoneError(Exception):
    """The process had ended before it took the file."""


class Opener:
    """Decodes files, one at a time; safe to share between threads."""

    def __init__(self, *, seconds: float = SECONDS_AT_MOST, memory: int = BYTES_OF_MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._lock = threading.Lock()
        self._helper: _Helper | None = None

    def decode(self, data: bytes, name: str, cancel: CancelToken | None = None) -> tuple[Decoded, ...]:
        """All pages of a picture or PDF.

        Args:
            data: The file's content.
            name: What to call it in messages.
            cancel: Asked ten times a second.

        Returns:
            At least one page; its pixels cannot be written to.

        Raises:
            PictureError: No picture, damaged, or more than the limits allow; says what to do.
            Cancelled: Stopping was asked for.
        """
        with self._lock:
            kept = self._helper is not None
            try:
                return self._decoded(data, name, cancel)
            except _GoneError as error:
                if not kept:
                    raise PictureError("error.picture_costly", file=name) from error
            # It ended since the last file without taking this one, whose fault it then cannot be.
            try:
                return self._decoded(data, name, cancel)
            except _GoneError as error:
                raise PictureError("error.picture_costly", file=name) from error

    def close(self) -> None:
        """End the process; the next file starts another."""
        with self._lock:
            self._end()

    def _decoded(self, data: bytes, name: str, cancel: CancelToken | None) -> tuple[Decoded, ...]:
        """One try.

        Raises:
            _GoneError: The process had gone before it took the file.
            PictureError, Cancelled: As `decode`.
        """
        whole = False
        try:
            line = self._ask(data, name)
            pages = tuple(self._answers(line, name, cancel))
            whole = sum(pixels.size for pixels, _ in pages) < 3 * _WORN
        except PictureError as error:
            whole = error.message.key != "error.picture_costly"
            raise
        except (BrokenPipeError, ConnectionResetError) as error:
            # unix(7): broken where it was gone at sending, reset where it went without reading what was sent.
            raise _GoneError from error
        except OSError as error:
            raise PictureError("error.picture_costly", file=name) from error
        finally:
            if not whole:
                self._end()
        return pages

    def _ask(self, data: bytes, name: str) -> socket.socket:
        if self._helper is None or self._helper.process.poll() is not None:
            self._end()
            self._helper = self._started()
        content = os.memfd_create("picture")
        try:
            with os.fdopen(content, "wb", closefd=False) as file:
                file.write(data)
            message = json.dumps({"name": name[: MESSAGE // 8]}).encode()
            socket.send_fds(self._helper.line, [message], [content])
        finally:
            os.close(content)
        return self._helper.line

    def _started(self) -> _Helper:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(_LOOK_EVERY)
        environment = {
            **os.environ,
            "PYTHONPATH": str(_ROOT),
            "PYTHONSAFEPATH": "1",
            # A pool of threads would take memory from the limit and is never used.
            "OPENBLAS_NUM_THREADS": "1",
        }
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", _MODULE, str(theirs.fileno()), str(self._memory)],
                pass_fds=(theirs.fileno(),),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        return _Helper(process, ours)

    def _answers(self, line: socket.socket, name: str, cancel: CancelToken | None) -> Iterator[Decoded]:
        until = time.monotonic() + self._seconds
        while True:
            answer, page = self._answer(line, name, until, cancel)
            if "error" in answer:
                raise PictureError(answer["error"], **dict(answer["params"], file=name))
            if "bug" in answer:
                raise RuntimeError(f"decoding failed with a bug:\n{answer['bug']}")
            if page is None:
                return
            try:
                yield _pixels(page, *answer["size"]), answer["dpi"]
            finally:
                os.close(page)

    def _answer(
        self, line: socket.socket, name: str, until: float, cancel: CancelToken | None
    ) -> tuple[dict[str, Any], int | None]:
        while True:
            if cancel:
                cancel.raise_if_cancelled()
            try:
                message, pages, _, _ = socket.recv_fds(line, MESSAGE, 1)
            except TimeoutError as error:
                if time.monotonic() > until:
                    raise PictureError("error.picture_costly", file=name) from error
                continue
            if not message:  # it died: of its limit of memory, or of a fault in a decoder
                raise PictureError("error.picture_costly", file=name)
            return json.loads(message), pages[0] if pages else None

    def _end(self) -> None:
        if self._helper is not None:
            self._helper.line.close()
            self._helper.process.kill()
            self._helper.process.wait()
            self._helper = None


def _pixels(page: int, width: int, height: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Pixels in memory that nobody can change or take away any more.

    Raises:
        OSError: The memory cannot be sealed.
    """
    fcntl.fcntl(page, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE)
    size = width * height * 3
    if os.fstat(page).st_size != size:
        raise OSError(f"{os.fstat(page).st_size} bytes came for {width} x {height} pixels")
    memory = mmap.mmap(page, size, mmap.MAP_SHARED, mmap.PROT_READ)
    return np.frombuffer(memory, dtype=np.uint8).reshape(height, width, 3)


@lru_cache(maxsize=1)
def shared() -> Opener:
    """The opener of this program; its process ends with it."""
    opener = Opener()
    atexit.register(opener.close)
    return opener
