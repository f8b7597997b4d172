"""The command that fits the constants of the confidence, and what it says of wrong input."""

import json
import re
from pathlib import Path

import pytest

from bot.answering.calibration import main
from corpus.reading import read_articles
from corpus.sample import sample_path
from corpus.terminal import DONE, FAILED
from index.building import build_index
from index.encoding import Encoder

# Question, a string of the right quote or None, half.
QUESTIONS = [
    ("How many cruise missiles hit Shayrat?", "59", "a"),
    ("كم صاروخاً أطلقته الولايات المتحدة على الشعيرات؟", "59", "b"),
    ("What is US policy on normalization with Assad?", "2,254,000", "a"),
    ("ما موقف واشنطن من التطبيع مع الأسد؟", "2,254,000", "b"),
    ("Who won the 2022 World Cup?", None, "a"),
    ("من فاز بكأس العالم 2022؟", None, "b"),
    ("How is falafel made?", None, "a"),
    ("كيف تُصنع الفلافل؟", None, "b"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, bundled_encoder: Encoder) -> Path:
    folder = tmp_path_factory.mktemp("calibration") / "sample"
    build_index(list(read_articles([sample_path()], lambda _: None)), folder, bundled_encoder)
    return folder


def write(questions: Path, only: slice) -> Path:
    lines = [
        {"id": str(number), "question": question, "half": half}
        | ({"must": [holds], "relevant": ["sample-2017-shayrat-strike"]} if holds else {})
        | ({} if holds else {"answerable": False})
        for number, (question, holds, half) in enumerate(QUESTIONS)
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines[only])
    questions.write_text(text, encoding="utf-8")
    return questions


def test_what_is_fitted_stands_as_in_the_code(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = write(tmp_path / "questions.jsonl", slice(None))
    assert main(["--unread", f"{index}={questions}"]) == DONE
    held, quoted, *report = capsys.readouterr().out.splitlines()
    for line, name, features in ((held, "HELD", 5), (quoted, "QUOTED", 3)):
        assert line.startswith(f"{name} = Logistic(")
        assert len(re.findall(r"-?\d+\.\d\d", line)) == 1 + features
    [row] = [line.split() for line in report if line.startswith("all ")]
    assert (row[0], row[1], row[3]) == ("all", str(len(QUESTIONS)), "nan"), "no near misses"
    assert all(0 <= float(value) <= 1 for value in (row[2], row[4]))
    kinds = re.findall(r" ([+-]) +(\d+) ", "\n".join(report))
    assert kinds == [("+", "2"), ("-", "2")] * 2, "Arabic, then English"


def test_with_the_reader_bounds_are_laid_out(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = write(tmp_path / "questions.jsonl", slice(None))
    assert main([f"{index}={questions}"]) == DONE
    first, *report = capsys.readouterr().out.splitlines()
    assert re.match(r"QUOTED_AND_READ = Logistic\(-?\d", first)
    groups = re.findall(r"(\d) is sample .* (\+|far) \((\d)\)", "\n".join(report))
    assert [(number, kind, size) for number, kind, size in groups] == [
        (str(number), kind, "2") for number, kind in enumerate(["+", "far"] * 2)
    ]
    rows = [line.split() for line in report if re.match(r" +0\.\d\d +-(inf|\d)", line)]
    shares = [[float(share) for share in row[2:]] for row in rows]
    assert all(len(row) == len(groups) for row in shares)
    by_confidence = [row for row, words in zip(shares, rows, strict=True) if words[1] == "-inf"]
    for column in zip(*by_confidence, strict=True):
        assert list(column) == sorted(column, reverse=True), "the higher, the fewer"


def test_halves_of_one_kind_are_said_to_be_too_few(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = write(tmp_path / "questions.jsonl", slice(4))
    assert main(["--unread", f"{index}={questions}"]) == FAILED
    assert "Each half of the questions needs" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("pair", "named"),
    [
        ("nowhere", "'nowhere' is not like INDEX=QUESTIONS.jsonl"),
        ("=questions.jsonl", "'=questions.jsonl' is not like"),
        ("index=", "'index=' is not like"),
        ("index=file.jsonl:x", "'x' is not a whole number above 0"),
    ],
)
def test_a_pair_that_is_none(pair: str, named: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([pair])
    assert named in capsys.readouterr().err


def test_an_index_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = write(tmp_path / "questions.jsonl", slice(1))
    assert main([f"{tmp_path / 'none'}={questions}"]) == FAILED
    assert "There is no index in" in capsys.readouterr().err
