"""Measures on a handful of questions, worked out by hand."""

from pathlib import Path

import pytest

from corpus.article import Article
from index.building import build_index
from index.encoding import Encoder
from index.evaluation import ALL, evaluate
from index.questions import JudgedQuestion
from index.search import open_searcher

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
    JudgedQuestion(id="5", question="hello"),
]


def test_measures_by_direction_and_kind(tmp_path: Path, word_encoder: Encoder) -> None:
    build_index(ARTICLES, tmp_path, word_encoder)
    done: list[int] = []
    result = evaluate(QUESTIONS, open_searcher(tmp_path, word_encoder), done.append)
    assert done == [1, 2, 3, 4, 5]
    assert result.without_relevant == 2
    groups = {scores.group: scores for scores in result.groups}
    assert list(groups) == ["en→en", "ar→ar", "plain", ALL]
    assert groups["ar→ar"].measures["Success@1"] == 1
    plain = groups["plain"]
    assert plain.questions == 2
    assert plain.measures == {
        "Success@1": pytest.approx(1 / 2),  # the dam first, the second bank behind the first
        "Success@5": 1,
        "Success@10": 1,
        "RR@10": pytest.approx((1 + 1 / 2) / 2),
    }
    assert groups[ALL].questions == 3


def test_no_question_with_a_relevant_article(tmp_path: Path, word_encoder: Encoder) -> None:
    build_index(ARTICLES, tmp_path, word_encoder)
    result = evaluate(QUESTIONS[3:], open_searcher(tmp_path, word_encoder))
    assert (result.groups, result.without_relevant) == ([], 2)
