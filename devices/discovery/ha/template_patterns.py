"""Regular expressions and times inside templates: patterns that cannot run away, moments in plain forms."""

import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parse  # type: ignore[import-not-found]
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from jinja2.exceptions import SecurityError

from devices.discovery.ha.template_numbers import as_text, bounded

MAX_PATTERN = 200
MAX_SEARCHED = 512
"""Characters that a pattern is tried on."""
MAX_VARIABLE = 2
"""Parts of a pattern whose length is open; each multiplies the work."""
SHORT = 16
"""Repetitions up to which a part counts as of a known length."""

_MOMENT_FORMAT = re.compile(r"(?:[^%]|%-?[A-Za-z%])*")
_BRANCHING = {sre.BRANCH, sre.SUBPATTERN, sre.MAX_REPEAT, sre.MIN_REPEAT}
_FORBIDDEN = {sre.GROUPREF, sre.GROUPREF_EXISTS, sre.ASSERT, sre.ASSERT_NOT, sre.ATOMIC_GROUP, sre.POSSESSIVE_REPEAT}


@lru_cache(maxsize=512)
def pattern(text: str) -> re.Pattern[str]:
    """The pattern. Raises SecurityError for one that could take long."""
    if len(text) > MAX_PATTERN:
        raise SecurityError("a pattern too long")
    try:
        if _open_parts(sre_parse.parse(text), inside=False) > MAX_VARIABLE:
            raise SecurityError("a pattern with many open parts")
        return re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise SecurityError(f"no pattern: {str(error)[:80]}") from None


def _open_parts(parsed: Any, *, inside: bool) -> int:
    """How many parts may be of any length. Raises SecurityError for repetition within repetition."""
    found = 0
    for operation, argument in parsed:
        if operation in _FORBIDDEN:
            raise SecurityError("a pattern that looks around or back")
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            _, most, repeated = argument
            if most > 1 and (inside or any(o in _BRANCHING for o, _ in repeated)):
                raise SecurityError("a pattern that repeats a repetition")
            found += int(most > SHORT)
            found += _open_parts(repeated, inside=inside or most > 1)
        elif operation is sre.SUBPATTERN:
            found += _open_parts(argument[-1], inside=inside)
        elif operation is sre.BRANCH:
            found += sum(_open_parts(branch, inside=inside) for branch in argument[1])
    return found


def _searched(value: Any) -> str:
    text = as_text(value)
    if len(text) > MAX_SEARCHED:
        raise SecurityError("a text too long to search")
    return text


def regex_replace(value: Any, find: str = "", replace: str = "", ignorecase: bool = False) -> str:
    """A text with every match replaced."""
    text, by = _searched(value), str(replace)
    if len(by) > MAX_PATTERN:
        raise SecurityError("a replacement too long")
    return bounded(_folded(find, ignorecase).sub(by, text))


def regex_match(value: Any, find: str = "", ignorecase: bool = False) -> bool:
    """Whether the text begins so."""
    return _folded(find, ignorecase).match(_searched(value)) is not None


def regex_search(value: Any, find: str = "", ignorecase: bool = False) -> bool:
    """Whether the text has it somewhere."""
    return _folded(find, ignorecase).search(_searched(value)) is not None


def regex_findall(value: Any, find: str = "", ignorecase: bool = False) -> list[Any]:
    """Every match."""
    return _folded(find, ignorecase).findall(_searched(value))


def regex_findall_index(value: Any, find: str = "", index: int = 0, ignorecase: bool = False) -> Any:
    """One of the matches."""
    return regex_findall(value, find, ignorecase)[index]


def _folded(find: str, ignorecase: bool) -> re.Pattern[str]:
    checked = pattern(str(find))
    return re.compile(checked.pattern, re.IGNORECASE) if ignorecase else checked


def now() -> datetime:
    """This moment, local."""
    return datetime.now().astimezone()


def utcnow() -> datetime:
    """This moment, UTC."""
    return datetime.now(UTC)


def as_datetime(value: Any, default: Any = ...) -> Any:
    """A moment out of a number of seconds or its ISO form."""
    try:
        if isinstance(value, datetime):
            return value
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, UTC)
        parsed = datetime.fromisoformat(as_text(value))
    except (ValueError, OverflowError, OSError):
        if default is ...:
            raise ValueError("no moment") from None
        return default
    return parsed if parsed.tzinfo else parsed.astimezone()


def as_timestamp(value: Any, default: Any = ...) -> Any:
    """Seconds since 1970 of a moment."""
    found = as_datetime(value, default)
    return found.timestamp() if isinstance(found, datetime) else found


def as_local(value: datetime) -> datetime:
    """The moment on the clock here."""
    return value.astimezone()


def strptime(text: Any, form: str, default: Any = ...) -> Any:
    """A moment read in a given form."""
    try:
        return datetime.strptime(_searched(text), _moment_format(form))
    except ValueError:
        if default is ...:
            raise
        return default


def _moment_format(form: Any) -> str:
    text = str(form)
    if len(text) > MAX_PATTERN or not _MOMENT_FORMAT.fullmatch(text):
        raise SecurityError("a form of a moment that is too long")
    return text


def _told(moment: Callable[[Any], datetime]) -> Callable[..., Any]:
    def tell(value: Any, default: Any = ...) -> Any:
        try:
            return moment(float(value)).isoformat()
        except (TypeError, ValueError, OverflowError, OSError):
            if default is ...:
                raise ValueError("no moment") from None
            return default

    return tell


timestamp_local = _told(lambda v: datetime.fromtimestamp(v, UTC).astimezone())
"""Seconds since 1970 → ISO, on the clock here."""
timestamp_utc = _told(lambda v: datetime.fromtimestamp(v, UTC))
"""Seconds since 1970 → ISO in UTC."""


def timestamp_custom(value: Any, form: str = "%Y-%m-%d %H:%M:%S", local: bool = True, default: Any = ...) -> Any:
    """Seconds since 1970 in a given form."""
    try:
        moment = datetime.fromtimestamp(float(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        if default is ...:
            raise ValueError("no moment") from None
        return default
    return (moment.astimezone() if local else moment).strftime(_moment_format(form))


def strftime(moment: datetime, form: str) -> str:
    """A moment in a given form."""
    return moment.strftime(_moment_format(form))


def duration(**parts: float) -> timedelta:
    """So many days, hours, minutes, seconds."""
    return timedelta(**parts)
