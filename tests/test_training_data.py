"""The form of the training data."""

import subprocess
import sys
from pathlib import Path

NEARMISS = Path(__file__).parents[1] / "training" / "nearmiss"


def test_the_files_have_the_form_that_their_readme_describes() -> None:
    checked = subprocess.run(
        [sys.executable, NEARMISS / "check.py"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    counts = dict(part.rsplit(" ", 1) for part in checked.stdout.strip().split(", "))
    passages = int(counts["passages ar"]) + int(counts["passages en"])
    stated = f"{passages:,} passages and {12 * passages:,} questions"
    assert stated in (NEARMISS / "README.md").read_text(encoding="utf-8")
