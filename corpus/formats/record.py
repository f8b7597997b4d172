"""A mapping from outside in (a JSON object, front matter); a draft and its bad fields out."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from corpus.errors import RefusedError
from corpus.formats.draft import Draft, Refusal
from corpus.json_text import Doubled, integral
from corpus.rejects import Reason


def _null_is_empty(value: object) -> object:
    return "" if value is None else value


_Field = Annotated[str, BeforeValidator(_null_is_empty), BeforeValidator(integral)]


class _Record(BaseModel):
    """The interchange form of an article; further keys are ignored, numbers read as text.

    But not as the text of an article: a number there is a table that went wrong.
    """

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    text: Annotated[str, Field(strict=True), BeforeValidator(_null_is_empty)]
    id: _Field = ""
    title: _Field = ""
    url: _Field = ""
    source: _Field = ""
    published: _Field = ""
    language: _Field = ""


def read_record(mapping: object, line: int | None = None) -> Iterator[Draft | Refusal]:
    """Yield the draft that a mapping holds, and a refusal for each field that is not as it was.

    Raises:
        RefusedError: it is no mapping, or its `text` is missing or not text.
    """
    if not isinstance(mapping, Mapping):
        raise RefusedError(Reason.BAD_STRUCTURE, f"an object was expected, not {_kind(mapping)}")
    try:
        record = _Record.model_validate(mapping)
    except ValidationError as error:
        bad = {str(problem["loc"][0]): problem["msg"] for problem in error.errors()}
        if "text" in bad:
            what = "is not text" if "text" in mapping else "is missing"
            raise RefusedError(Reason.BAD_STRUCTURE, f'"text" {what}') from error
        for name, message in bad.items():
            yield Refusal(Reason.BAD_FIELD, f'"{name}": {message}', line)
        record = _Record.model_validate({k: v for k, v in mapping.items() if k not in bad})
    for name in _doubled(mapping):
        yield Refusal(Reason.REPEATED_KEY, f'"{name}" twice; the last counts', line)
    yield Draft(**record.model_dump(), line=line)


def _doubled(mapping: Mapping[str, object]) -> Iterator[str]:
    """Yield the fields of an article that a mapping gave more than once."""
    if isinstance(mapping, Doubled):
        yield from (name for name in _Record.model_fields if name in mapping.doubled)


def _kind(value: object) -> str:
    names = {list: "a list", str: "a string", type(None): "null", bool: "a truth value"}
    return names.get(type(value), "a number")
