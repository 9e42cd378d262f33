"""The mind behind the car's reflex: what is about the house goes to the house, or is answered from memory, or waits."""

import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.conversation import AskedElsewhere, Conversation
from assistant.errors import EngineFailed
from assistant.tools import Claim, Toolbox, ToolCall
from assistant.understanding.confirm import Answer, answer_in
from assistant.understanding.deferred import Deferred
from assistant.understanding.mind import PassedOn, Question, Speech, Step
from assistant.understanding.names import Names
from assistant.understanding.reflex.mind import ReflexMind
from assistant.utterance import Language, Speaker, Utterance
from assistant.words import sentence
from server.conversations import PRESENT_TURN
from server.node.errors import HouseSaidNo, NotPaired, OutOfReach
from server.node.house_link import TURN_S, HouseLink
from server.node.house_turn import HouseAnswer
from server.node.remembered import RememberedHouse
from server.node.wish_records import State, Wish, WishesUnavailable
from server.node.wish_terms import MOST, TooManyWait, is_question_about, may_decide
from server.node.wishes import HouseWishes
from server.node.words import age, say

log = logging.getLogger(__name__)

PLAIN_TURN_S = 8.0
"""Seconds the house has for what its reflex places, as far as the car can tell."""


@dataclass(frozen=True, slots=True)
class AboutHouse:
    """What a sentence comes to with the names of the house."""

    calls: tuple[ToolCall, ...] = ()
    only_asks: bool = False
    """It is placed, and changes nothing."""
    placed: bool = False
    deferred: tuple[Deferred, ...] = ()


