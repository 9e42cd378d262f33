"""Which turns can still be found: every running one, and the last that are over."""

from assistant.utterance import Utterance
from server.conversations import FINISHED_KEPT


async def test_a_running_turn_is_found_however_many_come_after_it(mimosa):
    running = mimosa.take_turn(Utterance("wait for ever", "en"), "cellar", False)
    for number in range(FINISHED_KEPT + 205):
        await mimosa.take_turn(Utterance("turn on the attic lamp", "en"), f"c{number % 7}", False).finished()
    assert mimosa.handle(running.id) is running
    assert not running.done


async def test_of_the_turns_that_are_over_only_the_last_are_kept(mimosa):
    turns = []
    for _ in range(FINISHED_KEPT + 10):
        turns.append(mimosa.take_turn(Utterance("turn on the attic lamp", "en"), "attic", False))
        await turns[-1].finished()
    kept = [turn for turn in turns if mimosa.handle(turn.id)]
    assert len(kept) <= FINISHED_KEPT + 1
    assert kept == turns[-len(kept) :]
    assert mimosa.handle(turns[-1].id)
