"""The members of the household: who they are, how they want to be spoken to, and the voices they let us know."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal, get_args
from uuid import uuid4

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import AssistantError, MemoryUnavailable
from assistant.memory.member_tables import household, members, voices
from assistant.memory.storage import Storage, T
from assistant.utterance import LANGUAGES, Language

Role = Literal["owner", "adult", "child", "guest"]
Length = Literal["short", "usual", "chatty"]
Manner = Literal["plain", "formal", "warm"]

OWNER = "owner"
"""Id of the one member there always is."""

MAX_MEMBERS = 24
MAX_NAME = 64
"""Characters of a name."""
MAX_CONSENT = 500
"""Characters of the words of a consent."""

_RESERVED = frozenset({OWNER, "unknown", "guest", "主人", "客人"})
"""No member is called by these: they stand for others."""


@dataclass(frozen=True, slots=True)
class Tone:
    """How somebody wants to be spoken to."""

    length: Length = "usual"
    manner: Manner = "plain"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to the household, or who comes often."""

    id: str
    name: str
    """Empty for an owner who told none."""
    role: Role
    language: Language | None
    """The language to answer in where none was spoken; None: that of the household."""
    tone: Tone
    learns: bool
    """Whether habits are learned from what this person does."""
    since: datetime
    has_voice: bool = False


@dataclass(frozen=True, slots=True)
class KeptVoice:
    """A voice that somebody agreed to be known by."""

    member: str
    print: bytes
    """float32 little-endian."""
    samples: int
    """From so many samples; none of them is kept."""
    consent: str
    """The words that were agreed to."""
    consented: datetime


class NotTaken(AssistantError):
    """A member cannot be so; `reason` is a stable code, `say` one sentence under "en" and under "zh"."""

    def __init__(self, reason: str, en: str, zh: str) -> None:
        self.reason = reason
        self.say: Mapping[str, str] = {"en": en, "zh": zh}
        super().__init__(en)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class _Household:
    members: dict[str, Member] = field(default_factory=dict)
    voices: dict[str, KeptVoice] = field(default_factory=dict)
    guest_mode: bool = False


