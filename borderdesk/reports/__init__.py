"""What leaves the desk for other systems and for people who look at it from afar.

Rules of this room:

* it builds data and text, and changes no inspection;
* what is written holds nothing about a person unless that was asked for;
* whatever leaves a station was permitted to two people and stands in the audit before the file is written.
"""
