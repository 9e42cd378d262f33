"""Other readings of a sentence: put right, with its exceptions in their place, without its asides."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.understanding.reflex.clauses.asking import asks_which
from assistant.understanding.reflex.clauses.breath import Breath, breath_of, without_exclamation
from assistant.understanding.reflex.clauses.clauses import Parser, Understanding
from assistant.understanding.reflex.clauses.mood import mood_of
from assistant.understanding.reflex.clauses.repairs import corrected, of_that_place, sparing
from assistant.understanding.reflex.english.asides import without_asides
from assistant.understanding.reflex.english.mentioned import parts_in
from assistant.understanding.reflex.english.putting_right import says_what_is_meant
from assistant.understanding.reflex.english.reasons import actively, is_english, without_calls, without_reasons
from assistant.understanding.reflex.english.slightly import slightly
from assistant.understanding.reflex.english.statements import wishes_behind_question, without_statements
from assistant.understanding.reflex.english.told import only_places, without_what_is_told, without_what_is_told_between
from assistant.understanding.reflex.english.turns_of_speech import easily_misread, rephrased
from assistant.understanding.reflex.english.wishes_alone import wishes_alone
from assistant.understanding.reflex.mandarin.turns_of_speech import rephrased_zh, spoken_plainly, wishes_on_condition
from assistant.understanding.reflex.matching.chart import Chart
from assistant.understanding.reflex.matching.fill import Surroundings
from assistant.understanding.reflex.spans import Sense
from assistant.understanding.reflex.tokens import Token

Parse = Callable[[tuple[Token, ...]], Parser]
"""Looks up the words of another reading of the same sentence."""


def said_plainly(
    parser: Parser, found: Understanding, around: Surroundings, parse: Parse
) -> tuple[Parser, Understanding]:
    """The first other reading that is wholly one or several commands, else what was found at first."""
    if not is_english(parser.chart):
        return _put_plainly(parser, found, around, parse)
    for tokens in () if parser.mood.asks else slightly(parser.chart):
        again = parse(tokens)
        understood = again.sentence(around)
        if _is_clear(again, understood):
            return again, understood
    if _is_clear(parser, found):
        return _put_plainly(parser, found, around, parse)
    asked = (found.complete and parser.mood.asks) or asks_which(parser.chart)
    wishes = [] if asked or parser.effort.is_over else list(_wishes_told(parser.chart))
    told = _beside_what_is_told(parser, wishes, around, parse)
    if told is not None:
        return told
    plainly = _put_plainly(parser, found, around, parse)
    return plainly if plainly[1].matches else _partly_told(wishes, around, parse) or plainly


def _partly_told(
    wishes: Sequence[tuple[Token, ...]], around: Surroundings, parse: Parse
) -> tuple[Parser, Understanding] | None:
    """Wishes beside what is told of which some can be done, and of the others it is known that they cannot."""
    for tokens in wishes[:_PUT_PLAINLY]:
        wish = parse(tokens)
        if wish.effort.is_over or wish.mood.conditions or wish.mood.negations or wish.mood.asks:
            return None
        understood = wish.sentence(around)
        if _is_known_in_part(understood) and acts((wish, understood)):
            return wish, understood
    return None


def _is_known_in_part(found: Understanding) -> bool:
    """Whether some of it can be done, and of the rest it is known that it cannot."""
    return bool(found.matches) and all(r.is_plain for r in found.refused)


def _wishes_told(chart: Chart) -> Iterator[tuple[Token, ...]]:
    yield from without_what_is_told(chart)
    yield from without_what_is_told_between(chart)


def _beside_what_is_told(
    parser: Parser, wishes: Sequence[tuple[Token, ...]], around: Surroundings, parse: Parse
) -> tuple[Parser, Understanding] | None:
    """The first wish that is whole and clear without what an English sentence tells beside it; as it is said first."""

    def wish_of(tokens: tuple[Token, ...]) -> Parser:
        # What asked stood in words that are only told: "how am I supposed to see?"
        wish = parse(tokens)
        return replace(wish, mood=mood_of(wish.chart))

    read = []
    for tokens in wishes:
        if parser.effort.is_over:
            break
        wish = wish_of(tokens)
        understood = wish.sentence(around)
        clear = _is_clear(wish, understood) and acts((wish, understood))
        if clear and next(slightly(wish.chart), None) is None and not easily_misread(wish.chart):
            return wish, understood
        read.append((wish, understood))
    for wish, understood in read[:_PUT_PLAINLY]:
        told = said_plainly(wish, understood, around, wish_of)
        if _is_clear(*told) and acts(told):
            return told
    return None


_PUT_PLAINLY = 3
"""Wishes beside what is told that are looked at in other words, too."""


def acts(told: tuple[Parser, Understanding]) -> bool:
    """Whether something shall be done, and nothing is only asked."""
    toolbox = told[0].grammar.toolbox
    return any(not toolbox[call.tool].reads_only for call in told[1].calls)


def _put_plainly(
    parser: Parser, found: Understanding, around: Surroundings, parse: Parse
) -> tuple[Parser, Understanding]:
    """With its slips put right, its turns of speech put plainly, without its asides and reasons."""
    behind = _wished_behind_question(parser, around, parse)
    if behind is not None:
        return behind
    breath = None if found.complete or parser.effort.is_over else _in_one_breath(parser, around, parse)
    told = _beside_remarks(breath, around, parse) if breath else None
    if told:
        return told
    if is_english(parser.chart) and says_what_is_meant(parser.chart):
        return _as_meant(parser, around, parse)
    parser, found = _uncalled(parser, found, around, parse)
    parser, found = _rephrased(parser, found, around, parse)
    slips = list(corrected(parser.chart)) if is_english(parser.chart) else []
    put_right: tuple[Parser, Understanding] | None = None
    for tokens in _readings(parser.chart, _is_clear(parser, found)):
        if parser.effort.is_over:
            break
        again = parse(tokens)
        understood = Understanding() if _loses_its_thing(parser.chart, again.chart) else again.sentence(around)
        if understood.matches and tokens in slips:
            put_right = put_right or (again, understood)
        if not understood.complete:
            rest = without_asides(again.chart)
            if rest is None:
                continue
            again = parse(rest)
            if is_english(again.chart) and only_places(again.chart, 0, len(rest)):
                continue
            understood = again.sentence(around)
        if understood.complete:
            return again, understood
    if put_right is None and breath and not breath.lists and not found.complete:
        commands = breath.commands()
        if len(commands.matches) > len(found.matches):
            return breath.parser, commands
    return put_right or (parser, found)


def _wished_behind_question(parser: Parser, around: Surroundings, parse: Parse) -> tuple[Parser, Understanding] | None:
    """ "Did she leave the stove on again? Turn it off": what is wished, where that is whole by itself."""
    wish = wishes_behind_question(parser.chart)
    if not wish:
        return None
    again = parse(parser.chart.tokens[wish:])
    understood = again.sentence(around)
    whole = understood.complete and not again.mood.asks
    return _rephrased(again, understood, around, parse) if whole else None


def _as_meant(parser: Parser, around: Surroundings, parse: Parse) -> tuple[Parser, Understanding]:
    """A sentence that says itself what is meant: only as it is put right, for what was said at first is not meant."""
    for tokens in corrected(parser.chart):
        if parser.effort.is_over:
            break
        meant = parse(tokens)
        understood = Understanding() if _loses_its_thing(parser.chart, meant.chart) else meant.sentence(around)
        told = _put_plainly(meant, understood, around, parse) if not says_what_is_meant(meant.chart) else None
        if told and (told[1].complete or _is_known_in_part(told[1])):
            return told
    return parser, Understanding()


def _loses_its_thing(said: Chart, left: Chart) -> bool:
    """Whether "it" is left alone, where what was set aside named a thing: it may be that one, and may be another."""
    naming = (Sense.NAME, Sense.KIND)
    if not is_english(said) or not _POINTING & set(left.words) or left.with_sense(*naming, Sense.PART):
        return False
    return bool(said.with_sense(*naming)) or bool(parts_in(said, 0, len(said.words)))


_POINTING = frozenset({"it", "them", "those", "these"})


def _in_one_breath(parser: Parser, around: Surroundings, parse: Parse) -> Breath | None:
    """The pieces of several commands as they were said, or put plainly where more of them are clear then."""
    exclaimed = without_exclamation(parser.chart)
    parser = parse(exclaimed) if exclaimed else parser
    breath = breath_of(parser, around)
    if breath is not None and breath.is_clear:
        return breath
    turned = rephrased if is_english(parser.chart) else _in_plain_mandarin(parse)
    tokens = turned(parser.chart)
    plainly = breath_of(parse(tokens), around) if tokens else None
    return plainly if plainly and (breath is None or len(plainly.whole) > len(breath.whole)) else breath


def _beside_remarks(breath: Breath, around: Surroundings, parse: Parse) -> tuple[Parser, Understanding] | None:
    """All the commands of one breath, where nothing else than remarks stands between them."""
    if breath.is_clear:
        return breath.parser, breath.commands()
    tokens = breath.without_remarks()
    if tokens is None:
        return None
    again = parse(tokens)
    understood = again.sentence(around)
    return (again, understood) if understood.complete and len(understood.matches) >= breath.least else None


def wishes_first(parser: Parser, around: Surroundings, parse: Parse) -> tuple[Parser, Understanding] | None:
    """Several wishes that are whole and clear without what is told between them: nothing else need be tried."""
    tokens = None if parser.mood.asks else wishes_alone(parser)
    if tokens is None or parser.clause(0, len(parser.chart.tokens), around).complete:
        return None
    again = parse(tokens)
    told = _put_plainly(again, again.sentence(around), around, parse)
    return told if _is_settled(*told) and acts(told) and len(told[1].matches) > 1 else None


def left_out_first(parser: Parser, around: Surroundings, parse: Parse) -> tuple[Parser, Understanding] | None:
    """A Mandarin sentence with its exception in its place, or with what is meant by "that one", where that is clear.

    No other reading need be tried then.
    """
    if is_english(parser.chart) or next(corrected(parser.chart), None) is not None:
        return None
    for tokens in (sparing(parser.chart), of_that_place(parser.chart)):
        if tokens is None:
            continue
        again = parse(tokens)
        understood = again.sentence(around)
        if understood.complete:
            return again, understood
    return None


def _is_clear(parser: Parser, found: Understanding) -> bool:
    """Whether nothing of an English sentence stays open: no part, no condition, no negation."""
    return is_english(parser.chart) and _is_settled(parser, found)


def _is_settled(parser: Parser, found: Understanding) -> bool:
    """The same in any language."""
    owned = 0
    for match in found.matches:
        owned |= match.owned
    refusing = any(s.mask & ~owned for s in parser.mood.negations)
    return found.complete and not refusing and not parser.mood.conditions


def _uncalled(parser: Parser, found: Understanding, around: Surroundings, parse: Parse) -> tuple[Parser, Understanding]:
    """Without hesitations and whom it is said to, where it is not clear with them."""
    clear = _is_clear(parser, found) and not parser.mood.asks
    tokens = None if clear or not is_english(parser.chart) else without_calls(parser.chart)
    if tokens is None:
        return parser, found
    again = parse(tokens)
    understood = again.sentence(around)
    return again, understood


_AMOUNT_AT_SEAT = {"by", "seat"}
"""Parameters of a call that says how much where in the car."""


def _rephrased(
    parser: Parser, found: Understanding, around: Surroundings, parse: Parse
) -> tuple[Parser, Understanding]:
    """With its turns of speech put plainly, where that makes more of it clear."""
    if (
        around.in_car
        and found.complete
        and any(_AMOUNT_AT_SEAT & match.call.arguments.keys() == _AMOUNT_AT_SEAT for match in found.matches)
    ):
        return parser, found  # "in the back" of a car is no thing that other words could take
    misread = easily_misread if is_english(parser.chart) else wishes_on_condition
    settled = _is_settled(parser, found) and not misread(parser.chart)
    turned = rephrased if is_english(parser.chart) else _in_plain_mandarin(parse)
    tokens = None if settled else turned(parser.chart)
    if tokens is None:
        return parser, found
    again = parse(tokens)
    further = rephrased(again.chart) if is_english(parser.chart) else None
    if further is not None and not parser.effort.is_over:
        again = parse(further)
    understood = again.sentence(around)
    better = understood.complete or len(understood.matches) > len(found.matches) or not found.matches
    better = better or (_is_known_in_part(understood) and misread(parser.chart))
    return (again, understood) if better else (parser, found)


def _in_plain_mandarin(parse: Parse) -> Callable[[Chart], tuple[Token, ...] | None]:
    """Everyday words first, then turns of speech: each makes others visible."""

    def turned(chart: Chart) -> tuple[Token, ...] | None:
        said: tuple[Token, ...] | None = None
        for turn in (spoken_plainly, rephrased_zh, spoken_plainly, rephrased_zh):
            tokens = turn(chart)
            if tokens:
                said, chart = tokens, parse(tokens).chart
        return said

    return turned


def _readings(chart: Chart, clear: bool) -> Iterator[tuple[Token, ...]]:
    yield from corrected(chart)
    if clear:
        return
    spared = sparing(chart)
    if spared:
        yield spared
    rest = without_asides(chart)
    if rest:
        yield rest
    if is_english(chart):
        active = actively(chart)
        if active:
            yield active
        yield from without_reasons(chart)
        yield from without_statements(chart)
