"""A swipe reader on a serial port; the only module that knows the serial library.

pyserial rather than Python's own `termios`, which knows neither Windows nor the names of a machine's ports.

A cable may be pulled and put back at any time: that is no error but a state, and the port is tried again
until somebody stops it. Reading never waits longer than a moment, so that stopping is quick.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

import serial
from serial.tools import list_ports

from borderdesk.swiping.framing import Framer, Heard, Swiped
from models.cancel import CancelToken

try:
    from termios import error as _TerminalError  # noqa: N812 - it is no constant, whatever its name there
except ImportError:  # Windows

    class _TerminalError(Exception):  # type: ignore[no-redef]
        """Never raised there."""


SPEEDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
"""Bits a second that readers are set to."""
USUAL_SPEED = 9600
AGAIN_AFTER = 1.0
"""Seconds after which a port that cannot be opened is tried again."""
_MOMENT = 0.1
_TROUBLE = (OSError, ValueError, _TerminalError)  # serial.SerialException is an OSError
_LASTING_NAMES = Path("/dev/serial/by-id")


@dataclass(frozen=True, slots=True)
class PortState:
    """Whether a reader can be heard.

    Attributes:
        name: Of the port.
        open: False while the cable is pulled, the port not there or used by another program.
    """

    name: str
    open: bool


Told: TypeAlias = PortState | Heard


class PortLostError(Exception):
    """The port cannot be opened or has gone; never leaves this module."""


class Port:
    """An open port.

    Args:
        name: Such as `/dev/ttyUSB0` or `COM3`.
        speed: Bits a second; eight bits, no parity, one stop bit.

    Raises:
        PortLostError: It cannot be opened.
    """

    def __init__(self, name: str, speed: int) -> None:
        try:
            self._serial = serial.Serial(name, speed, timeout=_MOMENT, exclusive=True)
        except _TROUBLE as error:
            raise PortLostError from error

    def read(self) -> bytes:
        """What came, at once; empty where nothing came for a moment.

        Raises:
            PortLostError: The cable was pulled.
        """
        try:
            data: bytes = self._serial.read(max(1, self._serial.in_waiting))
        except _TROUBLE as error:
            raise PortLostError from error
        return data

    def __enter__(self) -> Port:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(*_TROUBLE):  # it may have gone away by itself
            self._serial.close()


def ports() -> tuple[str, ...]:
    """Names of this machine's ports; first those that stay the same whichever socket the reader is put in."""
    lasting = sorted(str(path) for path in _LASTING_NAMES.glob("*"))
    return (*lasting, *sorted(port.device for port in list_ports.comports()))


def listen(
    name: str,
    speed: int,
    *,
    cancel: CancelToken,
    tell: Callable[[Told], object],
    clock: Callable[[], float] = time.monotonic,
    again_after: float = AGAIN_AFTER,
) -> None:
    """Listen to a port until stopped, whatever becomes of its cable. Blocks; called from a job.

    Args:
        name: Of the port.
        speed: Bits a second.
        cancel: Stops it, within a moment.
        tell: Told each zone, each sentence, and each change of the port's state.
        clock: Seconds that only go forward.
        again_after: Seconds after which a port that cannot be opened is tried again.
    """
    known: bool | None = None
    while not cancel.cancelled:
        try:
            with Port(name, speed) as port:
                known = True
                tell(PortState(name, open=True))
                _hear(port, cancel, tell, clock)
        except PortLostError:
            if known is not False:
                known = False
                tell(PortState(name, open=False))
            until = clock() + again_after
            while clock() < until and not cancel.cancelled:
                time.sleep(min(_MOMENT, again_after))


def _hear(
    port: Port, cancel: CancelToken, tell: Callable[[Told], object], clock: Callable[[], float]
) -> None:
    framer = Framer()
    try:
        while not cancel.cancelled:
            text = port.read().decode("ascii", "replace")
            _tell_all(framer.feed(text, clock()) if text else framer.wait(clock()), tell)
    except PortLostError:
        # A zone whose last line had no end is whole all the same; half a zone is lost with the cable.
        _tell_all((each for each in framer.end() if isinstance(each, Swiped)), tell)
        raise


def _tell_all(heard: Iterable[Heard], tell: Callable[[Told], object]) -> None:
    for each in heard:
        tell(each)
