"""What this desk saw and what people decided about it.

Rules of this room:

* it is handed a session and opens nothing (`Station.cases`);
* an inspection is stored once, with its pictures, and never changed;
* the desk advises, a person decides: a decision names its officer, a refusal its reason, and neither is ever
  taken back, only followed by another;
* erasing takes an inspection whole: record, pictures and decisions.
"""
