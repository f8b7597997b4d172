import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.__main__ import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.jsonl").write_text(
        '{"id": "a", "text": "قال نعم."}\n'
        "broken\n"
        '{"id": "b", "text": "Yes.", "published": "soon"}\n',
        encoding="utf-8",
    )
    return folder


def test_read_prints_articles_and_rejects(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rejects = tmp_path / "rejects.jsonl"
    assert main(["read", str(folder), "--rejects", str(rejects)]) == 0
    out, err = capsys.readouterr()
    articles = [json.loads(line) for line in out.splitlines()]
    assert [article["id"] for article in articles] == ["a", "b"]
    assert list(articles[0]) == ["id", "text", "language", "title", "url", "source", "published"]
    assert "قال نعم." in out
    file = folder / "a.jsonl"
    first, second, summary = err.splitlines()
    assert first.startswith(f"{file}:2: bad-syntax: not JSON")
    assert second.startswith(f"{file}:3: bad-date: ")
    assert summary == "2 articles, 1 rejected, 1 field left empty (see above)"
    listed = [json.loads(line) for line in rejects.read_text(encoding="utf-8").splitlines()]
    assert [list(reject) for reject in listed] == [["file", "line", "reason", "detail"]] * 2
    assert [reject["line"] for reject in listed] == [2, 3]


def test_nothing_to_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("The one story.", encoding="utf-8")
    assert main(["read", str(tmp_path)]) == 0
    assert capsys.readouterr().err == "1 article, 0 rejected\n"


def test_a_full_disk_is_an_error_in_one_line(folder: Path) -> None:
    command = [sys.executable, "-m", "corpus", "read", str(folder)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last == "sanad-corpus: the output cannot be written: No space left on device"


def test_missing_path_is_an_error_after_the_rest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", "nowhere", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 2
    assert err.startswith("nowhere: missing: ")


def test_no_article_is_an_error_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(tmp_path)]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert str(tmp_path) in line
    assert ".jsonl" in line


def test_rejects_file_must_not_be_read_itself(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["read", str(folder), "--rejects", str(folder / "rejects.jsonl")])
    assert caught.value.code == 2
    assert "--rejects" in capsys.readouterr().err


def test_rejects_file_that_cannot_be_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(folder), "--rejects", str(tmp_path / "no" / "x.jsonl")]) == 1
    assert "x.jsonl: No such file" in capsys.readouterr().err


def run(*arguments: str) -> list[str]:
    return [sys.executable, "-X", "importtime", "-m", "corpus", *arguments]


def test_help_imports_no_library_of_a_format() -> None:
    done = subprocess.run(run("--help"), capture_output=True, text=True, check=True)
    for library in ("trafilatura", "lxml", "yaml", "pydantic", "dateparser"):
        assert f" {library}\n" not in done.stderr


def test_closed_pipe_is_no_error(tmp_path: Path) -> None:
    records = (json.dumps({"text": f"Story {n}. " * 50}) for n in range(2_000))
    (tmp_path / "a.jsonl").write_text("\n".join(records), encoding="utf-8")
    command = [sys.executable, "-m", "corpus", "read", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
