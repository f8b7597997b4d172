"""Questions with the articles that answer them in, retrieval measures out.

Articles are ranked by the best passage that they have, or that names them as another report of the
same; one article a rank, and measured through ir-measures:
Success@k is the share of questions with a right article among the first k, RR@10 the mean of
1/rank of the first right one, 0 beyond rank 10.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, Qrel, ScoredDoc, Success

from corpus.article import Language
from index.questions import JudgedQuestion
from index.search import Searcher

MEASURES = (Success @ 1, Success @ 5, Success @ 10, RR @ 10)
ALL = "all"

_PASSAGES = 100  # enough for ten different articles


@dataclass(frozen=True, slots=True)
class Scores:
    """The measures of a group of questions, by name."""

    group: str
    questions: int
    measures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by direction (question language → article language), by kind, and of all.

    `without_relevant` counts the questions none of whose relevant articles is in the index; they
    are in no group.
    """

    groups: list[Scores]
    without_relevant: int


@dataclass(frozen=True, slots=True)
class _Judged:
    """A question with its relevant articles in the index, and the articles found for it."""

    question: JudgedQuestion
    direction: str
    relevant: frozenset[str]
    found: dict[str, float]


def evaluate(
    questions: Iterable[JudgedQuestion],
    searcher: Searcher,
    progress: Callable[[int], None] = lambda done: None,
) -> Evaluation:
    """Return how well the searcher finds the relevant articles of the questions.

    Args:
        progress: told after each question how many are done.
    """
    languages = searcher.article_languages()
    judged = []
    left_out = 0
    for done, question in enumerate(questions, 1):
        relevant = question.relevant_ids & languages.keys()
        if relevant:
            judged.append(_judge(question, relevant, languages, searcher))
        else:
            left_out += 1
        progress(done)
    groups: dict[str, list[_Judged]] = defaultdict(list)
    for one in judged:
        groups[one.direction].append(one)
    for one in judged:
        if one.question.kind:
            groups[one.question.kind].append(one)
    named = [*groups.items(), (ALL, judged)] if judged else []
    return Evaluation([_scores(name, members) for name, members in named], left_out)


def _judge(
    question: JudgedQuestion,
    relevant: frozenset[str],
    languages: Mapping[str, Language],
    searcher: Searcher,
) -> _Judged:
    query = searcher.understand(question.question)
    found: dict[str, float] = {}
    for passage in searcher.search(query, _PASSAGES):
        listed = [passage.article.id, *(other.article_id for other in passage.also)]
        for id_ in relevant.intersection(listed) or listed[:1]:
            found.setdefault(id_, -passage.rank)
    asked = question.language or query.language
    written = "+".join(sorted({languages[id_] for id_ in relevant}))
    return _Judged(question, f"{asked}→{written}", relevant, found)


def _scores(group: str, judged: Sequence[_Judged]) -> Scores:
    # Numbered anew: the ids in a file of questions need not be unique.
    qrels = [Qrel(str(i), id_, 1) for i, one in enumerate(judged) for id_ in one.relevant]
    run = [
        ScoredDoc(str(i), id_, score)
        for i, one in enumerate(judged)
        for id_, score in one.found.items()
    ]
    values = ir_measures.calc_aggregate(MEASURES, qrels, run)
    return Scores(group, len(judged), {str(m): float(values[m]) for m in MEASURES})
