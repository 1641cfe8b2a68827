"""The process that decodes: kept while it does well, replaced when it dies, ended for who will not wait."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from borderdesk.imaging.decode import PictureError, decode
from borderdesk.imaging.opener import Opener
from models.cancel import Cancelled, CancelToken
from script.fuzzing import bombs, seeds

DOT = seeds.encoded(Image.new("RGB", (3, 2), (1, 2, 3)), "PNG")


@pytest.fixture
def opener() -> Iterator[Opener]:
    made = Opener()
    yield made
    made.close()


def process_of(opener: Opener) -> int:
    assert opener._helper is not None
    return opener._helper.process.pid


def test_pages_are_the_same_as_without_it(opener: Opener) -> None:
    data = seeds.pictures()["pages.TIFF"]
    for (ours, our_dpi), (theirs, their_dpi) in zip(opener.decode(data, "x"), decode(data, "x"), strict=True):
        assert np.array_equal(ours, theirs)
        assert our_dpi == their_dpi


def test_pixels_cannot_be_changed(opener: Opener) -> None:
    ((pixels, _),) = opener.decode(DOT, "x")
    assert pixels.tolist() == [[[3, 2, 1]] * 3] * 2
    with pytest.raises(ValueError, match="read-only"):
        pixels[0, 0, 0] = 9


def test_it_is_kept_for_the_next_file_also_after_a_damaged_one(opener: Opener) -> None:
    opener.decode(DOT, "x")
    first = process_of(opener)
    with pytest.raises(PictureError):
        opener.decode(DOT[:40], "x")
    opener.decode(DOT, "x")
    assert process_of(opener) == first


def test_one_that_died_between_two_files_is_replaced(opener: Opener) -> None:
    opener.decode(DOT, "x")
    os.kill(process_of(opener), signal.SIGKILL)
    assert opener._helper is not None
    opener._helper.process.wait()
    assert len(opener.decode(DOT, "x")) == 1


@pytest.mark.parametrize("repeat", range(5))
def test_one_that_is_stopped_before_it_takes_a_file_is_replaced(opener: Opener, repeat: int) -> None:
    opener.decode(DOT, "x")
    process = process_of(opener)
    os.kill(process, signal.SIGSTOP)  # alive for whoever asks, and takes nothing any more
    os.waitpid(process, os.WUNTRACED)
    killer = threading.Timer(0.1 * repeat, os.kill, (process, signal.SIGKILL))
    killer.start()
    assert len(opener.decode(DOT, "x")) == 1
    killer.join()
    assert process_of(opener) != process


def test_one_that_dies_at_work_costs_one_file_only(opener: Opener) -> None:
    opener.decode(DOT, "x")
    killer = threading.Timer(0.3, os.kill, (process_of(opener), signal.SIGSEGV))
    killer.start()
    with pytest.raises(PictureError) as caught:
        opener.decode(bombs.pdf_of_tiles(), "scan.pdf")
    killer.join()
    assert caught.value.message.key == "error.picture_costly"
    assert "scan.pdf" in caught.value.sentence()
    assert len(opener.decode(DOT, "x")) == 1


def test_nobody_waits_for_a_file_they_want_no_more(opener: Opener) -> None:
    cancel = CancelToken()
    stopper = threading.Timer(0.3, cancel.cancel)
    stopper.start()
    with pytest.raises(Cancelled):
        opener.decode(bombs.pdf_of_tiles(), "scan.pdf", cancel)
    stopper.join()
    assert len(opener.decode(DOT, "x")) == 1


def test_a_name_that_is_too_long_for_a_message_is_told_whole(opener: Opener) -> None:
    name = "ü" * 5000
    with pytest.raises(PictureError) as caught:
        opener.decode(b"nothing", name)
    assert name in caught.value.sentence()


def test_several_threads_each_get_their_own_pages(opener: Opener) -> None:
    found: dict[int, int] = {}

    def load(level: int) -> None:
        ((pixels, _),) = opener.decode(seeds.encoded(Image.new("L", (5, 5), level), "PNG"), "x")
        found[level] = int(pixels[0, 0, 0])

    threads = [threading.Thread(target=load, args=(level,)) for level in range(0, 250, 25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {level: level for level in range(0, 250, 25)}
