"""Files damaged or made to do harm: pages or a sentence, and never more time or memory than is allowed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderdesk.imaging.decode import MEGAPIXELS_AT_MOST, PictureError
from borderdesk.imaging.load import load_bytes
from models.image import PageImage
from script.fuzzing import bombs, seeds
from script.fuzzing.pdf import assembled, locked, page_objects

FILES = seeds.pictures()
ROOT = Path(__file__).resolve().parents[2]
DAMAGED = {"error.picture_damaged", "error.no_picture"}


def outcome(data: bytes, name: str = "page.jpg") -> str | tuple[PageImage, ...]:
    """The pages of a file, or the key of the error, which must have a sentence and a remedy."""
    try:
        return load_bytes(data, name)
    except PictureError as caught:
        error = caught
    assert name in error.message.text()
    assert error.remedy.text() not in ("", error.remedy.key)
    return error.message.key


def assert_answered(data: bytes) -> None:
    """Pages, or an error that is no sign of a decoder that died, hung or took too much."""
    found = outcome(data)
    assert found != "error.picture_costly"
    assert found


a_file = st.sampled_from(sorted(FILES)).map(FILES.__getitem__)


@settings(deadline=None)
@given(a_file, st.floats(0, 1))
def test_a_file_cut_short_anywhere(data: bytes, share: float) -> None:
    assert_answered(data[: int(share * len(data))])


@settings(deadline=None)
@given(a_file, st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 7)), min_size=1, max_size=12))
def test_a_file_with_flipped_bits(data: bytes, flips: list[tuple[float, int]]) -> None:
    damaged = bytearray(data)
    for place, bit in flips:
        damaged[int(place * len(data))] ^= 1 << bit
    assert_answered(bytes(damaged))


@settings(deadline=None)
@given(a_file, st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_a_file_with_two_parts_swapped(data: bytes, cuts: list[float]) -> None:
    a, b, c, d = sorted(int(cut * len(data)) for cut in cuts)
    assert_answered(data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:])


@settings(deadline=None)
@given(a_file, a_file, st.floats(0, 1))
def test_a_file_that_goes_on_as_another(first: bytes, second: bytes, share: float) -> None:
    assert_answered(first[: int(share * len(first))] + second[int(share * len(second)) :])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "BMP", "WEBP", "PDF"])
def test_a_wrong_ending_is_no_matter(kind: str) -> None:
    assert len(outcome(FILES[f"red.{kind}"], "page.docx")) == 1


LYING = {
    "PNG": bombs.png(60_000, 60_000, b""),
    "TIFF": bombs.tiff(width=60_000, height=60_000),
    "BMP": bombs.bmp(60_000, 60_000, b""),
    "BMP upside down": bombs.bmp(-60_000, -0x80000000, b""),
    "JPEG": bombs.jpeg(60_000, 60_000),
    "WebP": bombs.webp(16_384, 16_384),
    "PDF": assembled(page_objects(b"", box=b"0 0 14400 14400")),
}


@pytest.mark.parametrize("kind", LYING)
def test_a_header_that_promises_billions_is_refused_for_its_size(kind: str) -> None:
    assert outcome(LYING[kind]) in {"error.picture_too_large", *DAMAGED}


EMPTY = {
    "PNG": bombs.png(bombs.WIDE, bombs.HIGH, b""),
    "TIFF": bombs.tiff(width=bombs.WIDE, height=bombs.HIGH),
    "BMP": bombs.bmp(bombs.WIDE, bombs.HIGH, b"x" * 100),
    "WebP": bombs.webp(11_000, 10_000),
}


@pytest.mark.parametrize("kind", EMPTY)
def test_a_header_that_promises_what_is_not_there_is_damaged(kind: str) -> None:
    assert bombs.WIDE * bombs.HIGH < MEGAPIXELS_AT_MOST * 1_000_000
    assert outcome(EMPTY[kind]) in DAMAGED


def test_a_tiff_whose_pages_lead_back_to_the_first_ends() -> None:
    assert len(outcome(bombs.tiff(following=8))) == 1


@pytest.mark.parametrize(
    "tag",
    [(273, 4, 0x3FFFFFFF, 8), (270, 2, 0x7FFFFFFF, 8), (259, 3, 1, 65535), (278, 4, 1, 0), (258, 3, 1, 0)],
    ids=["strips", "description", "compression", "rows of a strip", "bits"],
)
def test_a_tiff_with_an_impossible_tag(tag: bombs.Tag) -> None:
    assert_answered(bombs.tiff([tag]))


def test_a_compression_that_does_not_exist_is_damage_also_on_the_second_page() -> None:
    # Found by script/fuzz: Pillow looks it up in a table and raises KeyError.
    first = len(bombs.tiff())
    second = bombs.tiff(compression=65535)[8:]
    assert outcome(bombs.tiff(following=first) + second) == "error.picture_damaged"


CIRCLES = bombs.pdf_in_circles()


@pytest.mark.parametrize("kind", CIRCLES)
def test_a_pdf_in_circles(kind: str) -> None:
    assert_answered(CIRCLES[kind])


@pytest.mark.parametrize("box", [b"0 0 90 1" + b"0" * 60, b"0 0 0 1" + b"0" * 60, b"0 0 -90 -40", b"0 0 0 0"])
def test_a_pdf_page_of_an_impossible_size(box: bytes) -> None:
    # Found by script/fuzz: an infinite height is no number of pixels.
    assert_answered(assembled(page_objects(b"", box=box)))


def test_a_pdf_with_a_password_is_said_to_be_locked() -> None:
    data = locked(b"Niamey")
    with pypdfium2.PdfDocument(data, password="Niamey") as document:
        assert len(document) == 1  # it is a sound file for who knows the password
    assert outcome(data) == "error.pdf_locked"


def test_a_pdf_locked_for_changing_only_is_read() -> None:
    assert len(outcome(locked(b""))) == 1


def test_a_pdf_with_an_unknown_lock_is_said_to_be_locked() -> None:
    certificate = b"/Encrypt<</Filter/Adobe.PubSec/V 1>>"
    assert outcome(assembled(page_objects(b""), trailer=certificate)) == "error.pdf_locked"


COSTLY = """
import resource, sys
from borderdesk.imaging.decode import PictureError
from borderdesk.imaging.opener import Opener
from script.fuzzing import bombs

