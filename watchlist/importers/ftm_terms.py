"""FollowTheMoney's terms for what our entries hold, and names of our own where it has none.

Properties that begin with `borderdesk:` are ours (`docs/lists.md` has them all). Other programs pass over
them; where they are there, they are what counts, so that a list comes back exactly as it was.
"""

from __future__ import annotations

from models.document import Sex
from models.watchlist import EntryAction

OWN = "borderdesk:"
PERSON = "Person"
PAPERS = ("Passport", "Identification")
GENDERS = {"male": Sex.MALE, "female": Sex.FEMALE, "other": Sex.X}
SEXES = {sex: gender for gender, sex in GENDERS.items()}
EXPOSED = "role."
"""Topics of who is politically exposed (`role.pep`) or close to somebody who is (`role.rca`)."""
GROUNDS = ("sanction", "wanted", "crime", "asset.frozen", "debarment", "export.control")
"""Topics that put somebody on a list whatever their office."""


def only_exposed(topics: tuple[str, ...]) -> bool:
    """Whether somebody stands on a list for an office alone, theirs or that of somebody close.

    >>> only_exposed(("role.pep",)), only_exposed(("role.pep", "sanction")), only_exposed(())
    (True, False, False)
    """
    return any(topic.startswith(EXPOSED) for topic in topics) and not any(
        topic.startswith(GROUNDS) for topic in topics
    )


def action_of(topics: tuple[str, ...]) -> EntryAction:
    """What an entry asks for whose list does not say: financial listings only inform.

    >>> action_of(("sanction",)).value, action_of(("sanction", "wanted")).value
    ('inform', 'refer')
    """
    return EntryAction.REFER if "wanted" in topics else EntryAction.INFORM
