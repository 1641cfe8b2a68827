"""The training desk: specimen documents that the project draws itself, and a station to read them on.

Rule of this room: nothing in it is real. Holders are invented, the issuer is ICAO's specimen state Utopia
(UTO, Doc 9303-3, 5), and every page carries SPECIMEN across it.
"""
