"""Files of passages with questions and near misses in, examples for the reader out.

An example is what the reader sees at use: a question and one chunk, cut as the index cuts articles,
with or without the context that the index puts before it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pydantic import BaseModel, ConfigDict

from corpus.article import Article, Language
from corpus.chunking import CountTokens, chunk_article, context
from corpus.sentences import Span, split_sentences
from index.analysis import analyse
from index.errors import QuestionFileError
from index.questions import parse_line

ANSWERABLE = "answerable"
TRAPS = ("person", "place", "time", "number", "attribute", "premise", "event")
"""What keeps a written question from being answered, see `training/nearmiss`."""

# How often a passage comes without any context, and with a day and a source beside its title: so
# that the reader is used to all that articles come with. Not tuned.
_BARE, _DATED, _SOURCED = 0.25, 0.7, 0.4
_SOURCES = ("The Morning Ledger", "Coastline News", "وكالة الأفق", "صحيفة الميناء")


class WrittenQuestion(BaseModel):
    """A question written for a passage, with its answer, or what a careless reader would give."""

    model_config = ConfigDict(frozen=True)

    q: str
    language: Language
    answerable: bool
    answer: str = ""
    trap: str = ""
    near: str = ""

    @property
    def kind(self) -> str:
        """Return `ANSWERABLE`, or the trap."""
        return ANSWERABLE if self.answerable else self.trap


class WrittenPassage(BaseModel):
    """A line of a file: an invented piece of news with its questions."""

    model_config = ConfigDict(frozen=True)

    id: str
    language: Language
    title: str
    published: str
    text: str
    questions: list[WrittenQuestion]

    @property
    def article(self) -> Article:
        """Return the passage as an article of a collection."""
        return Article(
            self.id, self.text, self.language, title=self.title, published=self.published
        )


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a chunk; `answer` is its span in `words`, None where there is none.

    `kind` is `ANSWERABLE` or says what keeps the chunk from answering.
    """

    question: str
    context: str
    words: str
    answer: Span | None
    kind: str
    asked: Language
    written: Language

    @property
    def words_from(self) -> int:
        """Return where the chunk's words begin in `text`."""
        return len(self.context) + 1 if self.context else 0

    @property
    def text(self) -> str:
        """Return the chunk as the encoder reads it, see `index.encoding.encoded_text`."""
        return f"{self.context}\n{self.words}" if self.context else self.words


Unit = tuple[Example, ...]
"""Examples that go into one batch: each answerable one is to score above all others."""


def data_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files named, and the `.jsonl` of the folders named, each folder's in order."""
    return [
        file
        for path in paths
        for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])
    ]


def read_passages(files: Iterable[Path]) -> list[WrittenPassage]:
    """Return the passages of files in order.

    Raises:
        QuestionFileError: a file cannot be read, a line is no such passage, its id comes twice, or
            an answer is not in its text.
    """
    passages: dict[str, WrittenPassage] = {}
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise QuestionFileError(f"{file} cannot be read: {error}. Name another.") from error
        if not lines:
            raise QuestionFileError(f"{file} holds no passage. Name another.")
        for number, line in enumerate(lines, 1):
            passage = parse_line(line, file, number, WrittenPassage)
            flaw = next(_flaws(passage), None)
            if flaw is None and passage.id in passages:
                flaw = f"another passage is {passage.id!r} too"
            if flaw:
                raise QuestionFileError(f"{file}:{number}: {flaw}. Mend that line, then try again.")
            passages[passage.id] = passage
    return list(passages.values())


def _flaws(passage: WrittenPassage) -> Iterator[str]:
    for question in passage.questions:
        if question.answerable and not question.answer:
            yield f"there is no answer to {question.q!r}"
        if (question.answer or question.near) not in passage.text:
            yield f"the text does not hold the answer to {question.q!r}"
        if not question.answerable and question.trap not in TRAPS:
            yield f"the trap of {question.q!r} is none of {', '.join(TRAPS)}"


