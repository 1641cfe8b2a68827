"""nomenklatura's logic-v2 as a peer: two names in, its score out.

Each name is a person of its own with a number never used before: logic-v2 remembers what it made of an entity
by its identifier.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from followthemoney import model
from followthemoney.proxy import EntityProxy
from nomenklatura.matching import get_algorithm

from bench.peers.serve import serve_pairs

_ALGORITHM = get_algorithm("logic-v2")
_CONFIGURATION = _ALGORITHM.default_config()
_NUMBERS = count()


def _person(name: str) -> EntityProxy:
    return model.get_proxy({"id": str(next(_NUMBERS)), "schema": "Person", "properties": {"name": [name]}})


def score(pairs: Sequence[Sequence[str]]) -> list[float]:
    """A score from 0 to 1 for each pair."""
    return [
        float(_ALGORITHM.compare(_person(one), _person(other), _CONFIGURATION).score) for one, other in pairs
    ]


if __name__ == "__main__":
    serve_pairs("nomenklatura", score)
