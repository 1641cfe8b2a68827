"""The fuzzer's child: `one.py TARGET FOLDER -libfuzzer_flag=...` runs a target until time is over or it dies.

An exception is written into FOLDER once for each place where it is raised, and the run goes on. A native
crash, a hang or too much memory ends the process; libFuzzer then writes the input, and `command` starts
another child.
"""

from __future__ import annotations

import hashlib
import random
import struct
import sys
import traceback
import zlib
from collections.abc import Callable
from pathlib import Path

import atheris
from atheris.import_hook import HookManager

# Following compared values, Atheris 3.0.0 keeps every array that is compared: reading grew by 5 MB a picture.
_PACKAGES = {"borderdesk", "watchlist", "models", "PIL", "pypdfium2"}
with HookManager(_PACKAGES, set(), enable_loader_override=False, trace_dataflow=sys.argv[1] != "pixels"):
    from script.fuzzing.targets import TARGETS

_PNG = b"\x89PNG\r\n\x1a\n"
# One mutation in eight leaves the sums wrong, so that what refuses them is tried too.
_LEFT_WRONG = 8


def main() -> None:
    """Fuzz."""
    name, folder, *flags = sys.argv[1:]
    run = noting(TARGETS[name].run, Path(folder))
    mutator = {"custom_mutator": mutated} if name == "pages" else {}
    atheris.Setup([sys.argv[0], *flags], run, **mutator)
    atheris.Fuzz()


def noting(run: Callable[[bytes], None], folder: Path) -> Callable[[bytes], None]:
    """The target, which writes down each fault once."""
    known: set[str] = set()

    def tried(data: bytes) -> None:
        try:
            run(data)
        except Exception as error:  # noqa: BLE001 - any is a fault, and the next one shall be found too
            frames = traceback.extract_tb(error.__traceback__)
            place = "|".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-3:])
            mark = hashlib.sha256(f"{type(error).__name__}|{place}".encode()).hexdigest()[:12]
            if mark not in known:
                known.add(mark)
                (folder / f"error-{mark}").write_bytes(data)
                (folder / f"error-{mark}.txt").write_text(traceback.format_exc(), encoding="utf-8")

    return tried


def mutated(data: bytes, longest: int, seed: int) -> bytes:
    """A mutation whose PNG check sums are right again, without which no decoder looks further (PNG, 5.3)."""
    found = atheris.Mutate(data, longest)
    if not found.startswith(_PNG) or random.Random(seed).randrange(_LEFT_WRONG) == 0:
        return found
    mended = bytearray(found)
    place = len(_PNG)
    while place + 12 <= len(mended):
        (length,) = struct.unpack_from(">I", mended, place)
        end = place + 8 + length
        if end + 4 > len(mended):
            break
        struct.pack_into(">I", mended, end, zlib.crc32(mended[place + 4 : end]))
        place = end + 4
    return bytes(mended)


if __name__ == "__main__":
    main()
