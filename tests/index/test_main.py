"""The command `sanad-index`, from its arguments to what it prints."""

import json
from pathlib import Path

import pytest

from index.__main__ import main
from index.evaluation import CONFIGURATIONS
from tests.conftest import WordEncoder


@pytest.fixture
def stories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of three stories; the encoder is the one made of words."""
    monkeypatch.setattr("index.encoding.DeferredEncoder", lambda *_: WordEncoder())
    monkeypatch.setenv("SANAD_INDEX", str(tmp_path / "index"))
    folder = tmp_path / "stories"
    folder.mkdir()
    for name in ("one", "two", "three"):
        (folder / f"{name}.txt").write_text(f"The story of {name} ends here.\n", encoding="utf-8")
    return folder


def build(stories: Path, *more: str) -> None:
    assert main(["build", "--corpus", str(stories), *more]) == 0


def last_line(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out.splitlines()[-1]


def test_a_build_ends_with_what_it_did(stories: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(stories)
    assert last_line(capsys).startswith("added 3, changed 0, removed 0, unchanged 0; ")
    (stories / "one.txt").write_text("The story of one was edited.\n", encoding="utf-8")
    (stories / "two.txt").unlink()
    (stories / "four.txt").write_text("The story of four begins.\n", encoding="utf-8")
    build(stories)
    assert last_line(capsys).startswith("added 1, changed 1, removed 1, unchanged 1; ")
    build(stories)
    out = capsys.readouterr().out
    assert "nothing changed since version" in out
    assert out.splitlines()[-1].startswith("added 0, changed 0, removed 0, unchanged 3; ")
    build(stories, "--full")
    assert "new version" in capsys.readouterr().out


def test_several_corpora_are_all_read(stories: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = (str(stories / f"{name}.txt") for name in ("one", "two"))
    assert main(["build", "--corpus", one, "--corpus", two]) == 0
    assert last_line(capsys).startswith("added 2, ")


def test_articles_that_gave_way_to_a_later_one_are_named(
    stories: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = stories.parent / "twice.jsonl"
    file.write_text(
        "".join(f'{{"id": "dam", "text": "The dam, report {n}."}}\n' for n in (1, 2, 3)),
        encoding="utf-8",
    )
    build(file)
    printed = capsys.readouterr().err
    assert f"{file}:1: replaced: dam: by that in {file}:2\n" in printed
    assert f"{file}:2: replaced: dam: by that in {file}:3\n" in printed
    assert "1 article, 2 rejected (see above)\n" in printed


def test_what_was_not_taken_is_also_listed_in_a_file(stories: Path, tmp_path: Path) -> None:
    file, rejects = stories.parent / "twice.jsonl", tmp_path / "rejects.jsonl"
    lines = ['{"id": "dam", "text": "One."}', "broken", '{"id": "dam", "text": "Two."}']
    file.write_text("\n".join(lines), encoding="utf-8")
    build(file, "--rejects", str(rejects))
    listed = [json.loads(line) for line in rejects.read_text(encoding="utf-8").splitlines()]
    assert [(one["line"], one["reason"]) for one in listed] == [(2, "bad-syntax"), (1, "replaced")]


def test_an_index_in_the_folder_of_the_articles_is_not_read_itself(
    stories: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for added, unchanged in ((3, 0), (0, 3)):
        build(stories, "--index", str(stories / "index"))
        printed = capsys.readouterr()
        assert f"added {added}, changed 0, removed 0, unchanged {unchanged}; " in printed.out
        assert "3 articles, 0 rejected\n" in printed.err
        assert "replaced" not in printed.err


def test_rollback_says_which_version_it_goes_back_to(
    stories: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def version() -> str:
        capsys.readouterr()
        assert main(["info", "--json"]) == 0
        known: str = json.loads(capsys.readouterr().out)["version"]
        return known

    build(stories)
    first = version()
    (stories / "one.txt").unlink()
    build(stories)
    second = version()
    assert main(["rollback"]) == 0
    assert f"back from version {second} to version {first}: 3 articles" in capsys.readouterr().out
    assert version() == first
    assert main(["rollback"]) == 1
    assert "There is no version before" in capsys.readouterr().err


def test_rollback_without_an_index_says_so_and_makes_no_directory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rollback", "--index", str(tmp_path / "none")]) == 1
    assert "There is no index" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


@pytest.fixture
def judged(stories: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file of questions on the stories, which are indexed."""
    monkeypatch.setattr("index.encoding.load_encoder", lambda *_: WordEncoder())
    articles = stories.parent / "articles.jsonl"
    articles.write_text(
        '{"id": "dam", "text": "The dam broke on Friday."}\n'
        '{"id": "bank", "text": "The bank closed."}\n',
        encoding="utf-8",
    )
    assert main(["build", "--corpus", str(articles)]) == 0
    file = stories.parent / "questions.jsonl"
    file.write_text(
        '{"id": "1", "question": "The dam broke", "relevant": ["dam"], "kind": "plain"}\n'
        '{"id": "2", "question": "The bank closed", "relevant": ["bank"]}\n'
        '{"id": "3", "question": "Who won?", "answerable": false}\n',
        encoding="utf-8",
    )
    return file


