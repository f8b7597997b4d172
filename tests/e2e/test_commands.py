"""The commands as a user runs them: processes, files, exit statuses."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

SAMPLE_QUESTION = "what is US policy on normalization with Assad"


def run(*words: str | Path, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m …` with its data directory under `data` and no other setting."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SANAD_")}
    return subprocess.run(
        [sys.executable, "-m", *map(str, words)],
        cwd=data,
        env=kept | {"XDG_DATA_HOME": str(data), "HOME": str(data)} | _cache() | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def _cache() -> dict[str, str]:
    from index.settings import model_cache

    return {"XDG_CACHE_HOME": str(model_cache().parent.parent)}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory in which the first question has been asked."""
    directory = tmp_path_factory.mktemp("data")
    first = run("bot", "ask", SAMPLE_QUESTION, data=directory)
    assert first.returncode == 0
    assert "will not normalize" in first.stdout
    assert "building one from the sample articles" in first.stderr
    return directory


def one(result: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert result.returncode == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_ask_gives_the_contracts_json(data: Path) -> None:
    answer = one(run("bot", "ask", "--json", SAMPLE_QUESTION, data=data))
    assert answer["question"] == SAMPLE_QUESTION
    assert answer["status"] == "answered"
    assert {"language", "confidence", "as_of", "text", "elapsed_ms"} <= answer.keys()
    assert answer["citations"][0].keys() == {
        "number", "article_id", "title", "url", "source",
        "published", "language", "start", "end", "quote", "also",
    }  # fmt: skip


def test_ask_answers_a_file_in_order(data: Path) -> None:
    questions = data / "questions.jsonl"
    rows = [
        {"id": "b", "question": "متى سقطت حكومة الأسد؟", "now": "2025-01-01", "extra": 1},
        {"id": "a", "question": "thanks"},
    ]
    questions.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = run("bot", "ask", "--questions", questions, data=data)
    assert result.returncode == 0
    first, second = map(json.loads, result.stdout.splitlines())
    assert (first["id"], first["status"]) == ("b", "answered")
    assert (second["id"], second["status"], second["reason"]) == ("a", "not_found", "small_talk")


def test_search_gives_the_contracts_json(data: Path) -> None:
    found = one(run("index", "search", "--json", "--top", "3", SAMPLE_QUESTION, data=data))
    assert found["language"] == "en"
    assert [passage["rank"] for passage in found["passages"]] == [1, 2, 3]
    assert found["passages"][0].keys() == {
        "rank", "score", "article_id", "title", "url", "source",
        "published", "language", "start", "end", "text", "also",
    }  # fmt: skip


def test_info_and_eval(data: Path) -> None:
    info = one(run("index", "info", "--json", data=data))
    assert info["articles"] == 32
    questions = data / "judged.jsonl"
    questions.write_text(
        json.dumps({"id": "1", "question": SAMPLE_QUESTION, "relevant": [_policy_article()]})
    )
    result = one(run("index", "eval", "--json", "--questions", questions, data=data))
    assert result["groups"][-1]["measures"]["Success@1"] == 1


def _policy_article() -> str:
    return "sample-2023-us-no-normalization"


def test_build_reports_what_it_took_and_what_not(data: Path, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("The dam broke.", encoding="utf-8")
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    index = tmp_path / "index"
    result = run("index", "build", "--corpus", tmp_path, "--index", index, data=data)
    assert result.returncode == 0
    assert "1 articles, 1 chunks" in result.stdout
    assert "bad.json" in result.stderr
    assert "1 article, 1 rejected (see above)" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["index", "search", "--index", "nowhere", "question"], "sanad-index build"),
        (["index", "info", "--index", "nowhere"], "sanad-index build"),
        (["index", "build", "--corpus", "nowhere"], "no article could be read"),
        (["bot", "ask", "--questions", "nowhere.jsonl"], "nowhere.jsonl cannot be read"),
        (["bot", "run"], "@BotFather"),
    ],
)
def test_errors_are_one_line_with_what_to_do(tmp_path: Path, words: list[str], said: str) -> None:
    result = run(*words, data=tmp_path)
    assert result.returncode == 1
    assert said in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("module", ["bot", "index", "corpus"])
def test_wrong_usage_is_status_2(tmp_path: Path, module: str) -> None:
    assert run(module, "no-such-command", data=tmp_path).returncode == 2


@pytest.mark.parametrize("module", ["bot", "index", "corpus"])
def test_help_imports_no_heavy_library(tmp_path: Path, module: str) -> None:
    code = (
        f"import sys; import {module}.__main__ as m\n"
        "try: m.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'sentence_transformers', 'faiss', 'telegram', 'numpy', 'pydantic'}\n"
        "sys.exit(str(heavy & sys.modules.keys()) if heavy & sys.modules.keys() else 0)"
    )
    started = time.monotonic()
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert result.returncode == 0, result.stderr
    assert time.monotonic() - started < 5  # a blink, on a machine that is busy with other tests


@pytest.mark.parametrize("module", ["bot", "index", "corpus"])
def test_ctrl_c_is_one_line_as_soon_as_arguments_are_read(tmp_path: Path, module: str) -> None:
    code = (
        f"import argparse, os, signal, time, {module}.__main__ as m\n"
        "def interrupted(*_, **__):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    time.sleep(10)\n"
        "argparse.ArgumentParser.add_subparsers = interrupted\n"
        "m.main(['--help'])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 130
    assert len(result.stderr.splitlines()) == 1
    assert ": interrupted" in result.stderr


def test_check_says_one_line_each(data: Path) -> None:
    result = run("bot", "check", data=data, SANAD_TELEGRAM_TOKN="1:x")
    lines = result.stdout.splitlines()
    assert result.returncode == 1
    assert [line[7:].split(":")[0].strip() for line in lines] == [
        "settings", "model", "reader", "index", "Bot API server", "token",
    ]  # fmt: skip
    assert "did you mean SANAD_TELEGRAM_TOKEN?" in lines[0]
    assert lines[1].startswith("ok")
    assert "32 articles" in lines[3]
    assert "@BotFather" in lines[5]


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    result = run("bot", "check", data=tmp_path, SANAD_MAX_WAITING="many")
    assert result.returncode == 1
    assert "SANAD_MAX_WAITING cannot be used" in result.stderr


def test_an_env_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"SANAD_INDEX=\xff\n")
    for module in ("bot", "index"):
        command = "check" if module == "bot" else "info"
        result = run(module, command, data=tmp_path)
        assert result.returncode == 1
        assert ".env cannot be read" in result.stderr
        assert "Traceback" not in result.stderr


def test_a_question_that_is_not_utf_8_is_read_as_far_as_it_is(data: Path) -> None:
    command = [sys.executable.encode(), b"-m", b"bot", b"ask", b"--json", b"Shayrat \xff"]
    environment = os.environ | {"XDG_DATA_HOME": str(data), "HOME": str(data)} | _cache()
    result = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert result.returncode == 0
    assert json.loads(result.stdout)["question"] == "Shayrat \ufffd"


def test_whoever_has_seen_enough_of_the_output_gets_no_traceback(data: Path) -> None:
    questions = data / "many.jsonl"
    questions.write_text('{"id": "1", "question": "thanks"}\n' * 2000, encoding="utf-8")
    environment = os.environ | {"XDG_DATA_HOME": str(data), "HOME": str(data)} | _cache()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--questions", str(questions)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as asking:
        assert asking.stdout
        assert asking.stderr
        asking.stdout.readline()
        asking.stdout.close()
        assert asking.stderr.read() == b""
    assert asking.returncode == 0
