"""The commands `sanad ask` and `sanad eval`, from their arguments to what they print."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from corpus.article import Article
from index.building import build_index
from index.encoding import Encoder
from tests.bridge import LATER, POST, WIRE
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


def test_an_answer_names_the_other_sources_of_a_report(
    tmp_path: Path,
    word_encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("index.encoding.load_encoder", lambda *_: word_encoder)
    build_index([POST, WIRE, LATER], tmp_path, word_encoder)
    ask = ["ask", "--index", str(tmp_path), POST.text.partition(".")[0]]
    assert main(ask) == 0
    assert "\n[1] post (Harbour Post, 2024-07-01) (also: Coast Wire)\n" in capsys.readouterr().out
    assert main([*ask, "--json"]) == 0
    [other] = json.loads(capsys.readouterr().out)["citations"][0]["also"]
    assert (other["article_id"], other["source"]) == ("wire", "Coast Wire")


@pytest.mark.parametrize(
    ("question", "reference"),
    [
        ("انهار السد", "[1] السد (وكالة المثال، 2024-07-01)"),
        ("The dam broke", "[1] The dam (Example Wire, 2024-07-02)"),
    ],
)
def test_a_reference_is_punctuated_as_its_language_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    question: str,
    reference: str,
) -> None:
    monkeypatch.setattr("index.encoding.load_encoder", lambda *_: WordEncoder())
    articles = [
        Article("ar", "انهار السد.", "ar", "السد", "", "وكالة المثال", "2024-07-01"),
        Article("en", "The dam broke.", "en", "The dam", "", "Example Wire", "2024-07-02"),
    ]
    build_index(articles, tmp_path, WordEncoder())
    assert main(["ask", "--index", str(tmp_path), question]) == 0
    assert reference in capsys.readouterr().out.splitlines()


def test_ask_takes_the_day_for_those_lines_of_a_file_that_have_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("index.encoding.load_encoder", lambda *_: WordEncoder())
    articles = [
        Article("may", "In a month the last dam broke: hill.", "en", published="2024-05-10"),
        Article("june", "In a month the last dam broke: plain.", "en", published="2024-06-10"),
    ]
    build_index(articles, tmp_path / "index", WordEncoder())
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"id": "1", "question": "The dam broke last month"}\n'
        '{"id": "2", "question": "The dam broke last month", "now": "2024-06-20"}\n',
        encoding="utf-8",
    )
    ask = ["ask", "--index", str(tmp_path / "index"), "--questions", str(questions)]
    assert main([*ask, "--now", "2024-07-03"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [a["citations"][0]["article_id"] for a in answers] == ["june", "may"]


def test_a_question_before_goes_with_one_question(
    judged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["ask", "--after", "Who?", "--questions", str(judged)])
    assert left.value.code == 2
    assert "--after goes with a QUESTION" in capsys.readouterr().err