def test_eval_prints_a_table_and_writes_a_row_a_question(
    judged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = judged.with_name("rows.jsonl")
    assert main(["eval", "--questions", str(judged), "--per-question", str(rows)]) == 0
    out = capsys.readouterr().out
    [header] = [line for line in out.splitlines() if line.startswith("group")]
    assert header.split()[:3] == ["group", "questions", "Success@1"]
    assert "all            2  1.000 [1.00, 1.00]" in out
    assert "understanding a question p50 " in out
    assert "not asked, for lack of a relevant article in the index: 1" in out
    written = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row["rank"]) for row in written] == [("1", 1), ("2", 1)]


def test_eval_compares_configurations(judged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["eval", "--compare", "--questions", str(judged)]
    assert main(command) == 0
    out = capsys.readouterr().out
    assert "against «in use»" in out
    assert main([*command, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert list(record["configurations"]) == list(CONFIGURATIONS)
    assert list(record["differences"]) == list(CONFIGURATIONS)[1:]
    assert record["without_relevant"] == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('"answerable": false', 'no question names its "relevant" articles; a line is {"id"'),
        ('"relevant": ["gone"]', "None of the relevant articles"),
        ('"note": "?"', "nothing says what would be right; a line is {"),
    ],
)
def test_eval_says_what_is_missing(
    judged: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    judged.write_text(f'{{"id": "1", "question": "The dam", {line}}}\n', encoding="utf-8")
    assert main(["eval", "--questions", str(judged)]) == 1
    assert said in capsys.readouterr().err


def test_search_counts_from_the_day_that_is_given(
    stories: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("index.encoding.load_encoder", lambda *_: WordEncoder())
    build(stories)
    questions = stories / "questions.jsonl"
    questions.write_text(
        '{"id": "q", "question": "Which story is latest?", "now": "2024-07-03"}\n'
        '{"id": "r", "question": "Which story ended yesterday?", "now": "2024-07-03"}\n'
        '{"id": "s", "question": "Which story ended yesterday?"}\n',
        encoding="utf-8",
    )
    capsys.readouterr()
    for arguments, expected in (
        (
            ["--json", "--now", "2024-07-03", "Which story ended last month?"],
            [{"periods": [["2024-06-01", "2024-06-30"]], "wants_latest": False}],
        ),
        (
            ["--now", "2024-02-01", "--questions", str(questions)],
            [
                {"periods": [], "wants_latest": True},
                {"periods": [["2024-07-02", "2024-07-02"]], "wants_latest": False},
                {"periods": [["2024-01-31", "2024-01-31"]], "wants_latest": False},
            ],
        ),
    ):
        assert main(["search", *arguments]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [json.loads(line)["asked"] for line in lines] == expected
