"""The printed fields: what stands on a page for people to read (visual inspection zone, Doc 9303-3, 3).

Rules of this room:

* no template: issuers lay their pages out as they like, so words are found wherever they stand, and told
  apart by their captions, their kind and their place beside each other;
* what is read here is evidence, never text to rely on: the type is unknown, the ground is patterned;
* it only finds and reads; whether that agrees with the zone is judged by `borderdesk.forgery`.
"""
