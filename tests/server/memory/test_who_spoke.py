"""Who spoke is put right by word: what was said and learnt goes to whom it belongs, and nobody gains anything by it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from assistant.memory.happenings import happenings
from assistant.memory.members import Member, Tone
from assistant.utterance import Speaker, Utterance
from assistant.who_spoke import who_is_meant
from skills.surface import local_now


class Household:
    """Members by name alone."""

    def __init__(self, *names):
        self._all = {n: Member(n.casefold(), n, "adult", None, Tone(), True, local_now()) for n in names}

    def named(self, name):
        return next((m for n, m in self._all.items() if n.casefold() == name.strip().casefold()), None)

    def of(self, member):
        return next((m for m in self._all.values() if m.id == member), None)


FAMILY = Household("Ben", "Anna", "小本", "安娜")


@pytest.mark.parametrize(
    ("text", "member", "self"),
    [
        ("that was Ben", "ben", False),
        ("That was Ben, not me.", "ben", False),
        ("no, that was Ben who said that", "ben", False),
        ("it was ben speaking", "ben", False),
        ("that wasn't me, that was Anna", "anna", False),
        ("that wasn't me but Ben", "ben", False),
        ("Ben said that", "ben", False),
        ("No, I'm Anna.", "anna", True),
        ("I am not Ben, I'm Anna", "anna", True),
        ("sorry, this is Anna speaking", "anna", True),
        ("you are talking to Ben", "ben", True),
        ("刚才是小本说的", "小本", False),
        ("刚才那句话是小本说的", "小本", False),
        ("不对，是小本说的。", "小本", False),
        ("刚才说话的是安娜", "安娜", False),
        ("刚才不是我，是小本说的", "小本", False),
        ("不是，是小本说的", "小本", False),
        ("不，我是安娜", "安娜", True),
        ("我不是小本，我是安娜", "安娜", True),
    ],
)
def test_it_is_heard_who_is_meant(text, member, self):
    meant = who_is_meant(Utterance(text, "zh" if any(c >= "一" for c in text) else "en"), FAMILY)
    assert (meant.member.id, meant.self) == (member, self)


@pytest.mark.parametrize(
    "text",
    [
        "that was nice",
        "that was too loud",
        "was that Ben?",
        "that was Ben?",
        "is Ben at home",
        "I'm cold",
        "I am home",
        "this is too bright",
        "no, the other one",
        "turn on Ben's lamp",
        "tell me what Ben said",
        "我是说客厅的灯",
        "刚才是小本说的吗",
        "刚才是谁说的",
        "我冷",
        "小本在家吗",
        "不是小本说的",
        "不是小本",
    ],
)
def test_what_only_sounds_like_it_is_left(text):
    assert who_is_meant(Utterance(text, "zh" if any(c >= "一" for c in text) else "en"), FAMILY) is None


async def add(house, name, role="adult"):
    return (await house.http.post("/api/members", json={"name": name, "role": role})).json()["id"]


async def said(house, text, person="", conversation="kitchen"):
    events = await house.turn(text, person, conversation=conversation)
    return events[-1]


async def whose(house):
    def read(connection):
        return [row.person for row in connection.execute(sa.select(happenings.c.person).order_by(happenings.c.id))]

    return await house.mimosa._database.read(read)


async def look(house):
    learning = house.mimosa.memory.learning
    now = learning._now
    learning._now = lambda: now() + timedelta(seconds=20)
    await learning.look()
    learning._now = now


def speakers(house, conversation="kitchen"):
    return [e.utterance.speaker.person for e in house.mimosa.conversation(conversation).history]


async def test_that_was_ben_moves_what_was_learnt(house):
    anna, ben = await add(house, "Anna"), await add(house, "Ben")
    await said(house, "turn on the desk lamp", anna)
    await look(house)
    assert await whose(house) == [anna]
    told = await said(house, "that was Ben", anna)
    assert told["reply"] == "All right, that was Ben. What was done then counts as theirs."
    assert await whose(house) == [ben]
    assert speakers(house)[0] == ben
    habits = house.mimosa.memory.habits
    assert habits.next(anna, local_now()) == ()
    assert [guess.device for guess in habits.next(ben, local_now())] == ["desk_lamp"]
    again = await said(house, "刚才是Anna说的", ben)
    assert "Anna" in again["reply"]
    assert await whose(house) == [anna], "it is still about the lamp"


async def test_what_is_not_learnt_yet_is_learnt_of_the_right_one(house):
    anna, ben = await add(house, "Anna"), await add(house, "小本", "child")
    await said(house, "turn on the desk lamp", anna)
    assert (await said(house, "刚才是小本说的", anna))["reply"] == "好的，刚才是小本。"
    await look(house)
    assert await whose(house) == [ben]


async def test_what_a_stranger_did_is_learnt_when_it_was_a_member(house):
    anna, ben = await add(house, "Anna"), await add(house, "Ben")
    await said(house, "turn on the desk lamp", "unknown")
    await look(house)
    assert await whose(house) == [], "nothing is learnt of strangers"
    await said(house, "that was Ben", anna)
    assert await whose(house) == [ben]


async def test_what_was_a_guests_is_forgotten(house):
    await add(house, "Anna")
    guest = await add(house, "Gerda", "guest")
    await said(house, "turn on the desk lamp")
    await look(house)
    assert await whose(house) == ["owner"]
    await said(house, "that was Gerda")
    assert await whose(house) == []
    assert speakers(house)[0] == guest


@pytest.mark.parametrize("asking", ["stranger", "guest", "child"])
async def test_nobody_makes_more_of_anybody_than_they_are(house, asking):
    await house.mimosa.members.change("owner", name="Olga")
    anna = await add(house, "Anna")
    person = "nobody" if asking == "stranger" else await add(house, "Kim", asking)
    await said(house, "turn on the desk lamp", person)
    for text in ("no, I'm Olga", "that was Olga", "no, I'm Anna", "我是Anna"):
        told = await said(house, text, person)
        assert told["outcome"] == "refused", text
    assert set(speakers(house)) == {person}
    await look(house)
    assert not {anna, "owner"} & set(await whose(house))


async def test_an_adult_does_not_become_the_owner_and_the_owner_may_say_who_it_was(house):
    await house.mimosa.members.change("owner", name="Olga")
    anna = await add(house, "Anna")
    await said(house, "turn on the desk lamp", anna)
    assert (await said(house, "no, I'm Olga", anna))["outcome"] == "refused"
    assert (await said(house, "that was Olga"))["outcome"] == "answer"
    assert speakers(house)[0] == "owner"


async def test_by_the_page_what_was_learnt_goes_along(house):
    anna, ben = await add(house, "Anna"), await add(house, "Ben")
    turn = (await said(house, "turn on the desk lamp", anna))["turn"]
    await look(house)
    await house.http.post(f"/api/turns/{turn}/speaker", json={"person": ben})
    assert await whose(house) == [ben]


async def test_what_somebody_does_not_want_learnt_is_not_brought_to_them(house):
    anna, ben = await add(house, "Anna"), await add(house, "Ben")
    await house.mimosa.memory.habits.do_not_learn(ben, "desk_lamp", "on")
    await said(house, "turn on the desk lamp", anna)
    await look(house)
    await said(house, "that was Ben", anna)
    assert await whose(house) == []


async def test_what_a_stranger_said_is_let_go_of_soon(house):
    await add(house, "Anna")
    speaker = Speaker("unknown", "guest", by="voice")
    old = Utterance("turn on the desk lamp", "en", speaker, at=local_now() - timedelta(minutes=30))
    await house.mimosa.take_turn(old, "kitchen", False).finished()
    assert speakers(house) == ["unknown"]
    await said(house, "turn off the desk lamp", conversation="study")
    assert speakers(house) == []
