"""JSON as it goes over the wire: always valid, whatever a device reported."""

import json
import math
from typing import Any


def json_text(value: Any) -> str:
    """One line of JSON. Numbers that JSON does not have (NaN, infinity) become null."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError:
        return json.dumps(finite(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def finite(value: Any) -> Any:
    """The same value with null for every NaN and infinity in it."""
    match value:
        case float() if not math.isfinite(value):
            return None
        case dict():
            return {key: finite(inner) for key, inner in value.items()}
        case list() | tuple():
            return [finite(inner) for inner in value]
        case _:
            return value
