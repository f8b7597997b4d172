"""A file of questions in, one record a line out."""

import json
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from corpus.article import Language
from corpus.json_text import integral
from index.errors import QuestionFileError


def _day(value: Any) -> Any:
    return value[:10] if isinstance(value, str) else value


def _empty(value: Any) -> Any:
    return "" if value is None else value


def _group(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_Id = Annotated[str, BeforeValidator(integral)]
_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

NEAR_MISS = "unanswerable-hard"
"""The `kind` of a question that a report comes close to without holding the answer."""

EXAMPLE = (
    'a line is {"id": "1", "question": "…", "relevant": ["article-id"], "must": ["words to quote"]}'
    ', or has "answerable": false'
)


class Question(BaseModel):
    """A line of a questions file; keys not named here are ignored."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: _Id
    question: str
    now: Annotated[date | None, BeforeValidator(_day)] = None
    """The day it is asked, today if absent."""
    after: Annotated[str, BeforeValidator(_empty)] = ""
    """The question asked before it in the same conversation; none is read by it yet."""


class JudgedQuestion(Question):
    """A question with what is needed to measure an answer to it.

    A line says at least one thing of a right answer: `relevant`, `must`, `answers` or `answerable`.
    """

    language: Language | None = None
    kind: str = ""
    answerable: bool | None = None
    """False where the articles do not hold the answer."""
    relevant: Annotated[list[_Id] | dict[Language, _Id], BeforeValidator(_group)] = []
    """Ids of the articles that are right in first place, or one id for each language."""
    must: Annotated[
        list[Annotated[list[_Words], BeforeValidator(_group)]], BeforeValidator(_group)
    ] = []
    """Groups of strings: a right answer quotes one string of each. A string is a group of one."""
    must_not: Annotated[list[_Words], BeforeValidator(_group)] = []
    """Strings that the first quote of a right answer does not hold, such as an older figure."""
    half: Literal["", "a", "b"] = ""
    """Which half of the file it is of, where no article is asked about by questions of both."""
    answers: dict[Language, list[_Words]] = {}
    """Without `must`: strings of either language, any of which a right answer quotes."""

    @model_validator(mode="after")
    def _is_judged(self) -> Self:
        if not self.model_fields_set & {"answerable", "relevant", "must", "answers"}:
            raise PydanticCustomError("not_judged", f"nothing says what would be right; {EXAMPLE}")
        return self

    @property
    def relevant_ids(self) -> frozenset[str]:
        """Return the ids of all relevant articles."""
        listed = self.relevant.values() if isinstance(self.relevant, dict) else self.relevant
        return frozenset(listed)

    @property
    def required(self) -> list[list[str]]:
        """Return groups of strings, one string of each of which a right answer quotes."""
        gold = [answer for answers in self.answers.values() for answer in answers]
        return self.must or ([gold] if gold else [])

    def is_answerable(self, ids: Set[str]) -> bool:
        """Return whether the articles with these ids answer it.

        They do not where it names relevant articles and none is among them.
        """
        if self.answerable is False:
            return False
        if self.relevant:
            return not self.relevant_ids.isdisjoint(ids)
        return self.answerable is True or bool(self.required)


AnyQuestion = TypeVar("AnyQuestion", bound=Question)
AnyModel = TypeVar("AnyModel", bound=BaseModel)


def read_questions(path: Path, kind: type[AnyQuestion]) -> Iterator[AnyQuestion]:
    """Yield the questions of a JSON Lines file in order, as records of one kind.

    Raises:
        QuestionFileError: the file cannot be read, or a line is not a question; none is skipped.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield parse_line(line, path, number, kind)
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(
            f"{path} cannot be read: {error}. It should be UTF-8, "
            'one {"id": "…", "question": "…"} a line.'
        ) from error


def read_judged(path: Path) -> list[JudgedQuestion]:
    """Return at least one question with what would be right; raises as `read_questions`."""
    questions = list(read_questions(path, JudgedQuestion))
    if not questions:
        raise QuestionFileError(f"{path} holds no question; {EXAMPLE}.")
    return questions


@contextmanager
def row_writer(path: Path | None, questions: Path) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Give a function that writes a row as a line of JSON to `path`, or to nowhere.

    Raises:
        QuestionFileError: the file cannot be written, or holds the questions.
    """
    if path is None:
        yield lambda row: None
        return
    if path.resolve() == questions.resolve():
        raise QuestionFileError(f"{path} holds the questions. Name another file to write.")
    try:
        file = path.open("w", encoding="utf-8")
    except OSError as error:
        raise _unwritable(path, error) from error

    def write(row: Mapping[str, Any]) -> None:
        try:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()
        except OSError as error:
            raise _unwritable(path, error) from error

    with file:
        yield write


def _unwritable(path: Path, error: OSError) -> QuestionFileError:
    return QuestionFileError(f"{path} cannot be written: {error.strerror}. Name another place.")


def parse_line(line: str, path: Path, number: int, kind: type[AnyModel]) -> AnyModel:
    """Return a line of a file as a record of one kind.

    Raises:
        QuestionFileError: it is none; the message names the line and the first wrong key.
    """
    try:
        return kind.model_validate_json(line.strip())
    except ValidationError as error:
        first = error.errors()[0]
        # Beside keys and numbers, pydantic names the kinds that it tried: list[…].
        where = ".".join(str(part) for part in first["loc"] if "[" not in str(part))
        place = f"{path}:{number}: {where}" if where else f"{path}:{number}"
        wrong = first["msg"].replace(" at line 1 column", " at column")
        raise QuestionFileError(f"{place}: {wrong}. Mend that line, then try again.") from error
