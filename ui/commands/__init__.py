"""The command line, one file a sub-command, without Qt: for scripts, other programs, desks without a screen.

What other programs may rely on stands in `docs/command-line.md`. Rules of this room:

* with `--json`, standard output carries one JSON object a line and nothing else;
* exit status 0: done; 1: something could not be done, which standard error says; 2: wrong usage;
* never a traceback: what goes wrong is one sentence with its remedy, a bug one sentence with the log's place;
* what is slow to import is imported by the sub-command that needs it, so that help is there at once.
"""