class Members:
    """Everybody of the household. `load` comes first; from then on they are at hand without waiting."""

    def __init__(self, storage: Storage, now: Callable[[], datetime] = _now) -> None:
        """`now` gives the present moment with its time zone."""
        self._storage = storage
        self._now = now
        self._known = _Household({OWNER: _owner(now())})
        self._one_at_a_time = asyncio.Lock()
        """Of two who are added at once the second must see the first."""

    async def load(self) -> None:
        """Read who there is. Raises MemoryUnavailable."""
        try:
            known = await self._storage.read(_read)
        except (SQLAlchemyError, OSError) as error:
            raise MemoryUnavailable(f"the members of the household cannot be read: {error}") from error
        known.members.setdefault(OWNER, _owner(self._now()))
        self._known = known

    def all(self) -> tuple[Member, ...]:
        """Every member, the owner first, the others oldest first."""
        return tuple(sorted(self._known.members.values(), key=lambda member: (member.id != OWNER, member.since)))

    def of(self, member_id: str) -> Member | None:
        """The member of that id; empty: the owner."""
        return self._known.members.get(member_id or OWNER)

    def named(self, name: str) -> Member | None:
        """Who is called so, whatever the case."""
        wanted = " ".join(name.split()).casefold()
        return next((member for member in self.all() if wanted and member.name.casefold() == wanted), None)

    @property
    def alone(self) -> bool:
        """Whether there is no member but the owner."""
        return len(self._known.members) == 1

    @property
    def guest_mode(self) -> bool:
        """Whether the household has guests: nothing is learned, and whoever is not surely the owner is a guest."""
        return self._known.guest_mode

    def voices(self) -> Mapping[str, KeptVoice]:
        """The voices that are known, by member."""
        return dict(self._known.voices)

    async def add(self, name: str, role: Role, language: Language | None = None) -> Member:
        """A new member. Raises NotTaken, MemoryUnavailable."""
        async with self._one_at_a_time:
            if len(self._known.members) >= MAX_MEMBERS:
                raise NotTaken(
                    "too_many", f"There are {MAX_MEMBERS} members already.", f"已经有 {MAX_MEMBERS} 名成员。"
                )
            fields = self._checked("", {"name": name, "role": role, "language": language})
            added = Member(f"p{uuid4().hex[:12]}", fields["name"], role, language, Tone(), role != "guest", self._now())
            await self._keep(added)
        return added

    async def change(self, member_id: str, **fields: Any) -> Member:
        """Change name, role, language, tone or learns. Raises KeyError for nobody, NotTaken, MemoryUnavailable."""
        async with self._one_at_a_time:
            present = self._known.members[member_id]
            changed = replace(present, **self._checked(member_id, fields))
            await self._keep(changed)
        return changed

    def check_removable(self, member_id: str) -> None:
        """Raises NotTaken for the owner."""
        if member_id == OWNER:
            raise NotTaken("owner_stays", "The owner cannot be removed.", "不能移除主人。")

    async def remove(self, member_id: str) -> bool:
        """Erase a member and the voice; returns whether there was one. Raises NotTaken for the owner."""
        self.check_removable(member_id)
        async with self._one_at_a_time:
            await self._write(lambda connection: _erase(connection, member_id))
            self._known.voices.pop(member_id, None)
            return self._known.members.pop(member_id, None) is not None

    async def set_guest_mode(self, on: bool) -> None:
        """Guests are here, or have gone. Raises MemoryUnavailable."""
        async with self._one_at_a_time:
            await self._write(lambda connection: _set_guest_mode(connection, on))
            self._known.guest_mode = on

    async def keep_voice(
        self, member_id: str, voiceprint: bytes, samples: int, consent: str, consented: datetime
    ) -> KeptVoice:
        """Know this member by voice from now on, in place of any voice until now. Raises as `change`."""
        async with self._one_at_a_time:
            member = self._known.members[member_id]
            kept = KeptVoice(member_id, voiceprint, samples, consent[:MAX_CONSENT], consented)
            await self._write(lambda connection: _keep_voice(connection, member, kept))
            self._known.voices[member_id] = kept
            self._known.members[member_id] = replace(member, has_voice=True)
        return kept

    async def forget_voice(self, member_id: str) -> bool:
        """Erase the voice; returns whether there was one. Raises MemoryUnavailable."""
        gone = delete(voices).where(voices.c.member == member_id)
        async with self._one_at_a_time:
            await self._write(lambda connection: connection.execute(gone))
            if member_id in self._known.members:
                self._known.members[member_id] = replace(self._known.members[member_id], has_voice=False)
            return self._known.voices.pop(member_id, None) is not None

    def _checked(self, member_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields as they are kept. Raises NotTaken naming the wrong one."""
        wrong = fields.keys() - {"name", "role", "language", "tone", "learns"}
        if wrong:
            raise TypeError(f"a member has no {', '.join(sorted(wrong))} that can be changed")
        checked = dict(fields)
        if "name" in fields:
            checked["name"] = self._free_name(member_id, fields["name"])
        if "role" in fields and fields["role"] not in get_args(Role):
            raise NotTaken("no_such_role", f"role: one of {', '.join(get_args(Role))}.", "没有这种身份。")
        if member_id == OWNER and fields.get("role", OWNER) != "owner":
            raise NotTaken("owner_stays", "The owner stays an owner.", "主人始终是主人。")
        if fields.get("language") not in (None, *LANGUAGES):
            raise NotTaken("no_such_language", f"language: one of {', '.join(LANGUAGES)}.", "不支持这种语言。")
        return checked

    def _free_name(self, member_id: str, name: str) -> str:
        tidy = " ".join(name.split())
        if not tidy and member_id == OWNER:
            return ""
        if not tidy or len(tidy) > MAX_NAME or not tidy.isprintable():
            raise NotTaken("bad_name", f"A name has 1 to {MAX_NAME} characters.", f"名字应为 1 到 {MAX_NAME} 个字符。")
        if tidy.casefold() in _RESERVED:
            raise NotTaken("bad_name", f"“{tidy}” is nobody's own name.", f"“{tidy}”不能用作名字。")
        other = self.named(tidy)
        if other is not None and other.id != member_id:
            raise NotTaken("same_name", f"There is a member called {tidy} already.", f"已经有一位叫{tidy}的成员。")
        return tidy

    async def _keep(self, member: Member) -> None:
        await self._write(lambda connection: _replace(connection, member))
        self._known.members[member.id] = member

    async def _write(self, work: Callable[[Connection], T]) -> T:
        try:
            return await self._storage.write(work)
        except (SQLAlchemyError, OSError) as error:
            raise MemoryUnavailable(f"the members of the household cannot be written down: {error}") from error


def _owner(since: datetime) -> Member:
    return Member(OWNER, "", "owner", None, Tone(), True, since)


def _read(connection: Connection) -> _Household:
    kept = {row.member: _voice(row) for row in connection.execute(select(voices))}
    known = {row.id: _member(row, row.id in kept) for row in connection.execute(select(members))}
    guests = connection.execute(select(household.c.guest_mode)).scalar()
    return _Household(known, kept, bool(guests))


def _replace(connection: Connection, member: Member) -> None:
    row = {
        "id": member.id,
        "name": member.name,
        "role": member.role,
        "language": member.language,
        "length": member.tone.length,
        "manner": member.tone.manner,
        "learns": member.learns,
        "since": member.since,
    }
    if connection.execute(update(members).where(members.c.id == member.id).values(row)).rowcount == 0:
        connection.execute(insert(members).values(row))


def _erase(connection: Connection, member_id: str) -> None:
    connection.execute(delete(voices).where(voices.c.member == member_id))
    connection.execute(delete(members).where(members.c.id == member_id))


def _keep_voice(connection: Connection, member: Member, kept: KeptVoice) -> None:
    _replace(connection, member)
    connection.execute(delete(voices).where(voices.c.member == kept.member))
    row = {"print": kept.print, "samples": kept.samples, "consent": kept.consent, "consented": kept.consented}
    connection.execute(insert(voices).values(member=kept.member, **row))


def _set_guest_mode(connection: Connection, on: bool) -> None:
    connection.execute(delete(household))
    connection.execute(insert(household).values(id=1, guest_mode=on))


def _member(row: Row[Any], has_voice: bool) -> Member:
    # SQLite gives moments back without their zone; they were written in UTC.
    since = row.since.replace(tzinfo=UTC)
    tone = Tone(row.length, row.manner)
    return Member(row.id, row.name, row.role, row.language, tone, row.learns, since, has_voice)


def _voice(row: Row[Any]) -> KeptVoice:
    return KeptVoice(row.member, row.print, row.samples, row.consent, row.consented.replace(tzinfo=UTC))