class Chunked:
    """A passage with its chunks, and the context that they are shown with."""

    def __init__(self, passage: WrittenPassage, count_tokens: CountTokens) -> None:
        self.passage = passage
        self.chunks = [Span(c.start, c.end) for c in chunk_article(passage.article, count_tokens)]
        self.context = self._draw_context(Random(passage.id))  # noqa: S311 - the same each time

    def _draw_context(self, random: Random) -> str:
        """Return the context that the index would put before a chunk, or a part of it."""
        if random.random() < _BARE:
            return ""
        article = Article(
            self.passage.id,
            self.passage.text,
            self.passage.language,
            title=self.passage.title,
            published=self.passage.published if random.random() < _DATED else "",
            source=random.choice(_SOURCES) if random.random() < _SOURCED else "",
        )
        return context(article)

    def example(self, question: WrittenQuestion) -> Example | None:
        """Return the question with the chunk that answers it, or that nearly does.

        None where the answer lies across two chunks.
        """
        span = locate(self.passage.text, question.answer or question.near, question.q)
        holding = [c for c in self.chunks if c.start <= span.start and span.end <= c.end]
        if not holding:
            return None
        answer = (
            Span(span.start - holding[0].start, span.end - holding[0].start)
            if question.answerable
            else None
        )
        return self.show(question, holding[0], question.kind, answer)

    def elsewhere(self, question: WrittenQuestion, random: Random) -> Example | None:
        """Return the question with a chunk of its passage that lacks the answer, if any."""
        lacking = [
            c for c in self.chunks if question.answer not in self.passage.text[c.start : c.end]
        ]
        if not lacking:
            return None
        return self.show(question, random.choice(lacking), "elsewhere")

    def show(
        self,
        question: WrittenQuestion,
        chunk: Span,
        kind: str,
        answer: Span | None = None,
    ) -> Example:
        """Return a question with one of the chunks."""
        return Example(
            question.q,
            self.context,
            self.passage.text[chunk.start : chunk.end],
            answer,
            kind,
            question.language,
            self.passage.language,
        )


def locate(text: str, words: str, question: str) -> Span:
    """Return where words stand in a text that holds them: as whole words, where there is a choice.

    Of several places, that in the sentence which shares the most words with the question, else the
    first.
    """
    places = [m.start() for m in re.finditer(re.escape(words), text)]
    whole = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    candidates = whole or places
    if len(candidates) == 1:
        return Span(candidates[0], candidates[0] + len(words))
    asked = set(analyse(question))
    sentences = split_sentences(text)

    def shared(place: int) -> int:
        said = {
            term
            for sentence in sentences
            if sentence.start <= place < sentence.end
            for term in analyse(text[sentence.start : sentence.end])
        }
        return len(asked & said)

    best = max(candidates, key=shared)
    return Span(best, best + len(words))


def pair_up(
    questions: Sequence[WrittenQuestion],
) -> list[tuple[WrittenQuestion | None, WrittenQuestion | None]]:
    """Return each near miss with the answerable question that is worded most like it.

    Within one language, each at most once, the pairs most alike first; what is left over stands
    alone.
    """
    right = [q for q in questions if q.answerable]
    wrong = [q for q in questions if not q.answerable]
    terms = {q.q: frozenset(analyse(q.q)) for q in questions}
    likeness = sorted(
        (
            -len(terms[a.q] & terms[b.q]) / max(1, len(terms[a.q] | terms[b.q])),
            i,
            j,
        )
        for i, a in enumerate(right)
        for j, b in enumerate(wrong)
        if a.language == b.language
    )
    taken_right: dict[int, int] = {}
    taken_wrong: set[int] = set()
    for _, i, j in likeness:
        if i not in taken_right and j not in taken_wrong:
            taken_right[i] = j
            taken_wrong.add(j)
    pairs: list[tuple[WrittenQuestion | None, WrittenQuestion | None]] = [
        (one, wrong[taken_right[i]] if i in taken_right else None) for i, one in enumerate(right)
    ]
    return pairs + [(None, one) for j, one in enumerate(wrong) if j not in taken_wrong]
