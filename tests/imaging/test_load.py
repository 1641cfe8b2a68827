"""Loading pictures: every format, every way up, and everything that is no picture."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from borderdesk.imaging.decode import MEGAPIXELS_AT_MOST, MEGAPIXELS_IN_ALL, PictureError
from borderdesk.imaging.load import load_bytes, load_pages
from models.image import Light


def a_page(width: int = 40, height: int = 20) -> Image.Image:
    """Red at the top left, white elsewhere."""
    picture = Image.new("RGB", (width, height), (255, 255, 255))
    picture.paste((255, 0, 0), (0, 0, width // 4, height // 2))
    return picture


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file of that kind."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "BMP", "WEBP", "PDF"])
def test_every_promised_format_loads_as_blue_green_red(kind: str) -> None:
    (page,) = load_bytes(encoded(a_page(), kind), f"page.{kind.lower()}")
    blue, _, red = page.pixels[page.height // 8, page.width // 10]
    assert int(red) > 200
    assert int(blue) < 60


def test_a_tiff_of_three_pages_gives_three_pages_in_order() -> None:
    pages = [Image.new("L", (30, 20), level) for level in (10, 100, 200)]
    data = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    loaded = load_bytes(data, "scan.tif")
    assert [page.page for page in loaded] == [0, 1, 2]
    assert [int(page.pixels[0, 0, 0]) for page in loaded] == [10, 100, 200]


def test_a_pdf_of_two_pages_is_rendered_at_300_dots_per_inch() -> None:
    inch = Image.new("RGB", (72, 144), (255, 255, 255))
    data = encoded(inch, "PDF", save_all=True, append_images=[inch], resolution=72)
    first, second = load_bytes(data, "scan.pdf")
    assert (first.width, first.height, first.dpi) == (300, 600, 300.0)
    assert second.page == 1


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(orientation: int, kind: str) -> None:
    # How a camera stores an upright picture for each orientation (Exif 2.32, tag 0x0112).
    undo = {
        1: [],
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }[orientation]
    stored = a_page()
    for step in undo:
        stored = stored.transpose(step)
    exif = Image.Exif()
    exif[0x0112] = orientation
    (page,) = load_bytes(encoded(stored, kind, exif=exif, lossless=True), "photo")
    assert (page.width, page.height) == (40, 20)
    wanted = np.asarray(a_page())[:, :, ::-1]
    assert (page.pixels == wanted).all()


def test_a_page_of_many_strips_is_whole() -> None:
    noise = np.random.default_rng(2).integers(0, 255, (700, 3, 3), dtype=np.uint8)
    (page,) = load_bytes(encoded(Image.fromarray(noise), "PNG"), "tall.png")
    assert (page.pixels == noise[:, :, ::-1]).all()


def test_a_palette_with_see_through_colours_becomes_paper_there() -> None:
    picture = Image.new("P", (4, 300))
    picture.putpalette([10, 20, 30, 200, 0, 0])
    picture.paste(1, (0, 0, 4, 260))
    (page,) = load_bytes(encoded(picture, "PNG", transparency=bytes([255, 0])), "cut-out.png")
    assert tuple(int(v) for v in page.pixels[0, 0]) == (255, 255, 255)
    assert tuple(int(v) for v in page.pixels[299, 0]) == (30, 20, 10)


def test_inks_of_a_printer_become_colours() -> None:
    (page,) = load_bytes(encoded(a_page().convert("CMYK"), "JPEG", quality=95), "print.jpg")
    blue, green, red = (int(v) for v in page.pixels[2, 2])
    assert red > 200
    assert max(blue, green) < 60


def test_transparent_parts_become_paper() -> None:
    (page,) = load_bytes(encoded(Image.new("RGBA", (4, 4), (0, 0, 0, 0)), "PNG"), "cut-out.png")
    assert page.pixels.min() == 255


def test_sixteen_bit_grey_keeps_its_tones() -> None:
    values = np.linspace(0, 65535, 64, dtype=np.uint16).reshape(8, 8)
    (page,) = load_bytes(encoded(Image.fromarray(values), "PNG"), "scan16.png")
    assert int(page.pixels[0, 0, 0]) == 0
    assert int(page.pixels[7, 7, 0]) == 255
    assert abs(int(page.pixels[4, 0, 0]) - 255 * 32 / 63) < 2


def test_a_camera_s_72_dots_per_inch_are_not_believed_but_a_scanner_s_300_are() -> None:
    assert load_bytes(encoded(a_page(), "JPEG", dpi=(72, 72)), "p.jpg")[0].dpi is None
    assert load_bytes(encoded(a_page(), "JPEG", dpi=(300, 300)), "p.jpg")[0].dpi == 300.0


def test_a_picture_of_one_pixel_loads() -> None:
    (page,) = load_bytes(encoded(Image.new("RGB", (1, 1)), "PNG"), "dot.png", light=Light.INFRARED)
    assert (page.width, page.height, page.light) == (1, 1, Light.INFRARED)


def refused(data: bytes) -> str:
    """The key of the error that these bytes give."""
    with pytest.raises(PictureError) as caught:
        load_bytes(data, "page.jpg")
    assert "page.jpg" in caught.value.sentence()
    return caught.value.message.key


def test_what_is_no_picture_is_said_to_be_none() -> None:
    assert refused(b"Dear colleague, please find attached") == "error.no_picture"
    assert refused(b"") == "error.picture_empty"
    assert refused(b"%PDF-1.7 and then nothing") == "error.picture_damaged"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "BMP"])
def test_a_picture_cut_short_is_said_to_be_damaged(kind: str) -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (300, 300, 3), dtype=np.uint8))
    data = encoded(noise, kind)
    assert refused(data[: len(data) // 2]) in {"error.picture_damaged", "error.no_picture"}


def test_two_hundred_megapixels_are_refused_by_the_header_alone() -> None:
    # A PNG whose header promises 20,000 x 10,000 and whose body is a few bytes: decoding would fail.
    def chunk(tag: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + tag + body + struct.pack(">I", zlib.crc32(tag + body))

    header = struct.pack(">IIBBBBB", 20_000, 10_000, 8, 2, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )
    assert MEGAPIXELS_AT_MOST * 1_000_000 < 20_000 * 10_000
    assert refused(data) == "error.picture_too_large"


def test_a_page_size_that_would_exhaust_memory_is_refused_in_a_pdf() -> None:
    huge = encoded(Image.new("L", (10, 10)), "PDF", resolution=0.05)
    assert refused(huge) == "error.picture_too_large"


def test_missing_files_folders_and_locked_files_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(PictureError) as caught:
        load_pages(tmp_path / "gone.jpg")
    assert caught.value.message.key == "error.picture_missing"
    with pytest.raises(PictureError) as caught:
        load_pages(tmp_path)
    assert caught.value.message.key == "error.picture_is_folder"
    locked = tmp_path / "locked.png"
    locked.write_bytes(encoded(a_page(), "PNG"))
    locked.chmod(0)
    if os.access(locked, os.R_OK):
        assert load_pages(locked)[0].width == 40  # the superuser reads everything
    else:
        with pytest.raises(PictureError) as caught:
            load_pages(locked)
        assert caught.value.message.key == "error.picture_locked"


def test_pages_that_are_too_large_together_are_refused() -> None:
    sheet = Image.new("1", (9000, 9000), 1)
    many = encoded(sheet, "TIFF", save_all=True, append_images=[sheet] * 2, compression="group4")
    assert 2 * 81 < MEGAPIXELS_IN_ALL < 3 * 81
    assert refused(many) == "error.pages_too_large"


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
def test_hundreds_of_pages_are_refused_before_one_is_decoded(kind: str) -> None:
    dot = Image.new("L", (4, 4))
    assert refused(encoded(dot, kind, save_all=True, append_images=[dot] * 99)) == "error.too_many_pages"


def test_what_may_never_end_is_not_begun(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    for endless in (pipe, Path("/dev/zero")):
        with pytest.raises(PictureError) as caught:
            load_pages(endless)
        assert caught.value.message.key == "error.picture_no_file"


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    loop = tmp_path / "loop.jpg"
    loop.symlink_to(loop)
    with pytest.raises(PictureError) as caught:
        load_pages(loop)
    assert "ELOOP" in caught.value.sentence()


@given(
    st.binary(max_size=400),
    st.sampled_from(["JPEG", "PNG", "TIFF", "WEBP", "BMP", "PDF"]),
    st.integers(0, 300),
)
def test_damaged_bytes_never_give_anything_but_pages_or_a_sentence(junk: bytes, kind: str, at: int) -> None:
    data = encoded(a_page(), kind)
    try:
        pages = load_bytes(data[:at] + junk + data[at + len(junk) :], "page")
    except PictureError:
        return
    assert pages
