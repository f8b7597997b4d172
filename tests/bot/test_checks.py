"""The check says of each thing whether it is in place, and else what is wrong and what to do."""

from pathlib import Path

import pytest

from bot.checks import check
from bot.settings import BotSettings
from bot.telegram.check import CheckLine
from index.encoding import BUNDLED
from index.reader_weights import WEIGHTS_FILE


def line_on(subject: str, directory: Path, model: str) -> CheckLine:
    settings = BotSettings(index=directory, model=model)
    [line] = [line for line in check(settings) if line.subject == subject]
    return line


def test_a_model_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    line = line_on("model", tmp_path, str(tmp_path))
    assert (line.ok, line.detail) == (True, f"{tmp_path} (in {tmp_path})")


@pytest.mark.parametrize("name", ["{}", "{}/gone", "./gone", "models/gone", "no-such-model"])
def test_a_model_that_is_not_there(tmp_path: Path, name: str) -> None:
    model = name.format(tmp_path)
    line = line_on("model", tmp_path, model)
    assert not line.ok
    assert line.detail.startswith(f"The model {model} is neither a folder with a model nor in ")
    assert "SANAD_MODEL" in line.detail
    assert "sanad-index build" in line.detail


def test_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = line_on("reader", tmp_path, BUNDLED)
    assert (line.ok, line.detail[:14]) == (True, "whole, SHA-256")
    line = line_on("reader", tmp_path, "another")
    assert (line.ok, line.detail) == (True, "none: it reads with the bundled model only")
    monkeypatch.setattr("bot.checks.BUNDLED_READER", tmp_path)
    line = line_on("reader", tmp_path, BUNDLED)
    assert (line.ok, line.detail) == (True, "none comes with this installation")
    (tmp_path / WEIGHTS_FILE).write_bytes(b"")
    line = line_on("reader", tmp_path, BUNDLED)
    assert not line.ok
    assert "Reinstall Sanad" in line.detail


def test_a_setting_of_no_known_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANAD_TELEGRAM_TOKN", "1:x")
    monkeypatch.setenv("SANAD_ZZZZ", "1")
    line = next(check(BotSettings(index=tmp_path)))
    assert (line.subject, line.ok) == ("settings", False)
    assert line.detail == (
        "SANAD_TELEGRAM_TOKN is no setting; did you mean SANAD_TELEGRAM_TOKEN?; "
        "SANAD_ZZZZ is no setting; README.md lists those there are"
    )
