"""Who and what is wanted: lists of others read, held and asked.

The rule of this room: it is handed a session and opens nothing itself; who may see a list, and what
follows from a hit, is settled above.
"""
