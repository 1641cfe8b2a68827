"""Names drawn by rank: the commonest again and again, the last ones hardly ever."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import accumulate


class Ranked:
    """A stock that is drawn from by Zipf's law, with weights 1 / (rank + 3) ** exponent.

    With 0.9 and sixty names the first one is borne by 9 in 100, as Traore is in Mali or Diallo in Guinea;
    with 0.6 and thousands of names every one is rare.
    """

    def __init__(self, names: Sequence[str], exponent: float = 0.9) -> None:
        self.names = tuple(names)
        self._weights = list(accumulate(1 / (rank + 3) ** exponent for rank in range(len(names))))

    def draw(self, chance: random.Random) -> str:
        """One of them."""
        return chance.choices(self.names, cum_weights=self._weights)[0]


class Weighted:
    """Words of which each has a weight of its own."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.names = tuple(weights)
        self._weights = list(accumulate(weights.values()))

    def draw(self, chance: random.Random) -> str:
        """One of them."""
        return chance.choices(self.names, cum_weights=self._weights)[0]


class Sometimes:
    """Words that stand before a name with a probability each; mostly none does."""

    def __init__(self, probabilities: Mapping[str, float]) -> None:
        self._any = bool(probabilities)
        self._upto = tuple(zip(probabilities, accumulate(probabilities.values()), strict=True))

    def before(self, name: str, chance: random.Random) -> str:
        """The name, perhaps with a word before it."""
        if self._any:
            value = chance.random()
            for word, upto in self._upto:
                if value < upto:
                    return f"{word} {name}"
        return name
