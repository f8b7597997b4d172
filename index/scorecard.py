"""What rankings found in, the tables and the JSON that `sanad-index eval` prints out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from index.evaluation import MEASURES, Evaluation, Finding, differences, evaluate
from index.scores import GroupScores, cell, table

_NAMES = [str(measure) for measure in MEASURES]
_HEADLINE = _NAMES[0]
_WITH_INTERVAL = (_HEADLINE, _NAMES[-1])


def as_text(findings: Mapping[str, Sequence[Finding]]) -> str:
    """Return the table of one ranking; of several, how they compare."""
    evaluations = {name: evaluate(found) for name, found in findings.items()}
    if len(evaluations) > 1:
        return f"{_comparison(evaluations)}\n\n{_gains(findings)}"
    [only] = evaluations.values()
    rows = [[one.group, str(one.questions), *_cells(one)] for one in only.groups]
    return (
        f"{table([['group', 'questions', *_NAMES], *rows])}\n\n"
        f"understanding a question {only.understand_ms}; searching {only.search_ms}"
    )


def as_record(findings: Mapping[str, Sequence[Finding]]) -> dict[str, Any]:
    """Return the scores of one ranking as JSON has them; of several, by name, and compared."""
    records = {name: asdict(evaluate(found)) for name, found in findings.items()}
    if len(records) > 1:
        gains = {name: asdict(gain) for name, gain in _differences(findings).items()}
        return {"configurations": records, "differences": gains}
    [only] = records.values()
    return only


def _comparison(evaluations: Mapping[str, Evaluation]) -> str:
    by_group = zip(*(evaluation.groups for evaluation in evaluations.values()), strict=True)
    headline = [
        [
            each[0].group,
            str(each[0].questions),
            *(cell(one, _HEADLINE, interval=True) for one in each),
        ]
        for each in by_group
    ]
    totals = [
        [name, *_cells(evaluation.groups[-1]), str(evaluation.search_ms)]
        for name, evaluation in evaluations.items()
    ]
    return (
        f"{table([[_HEADLINE, 'questions', *evaluations], *headline])}\n\n"
        f"{table([['all', *_NAMES, 'searching'], *totals])}"
    )


def _gains(findings: Mapping[str, Sequence[Finding]]) -> str:
    rows = [
        [name, *(cell(gain, measure, interval=True, sign="+") for measure in _WITH_INTERVAL)]
        for name, gain in _differences(findings).items()
    ]
    return table([[f"against «{next(iter(findings))}»", *_WITH_INTERVAL], *rows])


def _differences(findings: Mapping[str, Sequence[Finding]]) -> dict[str, GroupScores]:
    """Return how the others differ from the first."""
    (_, baseline), *others = findings.items()
    return {name: differences(found, baseline) for name, found in others}


def _cells(scores: GroupScores) -> Iterable[str]:
    return (cell(scores, name, interval=name in _WITH_INTERVAL) for name in _NAMES)
