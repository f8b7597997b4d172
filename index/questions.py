"""A file of questions in, one record a line out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.article import Language
from index.errors import QuestionFileError


class Question(BaseModel):
    """A line of a questions file; keys not named here are ignored."""

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    language: Language | None = None
    now: date | None = None
    """The day it is asked, today if absent."""
    after: str = ""
    """The question asked before it in the same conversation."""
    kind: str = ""
    answerable: bool = True
    relevant: list[str] | dict[Language, str] = []
    """Ids of the articles that are right in first place, or one id for each language."""

    @property
    def relevant_ids(self) -> frozenset[str]:
        """Return the ids of all relevant articles."""
        listed = self.relevant.values() if isinstance(self.relevant, dict) else self.relevant
        return frozenset(listed)


def read_questions(path: Path) -> Iterator[Question]:
    """Yield the questions of a JSON Lines file in order.

    Raises:
        QuestionFileError: the file cannot be read, or a line is not a question; none is skipped.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _question(line, path, number)
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(
            f"{path} cannot be read: {error}. It should be UTF-8, "
            'one {"id": "…", "question": "…"} a line.'
        ) from error


def _question(line: str, path: Path, number: int) -> Question:
    try:
        return Question.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise QuestionFileError(
            f"{path}:{number}: {where}: {first['msg']}. "
            'Each line should be a JSON object with "id" and "question".'
        ) from error
