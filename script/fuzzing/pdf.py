"""PDFs written by hand (ISO 32000-1, 7.5), as no library writes a harmful one."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Sequence

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_NAME = b"0123456789abcdef"


def assembled(objects: Sequence[bytes], *, trailer: bytes = b"") -> bytes:
    """A file of these objects, the first of which is the catalogue."""
    file = io.BytesIO(b"%PDF-1.7\n")
    file.seek(0, io.SEEK_END)
    places = []
    for number, item in enumerate(objects, 1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n" % number + item + b"\nendobj\n")
    table = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.writelines(b"%010d 00000 n \n" % place for place in places)
    file.write(b"trailer<</Size %d/Root 1 0 R" % (len(objects) + 1) + trailer)
    file.write(b">>\nstartxref\n%d\n%%%%EOF\n" % table)
    return file.getvalue()


def stream(words: bytes, body: bytes) -> bytes:
    """An object that holds bytes."""
    return b"<<" + words + b"/Length %d>>stream\n" % len(body) + body + b"\nendstream"


def page_objects(
    content: bytes, *, pages: int = 1, more: bytes = b"", box: bytes = b"0 0 90 40"
) -> list[bytes]:
    """Objects 1 to 3 + `pages`: a catalogue, its pages, what all of them draw, and each page."""
    kids = b" ".join(b"%d 0 R" % (4 + number) for number in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[" + box + b"]/Contents 3 0 R/Resources<<" + more + b">>>>"
    return [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % pages,
        stream(b"/Filter/FlateDecode", zlib.compress(content)),
        *([page] * pages),
    ]


def pdf(content: bytes, *, pages: int = 1, more: bytes = b"") -> bytes:
    """Pages without a picture."""
    return assembled(page_objects(content, pages=pages, more=more))


def locked(password: bytes) -> bytes:
    """An empty page that opens with a password only.

    Source: ISO 32000-1, 7.6.3.3 and 7.6.3.4, algorithms 2, 3 and 4 (revision 2, 40 bits).
    """
    owner_key = hashlib.md5(_padded(b"owner"), usedforsecurity=False).digest()[:5]
    owner = _rc4(owner_key, _padded(password))
    rights = (-4).to_bytes(4, "little", signed=True)
    mixed = _padded(password) + owner + rights + _NAME
    user = _rc4(hashlib.md5(mixed, usedforsecurity=False).digest()[:5], _PADDING)
    entry = b"<</Filter/Standard/V 1/R 2/O<%b>/U<%b>/P -4>>" % (owner.hex().encode(), user.hex().encode())
    objects = page_objects(b"")
    objects[2] = stream(b"", b"")
    return assembled(objects, trailer=b"/Encrypt " + entry + b"/ID[(%b)(%b)]" % (_NAME, _NAME))


def _padded(password: bytes) -> bytes:
    return (password + _PADDING)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    found = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        found.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(found)
