"""A wish as a turn at the house."""

from server.node.errors import HouseSaidNo, OutOfReach
from server.node.house_link import HouseLink
from server.node.house_turn import HouseAnswer, HouseTurn
from server.node.wish_records import Wish


def turn_of(link: HouseLink, wish: Wish, secret: str = "") -> HouseTurn:
    """The turn. `secret`: what is sent in the place of the words."""
    return HouseTurn(wish.id, secret or wish.said, wish.language, wish.seat, wish.person, link.conversation)


async def ask_house(link: HouseLink, wish: Wish, patience_s: float, secret: str = "") -> HouseAnswer:
    """Send it, and wait at most `patience_s` for the answer.

    Raises OutOfReach, NotPaired, and HouseSaidNo where certainly nothing was done.
    """
    try:
        return await link.take_turn(turn_of(link, wish, secret), patience_s)
    except HouseSaidNo as error:
        if 400 <= error.status < 500:
            raise
        raise OutOfReach(f"the house stumbled: {error}", sent=True) from error
