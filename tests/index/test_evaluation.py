"""Measures on a handful of questions, worked out by hand."""

from math import log2
from pathlib import Path

import pytest

from corpus.article import Article
from index.building import build_index
from index.encoding import Encoder
from index.evaluation import (
    ALL,
    CONFIGURATIONS,
    differences,
    evaluate,
    finding_row,
    search_all,
)
from index.questions import JudgedQuestion
from index.search import Searcher, open_searcher

ARTICLES = [
    Article("bank", "The bank closed its branches.", "en"),
    Article("bank-2", "The bank closed.", "en"),
    Article("dam", "The dam broke on Friday.", "en"),
    Article("sadd", "انهار السد يوم الجمعة.", "ar"),
]
QUESTIONS = [
    JudgedQuestion(id="1", question="The dam broke on Friday.", relevant=["dam"], kind="plain"),
    JudgedQuestion(
        id="2", question="The bank closed its branches.", relevant=["bank-2"], kind="plain"
    ),
    JudgedQuestion(id="3", question="انهار السد", relevant={"ar": "sadd", "en": "not-here"}),
    JudgedQuestion(id="4", question="The dam broke", relevant=["not-here"]),
    JudgedQuestion(id="5", question="hello", answerable=False),
]


@pytest.fixture
def searcher(tmp_path: Path, word_encoder: Encoder) -> Searcher:
    build_index(ARTICLES, tmp_path, word_encoder)
    return open_searcher(tmp_path, word_encoder)


def test_measures_by_half(searcher: Searcher) -> None:
    halves = [QUESTIONS[0].model_copy(update={"half": "b"}), *QUESTIONS[1:]]
    [findings] = search_all(halves, searcher).values()
    groups = {scores.group: scores for scores in evaluate(findings).groups}
    assert groups["half b"].questions == groups["half b"].measures["Success@1"] == 1
    assert "half a" not in groups


def test_measures_by_direction_and_kind(searcher: Searcher) -> None:
    done: list[int] = []
    [findings] = search_all(QUESTIONS, searcher, progress=done.append).values()
    assert done == [1, 2, 3, 4, 5]
    assert [finding.question.id for finding in findings] == ["1", "2", "3"]
    groups = {scores.group: scores for scores in evaluate(findings).groups}
    assert list(groups) == ["en→en", "ar→ar", "plain", ALL]
    assert groups["ar→ar"].measures["Success@1"] == 1
    plain = groups["plain"]
    assert plain.questions == 2
    assert plain.measures == {
        "Success@1": pytest.approx(1 / 2),  # the dam first, the second bank behind the first
        "Success@5": 1,
        "Success@10": 1,
        "Success@100": 1,
        "RR@10": pytest.approx((1 + 1 / 2) / 2),
        "nDCG@10": pytest.approx((1 + 1 / log2(3)) / 2),
    }
    # One resample in four draws one of the two questions twice.
    assert plain.intervals["Success@1"] == pytest.approx((0, 1))
    assert plain.intervals["Success@5"] == pytest.approx((1, 1))
    assert groups[ALL].questions == 3


def test_either_languages_article_counts_in_a_mixed_collection(searcher: Searcher) -> None:
    both = JudgedQuestion(id="1", question="انهار السد", relevant={"ar": "sadd", "en": "dam"})
    [findings] = search_all([both], searcher).values()
    [finding] = findings
    assert finding.direction == "ar→ar+en"
    assert finding.rank == 1


def test_no_question_with_a_relevant_article(searcher: Searcher) -> None:
    assert search_all(QUESTIONS[3:], searcher, CONFIGURATIONS) == {
        name: [] for name in CONFIGURATIONS
    }


def test_configurations_are_compared_on_the_same_questions(searcher: Searcher) -> None:
    questions = [
        JudgedQuestion(id="1", question="The dam broke", relevant=["dam"]),
        JudgedQuestion(id="2", question="dam", language="ar", relevant=["sadd"]),
    ]
    findings = search_all(questions, searcher, CONFIGURATIONS)
    ranks = {name: [one.rank for one in found] for name, found in findings.items()}
    assert ranks["dense only"][0] == ranks["words only"][0] == 1
    assert ranks["dense only"][1] is not None  # meaning puts every article in some place
    assert ranks["words only"][1] is None
    gain = differences(findings["words only"], findings["dense only"])
    assert gain.measures["Success@100"] == pytest.approx((0 - 1) / 2)
    assert gain.measures["Success@1"] == pytest.approx(0)


def test_a_row_for_error_analysis(searcher: Searcher) -> None:
    [findings] = search_all(QUESTIONS[1:2], searcher).values()
    row = finding_row("in use", findings[0])
    scores = [found["score"] for found in row.pop("found")]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    assert row.pop("understand_ms") >= 0
    assert row.pop("search_ms") >= 0
    assert row == {
        "id": "2",
        "question": "The bank closed its branches.",
        "kind": "plain",
        "direction": "en→en",
        "configuration": "in use",
        "rank": 2,
        "relevant": ["bank-2"],
    }
