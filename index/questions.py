"""A file of questions in, one record a line out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from corpus.article import Language
from index.errors import QuestionFileError


def _day(value: Any) -> Any:
    return value[:10] if isinstance(value, str) else value


def _empty(value: Any) -> Any:
    return "" if value is None else value


class Question(BaseModel):
    """A line of a questions file; keys not named here are ignored."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: str
    question: str
    now: Annotated[date | None, BeforeValidator(_day)] = None
    """The day it is asked, today if absent."""
    after: Annotated[str, BeforeValidator(_empty)] = ""
    """The question asked before it in the same conversation."""


class JudgedQuestion(Question):
    """A question with what is needed to measure an answer to it."""

    language: Language | None = None
    kind: str = ""
    relevant: list[str] | dict[Language, str] = []
    """Ids of the articles that are right in first place, or one id for each language."""

    @property
    def relevant_ids(self) -> frozenset[str]:
        """Return the ids of all relevant articles."""
        listed = self.relevant.values() if isinstance(self.relevant, dict) else self.relevant
        return frozenset(listed)


AnyQuestion = TypeVar("AnyQuestion", bound=Question)


def read_questions(path: Path, kind: type[AnyQuestion]) -> Iterator[AnyQuestion]:
    """Yield the questions of a JSON Lines file in order, as records of one kind.

    Raises:
        QuestionFileError: the file cannot be read, or a line is not a question; none is skipped.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _question(line, path, number, kind)
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(
            f"{path} cannot be read: {error}. It should be UTF-8, "
            'one {"id": "…", "question": "…"} a line.'
        ) from error


def _question(line: str, path: Path, number: int, kind: type[AnyQuestion]) -> AnyQuestion:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        place = f"{path}:{number}: {where}" if where else f"{path}:{number}"
        raise QuestionFileError(f"{place}: {first['msg']}. Mend that line, then try again.") from (
            error
        )
