"""The answer to one question: its status, its words, and the citations they rest on."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.article import Language
from index.passage import OtherReport


class Status(StrEnum):
    """How far the articles answer the question."""

    ANSWERED = "answered"
    """The quotes answer it."""
    RELATED = "related"
    """Reports on the matter are quoted, but no answer was seen in them."""
    NOT_FOUND = "not_found"
    """Nothing on the matter; `Answer.reason` says why."""


class Reason(StrEnum):
    """Why nothing was found."""

    NO_EVIDENCE = "no_evidence"
    SMALL_TALK = "small_talk"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote with where it stands: `quote == article.text[start:end]`, in code points.

    `also` are other articles that report the same, in words of their own.
    """

    number: int
    article_id: str
    title: str
    url: str
    source: str
    published: str
    language: Language
    start: int
    end: int
    quote: str
    also: tuple[OtherReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer in the language of its question.

    `text` refers to `citations` by number, «… [1] … [2]». `as_of` is the newest cited day (ISO
    8601; empty without a dated citation). `confidence` is between 0 and 1. `reason` is set
    exactly when `status` is `not_found`.
    """

    question: str
    language: Language
    status: Status
    confidence: float
    text: str
    citations: tuple[Citation, ...] = ()
    as_of: str = ""
    reason: Reason | None = None
    elapsed_ms: int = 0
