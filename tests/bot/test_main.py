"""The command `sanad eval`, from its arguments to what it prints."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from corpus.article import Article
from index.building import build_index
from tests.conftest import WordEncoder


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file of questions on an article, which is indexed."""
    monkeypatch.setattr("index.encoding.load_encoder", lambda *_: WordEncoder())
    monkeypatch.setenv("SANAD_INDEX", str(tmp_path / "index"))
    build_index(
        [Article("dam", "The dam broke on Friday.", "en")], tmp_path / "index", WordEncoder()
    )
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": "1", "question": "The dam broke", "relevant": ["dam"], "must": ["Friday"]}\n'
        '{"id": "2", "question": "thanks", "answerable": false, "kind": "chatter"}\n'
        '{"id": "3", "question": "The bank", "relevant": ["gone"]}\n',
        encoding="utf-8",
    )
    return file


def test_eval_prints_tables_and_writes_a_row_a_question(
    judged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = judged.with_name("rows.jsonl")
    assert main(["eval", "--questions", str(judged), "--per-question", str(rows)]) == 0
    out = capsys.readouterr().out
    assert "chatter" in out
    assert "calibration error, answerable" in out
    assert "0 not the article's own characters" in out
    assert "1 questions count as unanswerable" in out
    written = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in written] == ["1", "2", "3"]
    assert [row["answerable"] for row in written] == [True, False, False]


def test_eval_prints_json(judged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--json", "--questions", str(judged)]) == 0
    evaluation = json.loads(capsys.readouterr().out)
    assert evaluation["groups"][-1]["group"] == "all"
    assert evaluation["groups"][-1]["questions"] == 3
    assert evaluation["quotes"]["inexact"] == 0
    assert evaluation["without_relevant"] == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "holds no question; a line is {"),
        ('{"id": "1", "question": "Who?"}', "nothing says what would be right; a line is {"),
    ],
)
def test_eval_says_what_is_missing(
    judged: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    judged.write_text(content, encoding="utf-8")
    assert main(["eval", "--questions", str(judged)]) == 1
    assert said in capsys.readouterr().err


def test_eval_without_an_index_builds_none(
    judged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    none = judged.with_name("none")
    assert main(["eval", "--index", str(none), "--questions", str(judged)]) == 1
    assert "There is no index" in capsys.readouterr().err
    assert not none.exists()
