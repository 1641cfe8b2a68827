"""Names: told apart and told alike, whatever script, spelling or order they were written in. Pure.

The way of a name:

* `scripts`: to capital Latin letters; Doc 9303's own transliteration of Arabic is undone first;
* `tokens`: to parts; particles and titles weigh nothing or little, `ABD EL AZIZ` is one part;
* `sounds`: a part as it sounds (OU and U, DJ and J), and its skeleton of consonants;
* `families`: spellings of one name that no rule of sound joins (MOHAMED, MAMADOU, MAHAMAT);
* `keys`: under what a name is found in an index;
* `compare`: may two names be one person's, and why.

The rule: a name is evidence, never proof. Every answer carries its reasons in words.
"""
