"""Swipe readers: text of a machine-readable zone that another device has read.

Rules of this room:

* a swipe reader recognises characters itself and sends neither a picture nor probabilities: what it misread
  and what is printed wrongly look the same here. So nothing that it sent is ever told to be *printed*
  wrong. Where every check digit agrees the text is certain; where one does not, it is "as the reader sent
  it", uncertain, and another swipe or a picture of the page is asked for;
* nothing is mended: no lost character is put back, no look-alike exchanged. What a keyboard made of the
  keys that the reader pressed is undone only where one reading alone is possible (`keyboards`);
* only whole zones get through, two or three lines of their full length. The rest is a sentence with its
  remedy, or nothing where it was no swipe at all;
* pure but for `port`, which alone knows the serial library; time comes in as an argument.
"""