class HouseMind:
    """Passes on to the house what the car cannot place. `reflex` understands with the names of the house as it was."""

    name = "house"

    def __init__(self, link: HouseLink, wishes: HouseWishes, house: RememberedHouse, reflex: ReflexMind) -> None:
        self._link = link
        self._wishes = wishes
        self._house = house
        self._reflex = reflex
        self._last: dict[str, datetime] = {}
        """By dialogue: when it was said what went to the house last."""
        self._comfort_asked: tuple[str, Speaker, int] | None = None
        """Where and whom the house asked back about comfort last, and by which turn of the link."""

    def spoke_last(self, conversation: Conversation) -> bool:
        """Whether it was the house that answered last in this dialogue."""
        said = self._last.get(conversation.place)
        return bool(conversation.history) and conversation.history[-1].utterance.at == said

    async def reply(
        self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox, names: Names
    ) -> AsyncIterator[Step]:
        """One sentence as the house told it; or what is known without it; or PassedOn where neither is."""
        yield await self._step(utterance, conversation, toolbox)

    async def _step(self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox) -> Step:
        asked = self._wish_asked_last(conversation)
        decision = answer_in(utterance.text, utterance.language)
        if asked is not None and decision in (Answer.YES, Answer.NO):
            return await self._decided(asked, utterance, conversation, decision)
        if conversation.proof_said:
            return await self._prove(utterance, conversation)
        about = await self._about(utterance, conversation, toolbox)
        harmless = self._answers_comfort(utterance, conversation, decision) or await self._is_harmless(about, utterance)
        if not _is_granted(utterance, about, harmless):
            return Speech(say("house_said_no", utterance.language), Claim.REFUSED)
        self._last[conversation.place] = utterance.at
        turns_before = self._link.turns
        try:
            if about.only_asks:
                turn = self._wishes.asking(utterance)
                return _as_told(await self._link.take_turn(turn, PLAIN_TURN_S), conversation)
            patience = PLAIN_TURN_S if about.placed else TURN_S
            answer = await self._wishes.say_now(utterance, conversation.place, patience)
            if harmless:
                self._note_comfort(answer, utterance, conversation, turns_before + 1)
            return _as_told(answer, conversation)
        except OutOfReach as error:
            return await self._without(about, utterance, conversation, sent=error.sent)
        except NotPaired:
            return await self._unpaired(about, utterance)
        except HouseSaidNo as error:
            log.warning("the house did not take a turn: %s", error)
            return Speech(say("house_said_no", utterance.language), Claim.REFUSED)
        except WishesUnavailable as error:
            log.error("%s", error)
            return Speech(say("not_kept", utterance.language), Claim.FAILED)

    def _wish_asked_last(self, conversation: Conversation) -> Wish | None:
        """The waiting wish that was asked about last of all in this dialogue."""
        asked = self._wishes.asked_in(conversation.place)
        if asked is None or not conversation.history:
            return None
        return asked if is_question_about(conversation.history[-1], asked) else None

    def _note_comfort(self, answer: HouseAnswer, utterance: Utterance, conversation: Conversation, turn: int) -> None:
        """Remember what the house asks back about something that is comfort."""
        if answer.claim is Claim.ASK and not answer.needs_proof:
            self._comfort_asked = conversation.place, utterance.speaker, turn

    def _answers_comfort(self, utterance: Utterance, conversation: Conversation, decision: Answer) -> bool:
        """Whether it is the yes or no to what the house asked about comfort, and nothing reached the house since."""
        if decision not in (Answer.YES, Answer.NO) or not self.spoke_last(conversation):
            return False
        return self._comfort_asked == (conversation.place, utterance.speaker, self._link.turns)

    async def _prove(self, utterance: Utterance, conversation: Conversation) -> Step:
        """Give the house the PIN that it asked for. It never waits."""
        language, pin = utterance.language, conversation.proof_said
        conversation.proof_said = ""
        self._last[conversation.place] = utterance.at
        try:
            return _as_told(await self._wishes.say_now(utterance, conversation.place, secret=pin), conversation)
        except OutOfReach as error:
            if error.sent:
                return Speech(say("broke_off", language), Claim.UNKNOWN)
            return Speech(say("never_waits", language), Claim.REFUSED)
        except (NotPaired, HouseSaidNo):
            return Speech(say("house_said_no", language), Claim.REFUSED)
        except WishesUnavailable as error:
            log.error("%s", error)
            return Speech(say("not_kept", language), Claim.FAILED)

    def places(self, utterance: Utterance, toolbox: Toolbox) -> bool:
        """Whether the house, as it was seen last, has all that is named, and it is wished or asked for now."""
        if not self._house.known:
            return False
        steps = self._reflex.steps(utterance, Conversation(""), toolbox, self._house.names)
        return bool(_placed(steps, toolbox).calls)

    async def _about(self, utterance: Utterance, conversation: Conversation, toolbox: Toolbox) -> AboutHouse:
        """What the sentence means with the names of the house, as far as the reflex can tell."""
        if not self._house.known:
            return AboutHouse()
        steps = self._reflex.steps(utterance, conversation, toolbox, self._house.names)
        return _placed(steps, toolbox)

    async def _is_harmless(self, about: AboutHouse, utterance: Utterance) -> bool:
        """Whether all that it would do at the house is comfort."""
        if utterance.speaker.grants is None or not about.calls or about.only_asks:
            return False
        return (await self._house.weigh(about.calls, utterance)).may_wait

    async def _decided(self, wish: Wish, utterance: Utterance, conversation: Conversation, decision: Answer) -> Step:
        """A spoken yes or no to passing on a wish that waited."""
        language = utterance.language
        if not utterance.speaker.is_same_as(Speaker(wish.person, seat=wish.seat)):
            return Speech(sentence("not_yours", language))
        if not may_decide(wish, utterance.speaker.grants):
            return Speech(say("house_said_no", language), Claim.REFUSED)
        turns_before = self._link.turns
        try:
            if decision is Answer.NO:
                await self._wishes.decide(wish.id, "no")
                return _how_far(wish, await self._wishes.reached(wish), language)
            answer = await self._wishes.send_aloud(wish)
            if answer is None:
                return _how_far(wish, await self._wishes.reached(wish), language)
        except OutOfReach:
            return Speech(say("broke_off", language), Claim.UNKNOWN)
        except WishesUnavailable as error:
            log.error("%s", error)
            return Speech(say("not_kept", language), Claim.FAILED)
        self._last[conversation.place] = utterance.at
        self._note_comfort(answer, utterance, conversation, turns_before + 1)
        told = _as_told(answer, conversation)
        return Speech(sentence("not_understood", language)) if isinstance(told, PassedOn) else told

    async def _without(
        self, about: AboutHouse, utterance: Utterance, conversation: Conversation, *, sent: bool
    ) -> Step:
        """What can be said and done while the house is out of reach."""
        language = utterance.language
        if about.only_asks:
            return await self._from_memory(about.calls, utterance, sent=sent)
        if sent:
            return Speech(say("broke_off", language), Claim.UNKNOWN)
        if not about.placed:
            return (
                PassedOn("the house is out of reach") if not _follows(conversation, utterance) else _cannot(utterance)
            )
        weighed = await self._house.weigh(about.calls, utterance)
        if not weighed.commands:
            return _cannot(utterance)
        if not weighed.may_wait:
            return Speech(say("never_waits", language), Claim.REFUSED)
        try:
            await self._wishes.keep(utterance, conversation.place, PRESENT_TURN.get())
        except TooManyWait:
            return Speech(say("waits_too_many", language, count=MOST), Claim.REFUSED)
        except WishesUnavailable as error:
            log.error("%s", error)
            return Speech(say("not_kept", language), Claim.FAILED)
        return Speech(say("waits", language), Claim.PENDING)

    async def _from_memory(self, calls: Sequence[ToolCall], utterance: Utterance, *, sent: bool) -> Step:
        """How it was when the house was heard last, with how long ago that is."""
        language = utterance.language
        seconds = self._house.age_s(datetime.now(UTC))
        known = await self._house.answer(calls, utterance) if seconds is not None else ""
        if known and seconds is not None:
            return Speech(say("last_known", language, age=age(seconds, language), said=known), recorded=True)
        return Speech(say("broke_off_asking" if sent else "question_out_of_reach", language))

    async def _unpaired(self, about: AboutHouse, utterance: Utterance) -> Step:
        if about.placed:
            return Speech(say("not_paired", utterance.language), Claim.REFUSED)
        return PassedOn("the house does not know this car any more")


