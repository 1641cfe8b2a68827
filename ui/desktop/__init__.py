"""The desktop window.

Rules of this room:

* a widget knows a view and emits signals; it calls no engine and holds no session;
* `desk.Desk` is the only module that knows the station and the inspector, and it knows no Qt;
* long work is a job (`jobs`): the window never freezes, every job shows its progress and can be cancelled;
* no modal dialog stands on the way of a traveller whose papers are in order;
* nothing is told by colour alone: every state has a word and a shape of its own.
"""
