"""A serial port as the kernel makes one: a pseudo terminal, with its cable pulled and put back."""

from __future__ import annotations

import os
import threading
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from borderdesk.swiping.framing import Swiped, SwipeError
from borderdesk.swiping.port import Port, PortLostError, PortState, listen, ports
from models.cancel import CancelToken

from .conftest import ZONES, sent

TD3, TD1 = ZONES["TD3"], ZONES["TD1"]
PATIENCE = 20.0


class Cable:
    """A reader's end of a line; its desk's end has one name, whichever terminal is behind it."""

    def __init__(self, name: Path) -> None:
        self.name = name
        self._reader = self._desk = -1

    def plug(self) -> None:
        self._reader, self._desk = os.openpty()
        tty.setraw(self._desk)
        self.name.symlink_to(os.ttyname(self._desk))

    def pull(self) -> None:
        self.name.unlink()
        os.close(self._reader)
        os.close(self._desk)
        self._reader = self._desk = -1

    def swipe(self, text: str | bytes) -> None:
        os.write(self._reader, text.encode("ascii") if isinstance(text, str) else text)

    def close(self) -> None:
        if self._reader >= 0:
            self.pull()


class Listener:
    """Listens in a thread, as a job does, and keeps what it is told."""

    def __init__(self, name: Path) -> None:
        self.told: list[object] = []
        self._opened = PortState(str(name), open=True)
        self._news = threading.Condition()
        self._cancel = CancelToken()
        self._thread = threading.Thread(
            target=listen,
            args=(str(name), 9600),
            kwargs={"cancel": self._cancel, "tell": self._tell, "again_after": 0.05},
        )
        self._thread.start()

    def _tell(self, told: object) -> None:
        with self._news:
            self.told.append(told)
            self._news.notify_all()

    def until(self, there: Callable[[list[object]], object]) -> None:
        with self._news:
            assert self._news.wait_for(lambda: there(self.told), PATIENCE), self.told

    def until_open(self) -> None:
        self.until(lambda told: [each for each in told if isinstance(each, PortState)][-1:] == [self._opened])

    def zones(self) -> list[tuple[str, ...]]:
        return [each.lines for each in self.told if isinstance(each, Swiped)]

    def sentences(self) -> list[str]:
        return [each.sentence() for each in self.told if isinstance(each, SwipeError)]

    def stop(self) -> float:
        began = time.monotonic()
        self._cancel.cancel()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        return time.monotonic() - began


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    cable = Cable(tmp_path / "reader")
    yield cable
    cable.close()


@pytest.fixture
def listen_to() -> Iterator[Callable[[Path], Listener]]:
    listeners: list[Listener] = []

    def do(name: Path) -> Listener:
        listeners.append(Listener(name))
        return listeners[-1]

    yield do
    for listener in listeners:
        listener.stop()


@pytest.mark.parametrize(
    "frame",
    [
        {"start": "\x02", "between": "\r", "end": "\r\x03", "check": True},
        {"start": "", "between": "\r", "end": "\r"},
        {"start": "", "between": "\r\n", "end": ""},
    ],
)
def test_a_swipe_comes_over_the_line(cable, listen_to, frame):
    cable.plug()
    listener = listen_to(cable.name)
    listener.until_open()
    cable.swipe(sent(TD3, **frame))
    listener.until(lambda _: listener.zones() == [TD3])
    cable.swipe(sent(TD1, **frame))
    listener.until(lambda _: listener.zones() == [TD3, TD1])
    assert listener.sentences() == []


def test_a_line_that_comes_in_pieces_is_put_together(cable, listen_to):
    cable.plug()
    listener = listen_to(cable.name)
    listener.until_open()
    for symbol in sent(TD3, start="\x02", between="\r", end="\x03"):
        cable.swipe(symbol)
    listener.until(lambda _: listener.zones() == [TD3])


def test_a_pulled_cable_is_told_once_and_found_again(cable, listen_to):
    cable.plug()
    listener = listen_to(cable.name)
    listener.until_open()
    cable.swipe(TD3[0] + "\r" + TD3[1][:20])
    cable.pull()
    lost = PortState(str(cable.name), open=False)
    listener.until(lambda told: lost in told)
    cable.plug()
    listener.until_open()
    cable.swipe(sent(TD1, start="", between="\r", end="\r"))
    listener.until(lambda _: listener.zones() == [TD1])
    assert listener.told.count(lost) == 1
    assert listener.sentences() == []


def test_a_port_that_is_not_there_yet_is_waited_for(cable, listen_to):
    listener = listen_to(cable.name)
    listener.until(lambda told: PortState(str(cable.name), open=False) in told)
    cable.plug()
    listener.until_open()


def test_bytes_of_a_wrong_speed_are_told_with_the_remedy(cable, listen_to):
    cable.plug()
    listener = listen_to(cable.name)
    listener.until_open()
    cable.swipe(bytes([0xF8, 0x80, 0x06, 0x9E, 0xE6]) * 30)
    listener.until(lambda _: listener.sentences())
    assert "speed" in listener.sentences()[0]
    cable.swipe(sent(TD3, start="\x02", between="\r", end="\r\x03"))
    listener.until(lambda _: listener.zones() == [TD3])


def test_one_wrong_byte_is_no_document(cable, listen_to):
    cable.plug()
    listener = listen_to(cable.name)
    listener.until_open()
    cable.swipe(sent(TD3, start="\x02", between="\r", end="\r\x03").encode("ascii").replace(b"L8", b"\xcc8"))
    listener.until(lambda told: len(told) > 1)
    (swiped,) = (each for each in listener.told if isinstance(each, Swiped))
    assert swiped.lines[1][0] == "\ufffd"  # which `document_of` refuses, with the number of such places


def test_listening_stops_at_once_whatever_the_port_does(cable, listen_to, tmp_path):
    cable.plug()
    for name in (cable.name, tmp_path / "none"):
        listener = listen_to(name)
        listener.until(lambda told: told)
        assert listener.stop() < PATIENCE


@pytest.mark.parametrize("kind", ["file", "folder", "none", "pipe"])
def test_what_is_no_port_cannot_be_opened(tmp_path, kind):
    place = tmp_path / kind
    if kind == "file":
        place.write_text("no port", encoding="utf-8")
    elif kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    with pytest.raises(PortLostError):
        Port(str(place), 9600)


def test_a_port_that_another_program_uses_cannot_be_opened(cable):
    cable.plug()
    with Port(str(cable.name), 9600), pytest.raises(PortLostError):
        Port(str(cable.name), 9600)


def test_ports_have_names():
    assert all(isinstance(name, str) and name for name in ports())
