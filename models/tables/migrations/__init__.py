"""The way from the first schema to the declared one, one folder a database, one file a step.

Rules of this room:

* a step that was released is never edited: databases at borders have taken it;
* a step says in full what it makes and imports no declared table, because those go on changing;
* every step has its way back, and a test walks both (`tests/tables/test_migrations.py`);
* steps run inside one transaction of `borderdesk.storage.schema`: all of them, or none.
"""
