"""Files made to do harm: small ones that ask for years or gigabytes, and headers that lie."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable

from PIL import Image

from script.fuzzing.pdf import assembled, page_objects, stream
from script.fuzzing.seeds import encoded

WIDE, HIGH = 11_900, 10_000
"""Just under the 120 million pixels that are taken."""
Tag = tuple[int, int, int, int]
"""Number, type, count and value of an entry of a TIFF directory."""


def megabytes(number: int, block: bytes = b"\0") -> bytes:
    """So many of them, compressed."""
    squeezed = zlib.compressobj(9)
    return (
        b"".join(squeezed.compress(block * (2**20 // len(block))) for _ in range(number)) + squeezed.flush()
    )


def pdf_of_forms(depth: int, width: int = 10) -> bytes:
    """A form draws the next one `width` times, and so on: 10 ** depth rectangles."""
    objects = page_objects(b"/F Do", more=b"/XObject<</F 5 0 R>>")
    for number in range(depth):
        body = b"0 0 5 5 re f" if number == depth - 1 else b"/F Do " * width
        words = b"/Type/XObject/Subtype/Form/BBox[0 0 90 40]/Resources<</XObject<</F %d 0 R>>>>" % (
            6 + number
        )
        objects.append(stream(words, body))
    return assembled(objects)


def pdf_of_tiles() -> bytes:
    """A page filled with a pattern whose steps are too small to end."""
    words = b"/Pattern<</P 5 0 R>>"
    objects = page_objects(b"/Pattern cs /P scn 0 0 1400 1400 re f", more=words, box=b"0 0 1400 1400")
    step = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.0001/YStep 0.0001"
    return assembled([*objects, stream(step + b"/Resources<<>>", b"1 0 0 rg 0 0 1 1 re f")])


def pdf_of_words(number: int) -> bytes:
    """A page that says so many megabytes of nothing, compressed twice."""
    objects = page_objects(b"")
    objects[2] = stream(b"/Filter[/FlateDecode/FlateDecode]", zlib.compress(megabytes(number, b"q Q "), 9))
    return assembled(objects)


def pdf_in_circles() -> dict[str, bytes]:
    """Pages that are their own children or parents, and fewer than are counted."""
    start = b"<</Type/Catalog/Pages 2 0 R>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 40]>>"
    form = stream(b"/Type/XObject/Subtype/Form/BBox[0 0 90 40]/Resources<</XObject<</F 5 0 R>>>>", b"/F Do")
    return {
        "its own child": assembled([start, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"]),
        "its own parent": assembled([start, b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>>", page]),
        "too few": assembled([start, b"<</Type/Pages/Kids[3 0 R]/Count 30>>", page]),
        "too many": assembled([start, b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>", page]),
        "draws itself": assembled([*page_objects(b"/F Do", more=b"/XObject<</F 5 0 R>>"), form]),
    }


def png(width: int, height: int, body: bytes, *, bits: int = 8, colours: int = 2) -> bytes:
    """A PNG of that header around compressed bytes."""
    head = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def tiff(tags: Iterable[Tag] = (), *, following: int = 0, body: bytes = b"x" * 64, **changed: int) -> bytes:
    """A grey TIFF of one strip, 8 x 8 if nothing is said; `following` is where the next directory is."""
    wide, high = changed.get("width", 8), changed.get("height", 8)
    way = changed.get("compression", 1)
    own: tuple[Tag, ...] = (
        (256, 4, 1, wide), (257, 4, 1, high), (258, 3, 1, 8), (259, 3, 1, way), (262, 3, 1, 1),
        (273, 4, 1, 0), (277, 3, 1, 1), (278, 4, 1, high), (279, 4, 1, len(body)),
    )  # fmt: skip
    all_tags = {tag[0]: tag for tag in (*own, *tags)}
    place = 8 + 2 + 12 * len(all_tags) + 4
    all_tags[273] = (273, 4, 1, place)
    directory = b"".join(struct.pack("<HHII", *all_tags[number]) for number in sorted(all_tags))
    head = b"II*\0" + struct.pack("<IH", 8, len(all_tags))
    return head + directory + struct.pack("<I", following) + body


def bmp(width: int, height: int, body: bytes, *, bits: int = 24, way: int = 0) -> bytes:
    """A BMP of that header."""
    palette = b"\0" * 1024 if bits == 8 else b""
    start = 54 + len(palette)
    head = b"BM" + struct.pack("<IHHI", start + len(body), 0, 0, start)
    return head + struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, way, 0, 0, 0, 0, 0) + palette + body


def jpeg(width: int, height: int) -> bytes:
    """A small JPEG whose header says another size."""
    found = bytearray(encoded(Image.new("RGB", (64, 64)), "JPEG"))
    place = found.index(b"\xff\xc0")
    found[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(found)


def jpeg_of_scans(number: int, side: int) -> bytes:
    """A progressive JPEG that repeats its last scan."""
    whole = encoded(Image.new("L", (side, side)), "JPEG", progressive=True, quality=1)
    start = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[start:-2] * number + whole[-2:]


def webp(width: int, height: int) -> bytes:
    """A WebP whose header says a size (lossless bitstream specification, 3) and which holds too little."""
    bits = 0x2F | (width - 1) << 8 | (height - 1) << 22
    body = bits.to_bytes(5, "little") + bytes(20)
    chunk = b"VP8L" + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def webp_of_one_colour(width: int, height: int) -> bytes:
    """A sound WebP, which takes its decoder several times its pixels."""
    file = io.BytesIO()
    Image.new("RGB", (width, height)).save(file, "WEBP", quality=1, method=0)
    return file.getvalue()
