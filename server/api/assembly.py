"""What the front door needs of everything behind it. `server/compose.py` builds the real one."""

from collections.abc import AsyncIterator, Mapping, Sequence
from types import TracebackType
from typing import Annotated, Protocol, Self

from fastapi import Depends
from starlette.requests import HTTPConnection

from assistant.conversation import Conversation
from assistant.enrolling import Enrolment
from assistant.events import Finished, TurnEvent
from assistant.memory.members import Members
from assistant.memory.pins import Pins
from assistant.speech.endpointing import Listener, Mode
from assistant.tools import Toolbox
from assistant.turn import Recording
from assistant.understanding.names import Names
from assistant.understanding.teaching import Teaching
from assistant.utterance import Speaker, Utterance
from devices.home import Home
from devices.ownership import Ownership
from server.car.paired import PairedHeadUnits
from server.coming_and_going import ComingAndGoing
from server.household_memory import HouseholdMemory
from server.settings import Settings
from skills.trips import Trips


class RunningTurn(Protocol):
    """A turn that was begun; it goes on whether anybody listens or not."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def done(self) -> bool:
        """Whether its last event is out."""
        ...

    def events(self) -> AsyncIterator[TurnEvent]:
        """All its events from the start, for any number of listeners."""
        ...

    def stop(self) -> None:
        """Interrupt it."""
        ...

    async def finished(self) -> Finished:
        """Wait for its last event."""
        ...


class Assembly(Protocol):
    """Everything put together. Entered before the first request, left after the last."""

    @property
    def settings(self) -> Settings:
        """What it was built from."""
        ...

    @property
    def home(self) -> Home:
        """What is in the house and the car."""
        ...

    @property
    def trips(self) -> Trips | None:
        """The roads outside, and where the cars are going; None without a map."""
        ...

    @property
    def coming_and_going(self) -> ComingAndGoing:
        """When cars leave home and come back."""
        ...

    @property
    def ownership(self) -> Ownership:
        """The owner's word about it."""
        ...

    @property
    def toolbox(self) -> Toolbox:
        """What can be done."""
        ...

    @property
    def pins(self) -> Pins:
        """What people prove with who they are."""
        ...

    @property
    def members(self) -> Members:
        """Who belongs to the household."""
        ...

    @property
    def memory(self) -> HouseholdMemory:
        """What is kept of them."""
        ...

    @property
    def enrolment(self) -> Enrolment:
        """Where members let their voices be known."""
        ...

    @property
    def head_units(self) -> PairedHeadUnits:
        """The head units of cars that are paired."""
        ...

    @property
    def teaching(self) -> Teaching:
        """The phrases of this household."""
        ...

    def names(self) -> Names:
        """Everything that has a name, at this moment."""
        ...

    def conversation(self, key: str) -> Conversation:
        """The dialogue of that key; begun where there is none."""
        ...

    def other_conversations(self, key: str) -> Sequence[tuple[str, Conversation]]:
        """Every dialogue but that one, by its key."""
        ...

    def take_turn(self, said: Utterance | Recording, conversation: str, speak: bool) -> RunningTurn:
        """Begin a turn."""
        ...

    def turn_events(self) -> AsyncIterator[tuple[str, TurnEvent]]:
        """(conversation, event) of every turn from now on."""
        ...

    def handle(self, turn_id: str) -> RunningTurn | None:
        """A turn of lately by its id."""
        ...

    async def attribute(self, turn: str, speaker: Speaker) -> int | None:
        """Somebody else than was thought began that turn. Returns how many things that were learnt of it are theirs
        now; None where the turn is not known any more. Raises MemoryUnavailable."""
        ...

    def health(self) -> Mapping[str, object]:
        """How every part is, as GET /api/health answers."""
        ...

    def new_endpointer(self, mode: Mode) -> Listener:
        """Something that tells where speech begins and ends in frames of 20 ms; one for each microphone."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def assembly_of(connection: HTTPConnection) -> Assembly:
    """The assembly this app was created around."""
    found: Assembly = connection.app.state.mimosa
    return found


async def present_assembly(connection: HTTPConnection) -> Assembly:
    """The same as a dependency: what is no coroutine would be called in a thread, for every request."""
    return assembly_of(connection)


Mimosa = Annotated[Assembly, Depends(present_assembly)]
"""The parameter of every route that needs it."""
