"""An evaluation of answers in, the tables that `sanad eval` prints out."""

from bot.answering.evaluation import MOST_SENTENCES, AnswerEvaluation
from bot.answering.quotes import MOST_QUOTES
from index.scores import cell, table

_SHARES = {
    "answered": "answered",
    "related": "related",
    "not_found": "not_found",
    "must_in_quotes": "must",
    "must_in_first": "must in 1st",
    "must_not_in_first": "must_not in 1st",
    "first_answers_answered": "right, if answered",
    "article_cited": "article",
}
_CONFIDENCE = {
    "auroc": "AUROC",
    "auroc_far": "AUROC, far misses",
    "auroc_near": "AUROC, near misses",
    "calibration_error_answerable": "calibration error, answerable",
    "calibration_error_answerable_far": "the same without near misses",
    "calibration_error_first_quote": "calibration error, first quote answers",
    "false_answers_far": "false answers, far misses",
    "false_answers_near": "false answers, near misses",
    "false_refusals": "false refusals",
}


def as_text(evaluation: AnswerEvaluation) -> str:
    """Return the shares of each group, the quality of the confidence, and the check of quotes."""
    known = {name for one in evaluation.groups for name in one.measures}
    columns = {name: title for name, title in _SHARES.items() if name in known}
    shares = [
        [one.group, str(one.questions), *(cell(one, name) for name in columns)]
        for one in evaluation.groups
    ]
    estimated = [one for one in evaluation.groups if "calibration_error_answerable" in one.measures]
    figures = [
        [title, *(cell(one, name, interval=True) for one in estimated)]
        for name, title in _CONFIDENCE.items()
        if name in known
    ]
    quotes = evaluation.quotes
    tables = [
        table([["group", "questions", *columns.values()], *shares]),
        table([["confidence", *(one.group for one in estimated)], *figures]),
    ]
    return "\n\n".join(tables) + (
        f"\n\n{quotes.quotes} quotes: {quotes.inexact} not the article's own characters, "
        f"{quotes.too_long} of more than {MOST_SENTENCES} sentences; "
        f"{quotes.answers_with_too_many} answers with more than {MOST_QUOTES} quotes\n"
        f"answering a question {evaluation.elapsed_ms}"
    )
