"""What README.md says is held against what is there."""

import re
from pathlib import Path

from bot.settings import BotSettings
from index.questions import read_judged
from index.ranking import RANKING
from index.settings import PREFIX

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_settings_table_is_that_of_the_settings_class() -> None:
    rows = re.findall(r"^\| `(SANAD_\w+)` \| (.*?) \| (.*?) \|$", README, re.MULTILINE)
    expected = {
        f"{PREFIX}{name.upper()}": field.description
        for name, field in BotSettings.model_fields.items()
    }
    assert {name: description for name, _, description in rows} == expected


def test_the_defaults_in_the_table_are_those_of_the_settings_class() -> None:
    rows = re.findall(r"^\| `(SANAD_\w+)` \| `(.*?)` \|", README, re.MULTILINE)
    for name, default in rows:
        field = BotSettings.model_fields[name.removeprefix(PREFIX).lower()]
        assert str(field.default) == default


def test_the_ranking_has_the_weights_that_are_described() -> None:
    assert (RANKING.late, RANKING.dense, RANKING.time) == (1, 0, 1)
    formula = f"late interaction + {RANKING.words:g} · words + {RANKING.names:g} · names + time"
    assert f"\n    {formula}\n" in README


def test_continuous_integration_runs_the_test_command() -> None:
    [command] = re.findall(r"^python3 -m venv .*pytest$", README, re.MULTILINE)
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_files_that_are_linked_exist() -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", README):
        assert (ROOT / target).exists(), target


def test_the_example_of_a_questions_file_can_be_read(tmp_path: Path) -> None:
    [lines] = re.findall(r'```json\n(\{"id": "1", "question".*?)```', README, re.DOTALL)
    file = tmp_path / "questions.jsonl"
    file.write_text(lines, encoding="utf-8")
    first, second, third = read_judged(file)
    assert first.is_answerable({"bridge-report"})
    assert second.relevant_ids == {"taqrir-al-jisr", "bridge-report"}
    assert not third.is_answerable({"bridge-report"})
