"""The text of a JSON value in, the value out: strict, bounded in depth, doubled keys marked."""

import json
import math
import re
from collections import Counter

from corpus.errors import RefusedError
from corpus.limits import DEEPEST_JSON
from corpus.rejects import Reason

_FIRST_INEXACT = 2.0**53
_BRACKET = re.compile(r"[\[\]{}]")


class Doubled(dict[str, object]):
    """An object that has a key more than once; the last of each counts, as for other readers."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs)
        self.doubled = sorted(name for name, count in counts.items() if count > 1)


def parse_json(text: str, *, strict: bool = True) -> object:
    """Return the value of a JSON text; objects are dicts, `Doubled` where a key comes twice.

    Args:
        strict: whether control characters, such as line ends, must be escaped in strings.

    Raises:
        RefusedError: it is not JSON (NaN and Infinity are not), nested too deep, or holds a number
            that is too large to read.
    """
    _refuse_depth(text)
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            strict=strict,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise RefusedError(Reason.BAD_SYNTAX, f"not JSON: {error.msg} at {place}") from error
    except ValueError as error:  # an integer of more digits than Python converts
        raise RefusedError(Reason.BAD_SYNTAX, f"not readable as JSON: {error}") from error
    return value


def integral(value: object) -> object:
    """Return a number without a fraction as an integer, 12.0 as 12; any other value as it is.

    The tools that write tables as JSON make 12.0 of 12 where another row has none. A number that
    is too large for its fraction to be known (2^53, as most programs have doubles) stays.
    """
    if isinstance(value, float) and value.is_integer() and abs(value) < _FIRST_INEXACT:
        return int(value)
    return value


def _refuse_depth(text: str) -> None:
    """Raise where brackets are nested too deep, which Python's parser answers by recursion."""
    if text.count("[") + text.count("{") <= DEEPEST_JSON:
        return
    depth = 0
    outside = text.replace("\\\\", "").replace('\\"', "").split('"')[::2]
    for part in outside:
        for bracket in _BRACKET.findall(part):
            depth += 1 if bracket in "[{" else -1
            if depth > DEEPEST_JSON:
                detail = f"nested more than {DEEPEST_JSON} deep"
                raise RefusedError(Reason.OVER_LIMIT, detail)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    return value if len(value) == len(pairs) else Doubled(pairs)


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise RefusedError(Reason.BAD_SYNTAX, f"not readable as JSON: {digits[:20]} is too large")
    return value


def _refuse_constant(name: str) -> object:
    raise RefusedError(Reason.BAD_SYNTAX, f"not JSON: {name} is no value")
