"""The doors through which foreign bytes come in, each as a function that raises where there is a fault.

An answer is right, and a `KnownError` whose sentence and remedy can be told; everything else is a fault.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from PIL import Image

from borderdesk.imaging import decode as decoding
from borderdesk.mrz import parse
from borderdesk.reading.page import read_page
from borderdesk.swiping.framing import Swiped, messages_in
from borderdesk.swiping.zone import document_of
from models.document import DocumentFormat
from models.errors import KnownError
from models.image import PageImage
from models.watchlist import DocumentEntry, HitKind, PersonEntry
from script.fuzzing import seeds
from watchlist.importers import csv_lists, ftm_export, ftm_lists
from watchlist.importers.formats import ListFormat, Options, open_source

TODAY = date(2026, 11, 24)
MEGAPIXELS = 2
"""Headers may promise this much here, so that time goes into decoding; tests/imaging tries larger ones."""
_SHAPES = (
    (1, 1), (1, 900), (900, 1), (2, 700), (700, 2), (3, 2000), (2000, 5), (40, 40), (120, 60), (560, 90),
    (90, 560), (360, 120),
)  # fmt: skip
_MODES = ("L", "1", "P", "LA", "RGBA", "RGB", "I;16")


@dataclass(frozen=True, slots=True)
class Target:
    """One door.

    Attributes:
        run: What bytes are given to.
        seeds: Makes the inputs to begin with.
        share: Of the time of all targets.
        longest: Bytes of an input.
        kept: Inputs that are kept for the tests, at most.
    """

    run: Callable[[bytes], None]
    seeds: Callable[[], dict[str, bytes]]
    share: float
    longest: int
    kept: int


def told(error: KnownError) -> None:
    """Hold that an error says what happened and what to do.

    Raises:
        AssertionError: It does not.
    """
    for part in (error.message, error.remedy):
        said = part.text()
        assert said
        assert said != part.key, f"no sentence for {part.key}"


def pages(data: bytes) -> None:
    """A file to pages, in this process: what a crash would end is the fuzzer's child."""
    decoding.MEGAPIXELS_AT_MOST = decoding.MEGAPIXELS_IN_ALL = MEGAPIXELS
    try:
        found = [PageImage(pixels, dpi=dpi) for pixels, dpi in decoding.decode(data, "page")]
    except KnownError as error:
        told(error)
        return
    assert found
    assert all(page.width > 0 and page.height > 0 for page in found)


def pixels(data: bytes) -> None:
    """Pixels of odd shapes and kinds to a reading: kind, shape, filling and then what to fill with."""
    kind, shape, filling, *rest = data.ljust(4, b"\0")
    width, height = _SHAPES[shape % len(_SHAPES)]
    width = max(1, width + rest[0] % 16 - 8) if width > 8 else width
    if filling % 3 == 0:
        often = width * height // len(rest) + 1
        grey = Image.frombytes("L", (width, height), (bytes(rest) * often)[: width * height])
    else:
        grey = _zone(filling % 3).resize((width, height))
        for place in range(1, len(rest) - 2, 3):
            x, y, tone = rest[place] * width // 256, rest[place + 1] * height // 256, rest[place + 2]
            grey.paste(tone, (x, y, x + 1 + tone % 9, y + 1 + tone % 5))
    mode = _MODES[kind % len(_MODES)]
    deep = mode == "I;16"
    picture = grey.point(lambda value: value * 256, "I").convert(mode) if deep else grey.convert(mode)
    file = io.BytesIO()
    picture.save(file, "PNG")
    for found, dpi in decoding.decode(file.getvalue(), "pixels"):
        for document in read_page(PageImage(found, dpi=dpi), today=TODAY).documents:
            assert document.lines == () or len({len(line) for line in document.lines}) == 1


@lru_cache(maxsize=2)
def _zone(number: int) -> Image.Image:
    return seeds.strip(seeds.PASSPORT if number == 1 else seeds.CARD)


def zone(data: bytes) -> None:
    """Text, as it is typed or swiped, to fields."""
    text = data.decode("utf-8", "surrogateescape" if data[:1] < b"\x80" else "replace")
    for separated in (text.splitlines(), text.split("\n")):
        for format_ in (None, *DocumentFormat):
            try:
                found = parse(separated, today=TODAY, format=format_)
            except KnownError as error:
                told(error)
                continue
            assert found.lines == tuple(separated)


def swipes(data: bytes) -> None:
    """What a swipe reader sends to documents; how it is cut into pieces makes no difference."""
    text = data.decode("utf-8", "replace")
    heard = messages_in([text])
    assert [str(each) for each in messages_in(text)] == [str(each) for each in heard]
    for each in heard:
        if not isinstance(each, Swiped):
            told(each)
            continue
        try:
            document = document_of(each, today=TODAY)
        except KnownError as error:
            told(error)
            continue
        assert document.certain or document.doubts
        assert not document.certain or all(digit.agrees for digit in document.check_digits)


def lists(data: bytes) -> None:
    """A list of our own CSV to entries; what was taken goes out and comes back the same."""
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(data)
        _out_and_back(path, ListFormat.CSV)


def formats(data: bytes) -> None:
    """A list of whatever form its bytes say; what was taken goes out and comes back the same."""
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        path = Path(folder) / "list"
        path.write_bytes(data)
        _out_and_back(path, None)


def _out_and_back(path: Path, form: ListFormat | None) -> None:
    for options in (Options(quarantine=True, politically_exposed=True), Options()):
        try:
            with open_source(path, form, options) as source:
                entries = [each for each in source.items if isinstance(each, PersonEntry | DocumentEntry)]
        except KnownError as error:
            told(error)
            entries = []
        again = path.with_name("again")
        ftm_export.export(again, entries)
        assert list(ftm_lists.read(again)) == entries
        for kind, one in ((HitKind.PERSON, PersonEntry), (HitKind.DOCUMENT, DocumentEntry)):
            some = [each for each in entries if isinstance(each, one)]
            csv_lists.export(again, some, kind)
            assert list(csv_lists.read(again)) == some


def _memory() -> str | None:
    """A folder in memory, where the system has one."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of its own is made in it


TARGETS = {
    "pages": Target(pages, seeds.pictures, 0.5, 8000, 200),
    "pixels": Target(pixels, seeds.pixels, 0.3, 400, 4),
    "zone": Target(zone, seeds.zones, 0.05, 300, 60),
    "swipes": Target(swipes, seeds.swipes, 0.05, 400, 60),
    "lists": Target(lists, seeds.lists, 0.1, 2000, 60),
    "formats": Target(formats, seeds.formats, 0.2, 6000, 80),
}
