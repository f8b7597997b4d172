"""Answers beside what would be right, and measures small enough to work out by hand."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from bot.answering.answer import Answer, Citation, Reason, Status
from bot.answering.evaluation import (
    ALL,
    Outcome,
    ask_all,
    calibration_error,
    evaluate,
    judge,
    outcome_row,
)
from bot.answering.library import Library
from bot.answering.scorecard import as_text
from corpus.article import Article
from index.building import build_index
from index.encoding import Encoder
from index.questions import NEAR_MISS, JudgedQuestion
from index.scores import auroc

TEXTS = {
    "dam": "The dam broke in May. Nobody was hurt. It held 7,5 million tonnes. It will be rebuilt.",
    "sadd": "انهار السدّ في أيّار.",
    "bank": "",
}


def cite(article_id: str, quote: str, *, shift: int = 0) -> Citation:
    start = TEXTS[article_id].index(quote) + shift
    end = start + len(quote)
    return Citation(1, article_id, "", "", "", "", "en", start, end, quote)


def answer(*citations: Citation, confidence: float = 0.9, elapsed_ms: int = 10) -> Answer:
    status = Status.ANSWERED if citations else Status.NOT_FOUND
    reason = None if citations else Reason.NO_EVIDENCE
    return Answer("?", "en", status, confidence, "", citations, "", reason, elapsed_ms)


MAY = cite("dam", "The dam broke in May.")
HURT = cite("dam", "Nobody was hurt.")
AYYAR = cite("sadd", TEXTS["sadd"])


def asked(**known: object) -> JudgedQuestion:
    return JudgedQuestion.model_validate({"id": "1", "question": "?", **known})


def test_every_group_needs_one_of_its_strings_in_the_quotes() -> None:
    question = asked(must=[["april", "may"], ["hurt", "injured"]], relevant=["dam"])
    outcome = judge(question, answer(MAY, HURT), TEXTS)
    assert (outcome.in_quotes, outcome.in_first, outcome.cited) == (True, False, True)
    outcome = judge(question, answer(MAY), TEXTS)
    assert (outcome.in_quotes, outcome.in_first, outcome.first_answers) == (False, False, False)


def test_strings_are_compared_folded() -> None:
    outcome = judge(asked(must=["السد في ايار"]), answer(AYYAR), TEXTS)
    assert outcome.in_first is True


def test_gold_answers_of_either_language_serve() -> None:
    question = asked(answers={"en": ["May"], "ar": ["أيار"]}, relevant={"en": "dam", "ar": "gone"})
    assert judge(question, answer(AYYAR), TEXTS).in_first is True
    outcome = judge(question, answer(HURT), TEXTS)
    assert (outcome.in_first, outcome.cited) == (False, True)


def test_what_is_excluded_counts_in_the_first_quote_only() -> None:
    question = asked(must=["hurt"], must_not=["may"])
    outcome = judge(question, answer(HURT, MAY), TEXTS)
    assert (outcome.excluded, outcome.first_answers) == (False, True)
    outcome = judge(question, answer(MAY, HURT), TEXTS)
    assert (outcome.excluded, outcome.first_answers) == (True, False)


def test_what_the_question_does_not_say_is_not_known() -> None:
    outcome = judge(asked(relevant=["dam"]), answer(AYYAR), TEXTS)
    assert (outcome.in_quotes, outcome.excluded, outcome.first_answers) == (None, None, None)
    assert outcome.cited is False
    outcome = judge(asked(answerable=False), answer(MAY), TEXTS)
    assert (outcome.answerable, outcome.in_quotes, outcome.cited) == (False, None, None)
    assert outcome.first_answers is False


def test_quotes_that_break_a_promise_are_counted() -> None:
    shifted = cite("dam", "Nobody was hurt.", shift=1)
    long = cite("dam", "The dam broke in May. Nobody was hurt. It held 7,5 million tonnes.")
    outcomes = [
        judge(asked(must=["May"]), answer(MAY, shifted, long), TEXTS),
        judge(asked(must=["May"]), answer(MAY, MAY, MAY, MAY), TEXTS),
    ]
    checked = evaluate(outcomes).quotes
    assert (checked.quotes, checked.inexact, checked.too_long) == (7, 1, 1)
    assert checked.answers_with_too_many == 1


def outcomes() -> list[Outcome]:
    """Return five outcomes with confidences of .95, .85, .85, .25 and 0."""
    known = [
        (asked(must=["May"], kind="plain"), answer(MAY, confidence=0.95)),
        (asked(must=["hurt"], kind="plain"), answer(confidence=0.25)),
        (asked(answerable=False, kind=NEAR_MISS), answer(MAY, confidence=0.85)),
        (asked(relevant=["gone"]), answer(HURT, confidence=0.85)),
        (
            asked(answerable=False, kind="chatter"),
            Answer("hi", "en", Status.NOT_FOUND, 0.0, "", reason=Reason.SMALL_TALK),
        ),
    ]
    return [judge(*pair, TEXTS) for pair in known]


def test_groups_and_rates() -> None:
    evaluation = evaluate(outcomes())
    groups = {scores.group: scores for scores in evaluation.groups}
    assert {name: scores.questions for name, scores in groups.items()} == {
        "plain": 2,
        NEAR_MISS: 1,
        "chatter": 1,
        "answerable": 2,
        "near misses": 1,
        "far misses": 2,
        "asked in en": 5,
        ALL: 5,
    }
    assert groups["plain"].measures["must_in_first"] == pytest.approx(1 / 2)
    assert groups["plain"].measures["first_answers_answered"] == 1
    everything = groups[ALL].measures
    assert everything["answered"] == pytest.approx(3 / 5)
    assert everything["false_answers_near"] == 1
    assert everything["false_answers_far"] == pytest.approx(1 / 2)
    assert everything["false_refusals"] == pytest.approx(1 / 2)
    assert evaluation.without_relevant == 1
    assert (evaluation.elapsed_ms.p50, evaluation.elapsed_ms.p95) == (10, 10)


def test_confidence_is_measured_where_it_was_estimated() -> None:
    measures = evaluate(outcomes()).groups[-1].measures
    # .95 beats both misses at .85, .25 beats neither: two of four pairs, one of two each.
    assert measures["auroc"] == pytest.approx(2 / 4)
    assert measures["auroc_far"] == pytest.approx(1 / 2)
    assert measures["auroc_near"] == pytest.approx(1 / 2)
    # Bins: .95 with one that happened, .85 twice with none, .25 with one that happened.
    assert measures["calibration_error_answerable"] == pytest.approx((0.05 + 1.7 + 0.75) / 4)
    assert measures["calibration_error_answerable_far"] == pytest.approx((0.05 + 0.85 + 0.75) / 3)
    # The one at .25 quoted nothing, so its first quote does not answer.
    assert measures["calibration_error_first_quote"] == pytest.approx((0.05 + 1.7 + 0.25) / 4)


def test_without_misses_there_is_nothing_to_tell_apart() -> None:
    scores = evaluate(outcomes()[:2]).groups[-1]
    assert "auroc" not in scores.measures
    assert "false_answers_far" not in scores.measures
    assert "AUROC" not in as_text(evaluate(outcomes()[:2]))


def test_a_repeated_evaluation_gives_the_same_intervals() -> None:
    assert evaluate(outcomes()) == evaluate(outcomes())


def test_auroc_is_that_of_scikit_learn_with_ties_and_weights() -> None:
    random = np.random.default_rng(1)
    confidence = random.integers(10, size=200) / 10
    event = random.random(200) < confidence
    counts = random.integers(3, size=200).astype(float)
    expected = roc_auc_score(event, confidence, sample_weight=counts)
    assert auroc(confidence, event, counts) == pytest.approx(expected)


def test_calibration_error_of_a_bin_is_that_of_its_means() -> None:
    confidence = np.array([0.61, 0.69, 0.1, 1.0])
    event = np.array([True, False, False, True])
    counts = np.array([1.0, 1.0, 2.0, 0.0])
    assert calibration_error(confidence, event, counts) == pytest.approx(
        2 / 4 * (0.65 - 0.5) + 2 / 4 * 0.1
    )


def test_answers_of_a_library_are_judged_in_order(tmp_path: Path, word_encoder: Encoder) -> None:
    articles = [Article(id_, text, "en") for id_, text in TEXTS.items() if text]
    build_index(articles, tmp_path, word_encoder)
    questions = [
        JudgedQuestion(id="2", question="The dam broke in May.", relevant=["dam"], must=[["May"]]),
        JudgedQuestion(id="1", question="thanks", answerable=False),
    ]
    done: list[int] = []
    first, second = ask_all(questions, Library(tmp_path, word_encoder), done.append)
    assert done == [1, 2]
    assert first.inexact == 0
    row = outcome_row(first)
    assert (row["id"], row["answerable"], row["relevant"]) == ("2", True, ["dam"])
    assert [quote["quote"] for quote in row["quotes"]] == [
        citation.quote for citation in first.answer.citations
    ]
    assert (second.answer.reason, second.answerable) == (Reason.SMALL_TALK, False)