def _placed(steps: Sequence[Step], toolbox: Toolbox) -> AboutHouse:
    calls = tuple(step for step in steps if isinstance(step, ToolCall))
    if calls and len(calls) == len(steps):
        return AboutHouse(calls, all(toolbox[call.tool].reads_only for call in calls), placed=True)
    deferred = tuple(one for step in steps if isinstance(step, Speech) for one in step.deferred)
    return AboutHouse(placed=bool(deferred), deferred=deferred)


def _as_told(answer: HouseAnswer, conversation: Conversation) -> Step:
    """As the house told it, never stronger; what it did not understand is passed on."""
    if not answer.understood:
        return PassedOn("the house did not understand it either")
    claim = answer.claim
    if claim is Claim.ASK:
        conversation.proof_asked_at = datetime.now(UTC) if answer.needs_proof else None
        return Question(answer.reply, elsewhere=AskedElsewhere(HouseMind.name, answer.reply, answer.takes))
    if not answer.reply:
        raise EngineFailed(f"the house ended with {answer.outcome} and said nothing")
    return Speech(answer.reply, claim, recorded=True)


def _how_far(wish: Wish, state: State | None, language: Language) -> Speech:
    """What became of a wish that this yes or no did not send."""
    match state:
        case State.WAITING:
            return Speech(say("waits", language), Claim.PENDING)
        case State.DECLINED:
            return Speech(say("declined", language))
        case State.EXPIRED:
            return Speech(say("expired", language, text=wish.said), Claim.REFUSED)
        case _:
            return Speech(say("sent_already", language), Claim.UNKNOWN)


def _cannot(utterance: Utterance) -> Speech:
    return Speech(say("out_of_reach", utterance.language), Claim.REFUSED)


def _follows(conversation: Conversation, utterance: Utterance) -> bool:
    """Whether the house asked something back, or answered last."""
    recent = conversation.recent(utterance.at)
    return bool(recent) and recent[-1].is_question_of_mind


def _is_granted(utterance: Utterance, about: AboutHouse, harmless: bool) -> bool:
    """Whether what they speak through may have this done at home; what nobody can weigh needs everything."""
    grants = utterance.speaker.grants
    if grants is None:
        return True
    if about.only_asks:
        return "home.read" in grants
    return {"home.act"} <= grants if harmless else {"home.act", "home.risky"} <= grants
