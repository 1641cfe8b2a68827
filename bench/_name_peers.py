"""Peers of the name matcher: logic-v2 in a process of its own, and rapidfuzz alone."""

from __future__ import annotations

import json
import os
import select
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress

from rapidfuzz import fuzz, utils
from rapidfuzz.distance import JaroWinkler

from bench._clock import timed
from bench._peers import PLACE, ROOT, PeerMissingError

PATIENCE_S = 300
Pair = tuple[str, str]


class LogicV2:
    """nomenklatura's logic-v2.

    Raises:
        PeerMissingError: It is not set up, or does not start.
    """

    def __init__(self) -> None:
        python = PLACE / "nomenklatura" / "bin" / "python"
        if not python.is_file():
            raise PeerMissingError(
                "nomenklatura is not set up in build/peers; `script/bench screening` does that"
            )
        with (PLACE / "nomenklatura.log").open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [python, "-m", "bench.peers.nomenklatura_reader"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                text=True,
            )
        self.name = f"nomenklatura {self._said()['version']}, logic-v2"

    def score(self, pairs: Sequence[Pair]) -> tuple[list[float], float]:
        """Scores of pairs, and seconds on the processor for all of them."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"pairs": pairs}) + "\n")
        self._process.stdin.flush()
        said = self._said()
        if said["error"]:
            raise PeerMissingError(f"nomenklatura failed: {said['error']}")
        return said["scores"], said["cpu"]  # type: ignore[return-value]

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def _said(self) -> dict[str, object]:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE_S)
        line = self._process.stdout.readline() if ready else ""
        if not line:
            raise PeerMissingError(
                "nomenklatura ended or did not answer; its words are in build/peers/nomenklatura.log"
            )
        answer: dict[str, object] = json.loads(line)
        return answer


def sorted_jaro_winkler(one: str, other: str) -> float:
    """Jaro-Winkler on sorted parts."""
    first, second = (" ".join(sorted(utils.default_process(text).split())) for text in (one, other))
    return JaroWinkler.similarity(first, second)


def token_set_ratio(one: str, other: str) -> float:
    """Token set ratio, from 0 to 1."""
    return fuzz.token_set_ratio(one, other, processor=utils.default_process) / 100


BASELINES: dict[str, Callable[[str, str], float]] = {
    "rapidfuzz, Jaro-Winkler on sorted parts": sorted_jaro_winkler,
    "rapidfuzz, token set ratio": token_set_ratio,
}


def scored(score: Callable[[str, str], float], pairs: Sequence[Pair]) -> tuple[list[float], float]:
    """Scores of pairs by a function of ours, and seconds on the processor for all of them."""
    found, cpu, _ = timed(lambda: [score(one, other) for one, other in pairs])
    return found, cpu
