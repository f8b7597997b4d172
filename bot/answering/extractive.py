"""A question in, one answer out that says nothing but what it quotes."""

from collections.abc import Sequence
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

from bot import texts
from bot.answering.answer import Answer, Citation, Reason, Status
from bot.answering.confidence import confidence, status_of
from bot.answering.premises import unsaid_premises
from bot.answering.quotes import Quote, read_passages, weigh
from bot.answering.small_talk import is_small_talk, reply_to
from corpus.article import Language
from corpus.language import detect_language
from corpus.normalization import words
from index.analysis import analyse
from index.passage import PASSAGES_READ, Passage
from index.scores import milliseconds_since
from index.search import Query, Searcher

if TYPE_CHECKING:
    from index.reader import Reader

_PASSAGES_FOUND = 50
"""Among which a passage that says every word of the question is looked for."""

_LEAST_SAID = 0.2
"""Of `Passage.words`; a passage four times as long as most has that much if it says every word once
(1 / (1 + k1 · (1 - b + 4 · b)) with BM25's k1 = 1.2 and b = .75). The others need not be read,
but where news is asked for, whose words it counts as well."""

_NAMED = 0.9
"""Of `Passage.names`, the mean over a question's names: less is a name that only sounds alike, or
one of several that is not said."""

_ASKS_NEWS = frozenset(
    words(
        """
        أخبار الأخبار خبر آخر مستجدات المستجدات
        news latest headlines update updates
        """
    )
)
"""What asks for reports of whatever else a question names, and need not stand in them."""


def answer_question(
    question: str,
    searcher: Searcher,
    reader: "Reader | None",
    default_language: Language = "en",
    *,
    now: date | None = None,
) -> Answer:
    """Return the answer, in the language of the question; by default where it has no letters.

    Args:
        reader: looks for answers in the passages found, where there is one.
        now: the day it is asked; the day of the call where it is left out.

    Raises:
        RetrievalError: the index or the encoder fails.
    """
    started = perf_counter()
    language = detect_language(question, default_language)
    if not question.strip():
        return _nothing(question, language, Reason.EMPTY, 0.0, started)
    if is_small_talk(question):
        return _nothing(question, language, Reason.SMALL_TALK, 0.0, started)
    query = searcher.understand(question, now)
    found = searcher.search(query, _PASSAGES_FOUND)
    selection = read_passages(searcher, reader, query, found[:PASSAGES_READ])
    evidence = weigh(searcher, query, found[:PASSAGES_READ], selection)
    probability = confidence(evidence)
    articles = [quote.passage.article for quote in selection.quotes]
    unsaid = unsaid_premises(question, query.asked, articles)
    status = status_of(probability, unsaid, evidence.read)
    if status is Status.NOT_FOUND:
        # A name or two are no sentence for a model to understand.
        named = _saying_every_word(found, query)
        if named is None:
            return _nothing(question, language, Reason.NO_EVIDENCE, probability, started)
        status = Status.RELATED
        selection = read_passages(searcher, reader, query, [named])
    citations = _cite(selection.quotes)
    said = " ".join(f"{citation.quote} [{citation.number}]" for citation in citations)
    return Answer(
        question=question,
        language=language,
        status=status,
        confidence=probability,
        text=said if status is Status.ANSWERED else f"{texts.RELATED[language]} {said}",
        citations=citations,
        as_of=max(citation.published[:10] for citation in citations),
        elapsed_ms=round(milliseconds_since(started)),
    )


def _saying_every_word(found: Sequence[Passage], query: Query) -> Passage | None:
    """Return the first passage in which, with the title, each term of the question stands.

    A passage in the other language says what is nothing but names by their sounds. A question of
    one term is enough; one term beside function words («what about Homs») is not, unless it may be
    a name and news of it is asked for.
    """
    said = words(query.text)
    asks_news = not _ASKS_NEWS.isdisjoint(said)
    terms = set(analyse(" ".join(word for word in said if word not in _ASKS_NEWS)))
    is_named = terms <= set(analyse(" ".join(query.names)))
    if not terms or (len(terms) == 1 < len(said) and not (asks_news and is_named)):
        return None
    least = 0.0 if asks_news else _LEAST_SAID
    saying = (
        passage
        for passage in found
        if (is_named and passage.names >= _NAMED)
        or (
            passage.words >= least
            and terms <= set(analyse(f"{passage.article.title}\n{passage.text}"))
        )
    )
    return next(saying, None)


def _cite(quotes: Sequence[Quote]) -> tuple[Citation, ...]:
    return tuple(
        Citation(
            number=number,
            article_id=quote.passage.article.id,
            title=quote.passage.article.title,
            url=quote.passage.article.url,
            source=quote.passage.article.source,
            published=quote.passage.article.published,
            language=quote.passage.article.language,
            start=quote.span.start,
            end=quote.span.end,
            quote=quote.text,
            also=quote.passage.also,
        )
        for number, quote in enumerate(quotes, 1)
    )


def _nothing(
    question: str, language: Language, reason: Reason, probability: float, started: float
) -> Answer:
    return Answer(
        question=question,
        language=language,
        status=Status.NOT_FOUND,
        confidence=probability,
        text=_said(question, language, reason),
        reason=reason,
        elapsed_ms=round(milliseconds_since(started)),
    )


def _said(question: str, language: Language, reason: Reason) -> str:
    match reason:
        case Reason.EMPTY:
            return texts.EMPTY[language]
        case Reason.SMALL_TALK:
            return reply_to(question, language)
        case Reason.NO_EVIDENCE:
            return texts.NOT_FOUND[language]
