"""What runs in the process that `opener` starts: files in, pages out, until the other side hangs up."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import socket
import sys
import time
import traceback

import numpy as np

from borderdesk.imaging.decode import PictureError, decode
from models.image import Pixels

_MESSAGE = 4096
_BUG = 2000
"""Characters of a traceback that are sent home."""
# Should the other side be gone while a file is decoded, nothing else ends this process.
_SECONDS_OF_WORK = 120


def serve(line: socket.socket) -> None:
    """Answer one file after the other."""
    while True:
        message, files, _, _ = socket.recv_fds(line, _MESSAGE, 1)
        if not message:
            return
        with os.fdopen(files[0], "rb") as file:
            file.seek(0)
            data = file.read()
        resource.setrlimit(
            resource.RLIMIT_CPU, (int(time.process_time()) + _SECONDS_OF_WORK, resource.RLIM_INFINITY)
        )
        _answer(line, data, json.loads(message)["name"])


def _answer(line: socket.socket, data: bytes, name: str) -> None:
    try:
        for pixels, dpi in decode(data, name):
            _send_page(line, pixels, dpi)
        said: dict[str, object] = {"done": True}
    except PictureError as error:
        said = {"error": error.message.key, "params": dict(error.message.params)}
    except MemoryError:
        said = {"error": "error.picture_costly", "params": {}}
    except Exception:  # noqa: BLE001 - a bug is told at home, where jobs know what to do with it
        said = {"bug": traceback.format_exc()[-_BUG:]}
    line.sendall(json.dumps(said).encode())


def _send_page(line: socket.socket, pixels: Pixels, dpi: float | None) -> None:
    page = os.memfd_create("page", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        # Written, not mapped: what is mapped here could not be sealed, and would count against the limit.
        with os.fdopen(page, "wb", buffering=0, closefd=False) as file:
            left = memoryview(np.ascontiguousarray(pixels).data).cast("B")
            while left:
                left = left[file.write(left) :]
        height, width = pixels.shape[:2]
        socket.send_fds(line, [json.dumps({"size": [width, height], "dpi": dpi}).encode()], [page])
    finally:
        os.close(page)


def main() -> None:
    """Serve on the line whose number is the first word, with as many bytes of memory as the second says."""
    number, memory = (int(word) for word in sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would be a picture of the document on the disk
    with socket.socket(fileno=number) as line, contextlib.suppress(BrokenPipeError, ConnectionResetError):
        serve(line)


if __name__ == "__main__":
    main()
