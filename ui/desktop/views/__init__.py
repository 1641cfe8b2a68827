"""What the widgets show, as frozen values made from an `Inspection`: no Qt, no engine, no session.

Every sentence here is a `Message` made into text for one language with its values isolated, so that numbers,
dates and codes keep their direction in Arabic.
"""