bomb = {
    "forms": lambda: bombs.pdf_of_forms(12),
    "tiles": lambda: bombs.pdf_of_tiles(),
    "words": lambda: bombs.pdf_of_words(160),
    "scans": lambda: bombs.jpeg_of_scans(4000, 4000),
    "webp": lambda: bombs.webp_of_one_colour(6000, 6000),
    "largest": lambda: bombs.jpeg(bombs.WIDE, bombs.HIGH),
}[sys.argv[1]]()
opener = Opener(seconds=float(sys.argv[2]), memory=int(sys.argv[3]) * 2**20)
try:
    said = str(len(opener.decode(bomb, "bomb")))
except PictureError as error:
    said = error.message.key
opener.close()
print(said, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Run in a process of its own, so that the operating system's figures are those of this file alone."""


@pytest.mark.parametrize(
    ("kind", "seconds", "megabytes", "wanted"),
    [
        ("forms", 60, 500, "error.picture_costly"),
        ("words", 60, 500, "1|error.picture_costly"),
        ("webp", 60, 500, "error.picture_costly"),
        ("tiles", 1, 1536, "error.picture_costly"),
        ("scans", 1, 1536, "error.picture_costly"),
        ("largest", 60, 1536, "1"),
    ],
)
def test_the_worst_files_stay_within_their_limits(
    kind: str, seconds: int, megabytes: int, wanted: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COSTLY, kind, str(seconds), str(megabytes)],
        env={"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    said, kilobytes = done.stdout.split()
    assert re.fullmatch(wanted, said)  # PDFium leaves out words it has no memory for, or dies of them
    assert 10_000 < int(kilobytes) < megabytes * 1024
