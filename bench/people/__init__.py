"""Invented people as dense with homonyms as the region, how they are spelled when they are seen again, and
their documents.

The rule of this folder: the author of `watchlist.names` takes nothing from it and it takes nothing from
there, so that what it says of the matcher is a test and no echo. Where names and spellings come from is said
where they stand:

* `stocks.toml`, `tails`: names from general knowledge; tails of rare Arabic and European surnames from the
  public tokens in `../shared/names`;
* `persons`: people of those names, block by block, from a seed;
* `mined`: spellings that others wrote, from public data;
* `orthographies`, `arabic`, `european`: published orthographies and romanisations;
* `clerks`: what goes wrong at a counter: typing, order and parts of the name, the cut of the zone, birth
  dates;
* `variants`: all of those as kinds, with their weights;
* `aliases`: aliases that the UN and the US list for real people;
* `documents`: stolen and lost documents in great number.
"""
