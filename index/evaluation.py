"""Questions with the articles that answer them in, retrieval measures out.

Articles are ranked by the best passage that they have, or that names them as another report of the
same; one article a rank, and measured through ir-measures:
Success@k is the share of questions with a right article among the first k, RR@10 the mean of
1/rank of the first right one, 0 beyond rank 10, and nDCG@10 also rewards the further right ones.
Success@100 says what is found at all: what a better order of the passages could reach at most.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from time import perf_counter
from typing import Any

import ir_measures
from ir_measures import RR, Qrel, ScoredDoc, Success, nDCG

from index.questions import JudgedQuestion
from index.ranking import RANKING, Ranking
from index.scores import GroupScores, Percentiles, mean_scores, milliseconds_since
from index.search import Query, Searcher

MEASURES = (Success @ 1, Success @ 5, Success @ 10, Success @ 100, RR @ 10, nDCG @ 10)
ALL = "all"

CONFIGURATIONS: Mapping[str, Ranking] = {
    "in use": RANKING,
    "without late interaction": replace(RANKING, late=0.0, dense=1.0),
    "without words": replace(RANKING, words=0.0),
    "without names": replace(RANKING, names=0.0),
    "without time": replace(RANKING, time=0.0),
    "late interaction only": Ranking(late=1.0, dense=0.0, words=0.0, names=0.0, time=0.0),
    "dense only": Ranking(late=0.0, dense=1.0, words=0.0, names=0.0, time=0.0),
    "words only": Ranking(late=0.0, dense=0.0, words=1.0, names=0.0, time=0.0),
    "dense and words": Ranking(late=0.0, dense=1.0, words=4.0, names=0.0, time=0.0),
}
"""What `sanad-index eval --compare` compares: the ranking in use, then with parts left out.

The last is what stacks without late interaction do; of words 1, 2, 4, 6, 8 and 12 the one that is
best for eval/newsroom (.63). For xquad-dev in Arabic it is 12 (.93 within the language; in use
.95)."""

IN_USE: Mapping[str, Ranking] = {"in use": RANKING}
_PASSAGES = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """What one ranking found for a question: articles with the scores of their best passages.

    `relevant` are those of its relevant articles that are in the index; at least one.
    """

    question: JudgedQuestion
    direction: str
    relevant: frozenset[str]
    found: dict[str, float]
    understand_ms: float
    search_ms: float

    @property
    def rank(self) -> int | None:
        """Return the rank of the first relevant article, counted from 1."""
        ranks = (rank for rank, id_ in enumerate(self.found, 1) if id_ in self.relevant)
        return next(ranks, None)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by direction (question language → article language), by kind, by half, and of all."""

    groups: list[GroupScores]
    understand_ms: Percentiles
    search_ms: Percentiles


def search_all(
    questions: Iterable[JudgedQuestion],
    searcher: Searcher,
    rankings: Mapping[str, Ranking] = IN_USE,
    progress: Callable[[int], None] = lambda done: None,
) -> dict[str, list[Finding]]:
    """Return what each ranking finds for those questions that have a relevant article in the index.

    Args:
        progress: told after each question how many are done.
    """
    languages = searcher.article_languages()
    findings: dict[str, list[Finding]] = {name: [] for name in rankings}
    for done, question in enumerate(questions, 1):
        relevant = question.relevant_ids & languages.keys()
        if relevant:
            started = perf_counter()
            query = searcher.understand(question.question, question.now)
            understand_ms = milliseconds_since(started)
            written = "+".join(sorted({languages[id_] for id_ in relevant}))
            direction = f"{question.language or query.language}→{written}"
            for name, ranking in rankings.items():
                found, search_ms = _search(searcher, query, ranking, relevant)
                findings[name].append(
                    Finding(question, direction, relevant, found, understand_ms, search_ms)
                )
        progress(done)
    return findings


def evaluate(findings: Sequence[Finding]) -> Evaluation:
    """Return how well the relevant articles were found, for at least one question."""
    groups: dict[str, list[dict[str, float]]] = defaultdict(list)
    values = _values(findings)
    named = [
        (f.direction, f.question.kind, f.question.half and f"half {f.question.half}")
        for f in findings
    ]
    for names in zip(*named, strict=True):  # all directions first, then all kinds, then the halves
        for name, own in zip(names, values, strict=True):
            if name:
                groups[name].append(own)
    return Evaluation(
        [mean_scores(name, members) for name, members in [*groups.items(), (ALL, values)]],
        Percentiles.of([finding.understand_ms for finding in findings]),
        Percentiles.of([finding.search_ms for finding in findings]),
    )


def differences(findings: Sequence[Finding], baseline: Sequence[Finding]) -> GroupScores:
    """Return by how much a ranking is better than another on the same questions, paired."""
    pairs = zip(_values(findings), _values(baseline), strict=True)
    return mean_scores(ALL, [{name: a[name] - b[name] for name in a} for a, b in pairs])


def finding_row(configuration: str, finding: Finding) -> dict[str, Any]:
    """Return a finding as a row for error analysis, with the first three articles found."""
    return {
        "id": finding.question.id,
        "question": finding.question.question,
        "kind": finding.question.kind,
        "direction": finding.direction,
        "configuration": configuration,
        "rank": finding.rank,
        "relevant": sorted(finding.relevant),
        "found": [
            {"article_id": id_, "score": round(score, 4)}
            for id_, score in islice(finding.found.items(), 3)
        ],
        "understand_ms": round(finding.understand_ms, 1),
        "search_ms": round(finding.search_ms, 1),
    }


def _search(
    searcher: Searcher, query: Query, ranking: Ranking, relevant: frozenset[str]
) -> tuple[dict[str, float], float]:
    started = perf_counter()
    passages = searcher.search(query, _PASSAGES, ranking)
    elapsed = milliseconds_since(started)
    found: dict[str, float] = {}
    for passage in passages:
        for id_ in relevant & passage.article_ids or [passage.article.id]:
            found.setdefault(id_, passage.score)
    return found, elapsed


def _values(findings: Sequence[Finding]) -> list[dict[str, float]]:
    """Return the measures of each question by name."""
    # Numbered anew: the ids in a file of questions need not be unique. Ranks stand for scores:
    # they know no ties.
    qrels = [Qrel(str(i), id_, 1) for i, one in enumerate(findings) for id_ in one.relevant]
    run = [
        ScoredDoc(str(i), id_, -rank)
        for i, one in enumerate(findings)
        for rank, id_ in enumerate(one.found)
    ]
    values: list[dict[str, float]] = [{str(m): 0.0 for m in MEASURES} for _ in findings]
    for metric in ir_measures.iter_calc(MEASURES, qrels, run):
        values[int(metric.query_id)][str(metric.measure)] = float(metric.value)
    return values
