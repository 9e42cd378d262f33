"""What can be wrong between the car and the house.

HouseLinkError
├── OutOfReach      no answer came; `sent` tells whether the house may have heard it
├── NotPaired       the house no longer knows this car; it has to be paired again
└── HouseSaidNo     the house answered with a problem
"""


class HouseLinkError(Exception):
    """Everything that keeps an answer of the house from coming."""


class OutOfReach(HouseLinkError):
    """No answer came from the house."""

    def __init__(self, why: str, *, sent: bool) -> None:
        """`sent`: the house may have heard the request; False only where that is certain."""
        super().__init__(why)
        self.sent = sent


class NotPaired(HouseLinkError):
    """The house does not know this car, or no longer."""


class HouseSaidNo(HouseLinkError):
    """The house answered with a problem document."""

    def __init__(self, kind: str, status: int, detail: str) -> None:
        """`kind`: the last part of the problem's type; empty where the answer is no problem document."""
        super().__init__(f"{status} {kind}: {detail}")
        self.kind = kind
        self.status = status
        self.detail = detail
