"""Files of passages with questions in, their faults and counts out; exit status 1 with faults.

python3 check.py [FILE …]
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TRAPS = {"person", "place", "time", "number", "attribute", "premise", "event"}
QUESTIONS = {("own", True): 4, ("own", False): 4, ("other", True): 2, ("other", False): 2}
WORDS = range(60, 191)
LONGEST_ANSWER = 14  # words


def main(names: list[str]) -> int:
    """Print what is wrong, and how many questions of each sort there are."""
    files = [Path(name) for name in names] or sorted(Path(__file__).parent.glob("??-*.jsonl"))
    counts: Counter[str] = Counter()
    ids: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    faults = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            try:
                passage = json.loads(line)
                found = list(faults_of(passage))
                ids[passage["id"]] += 1
                asked.update(question["q"] for question in passage["questions"])
                counts.update(sorts_of(passage))
            except (ValueError, KeyError, TypeError) as error:
                found = [repr(error)]
            faults += [f"{file.name}:{number}: {fault}" for fault in found]
    faults += [f"the id {name} occurs {n} times" for name, n in ids.items() if n > 1]
    faults += [f"a question is asked {n} times: {text}" for text, n in asked.items() if n > 1]
    print("\n".join([*faults, ", ".join(f"{name} {n}" for name, n in sorted(counts.items()))]))
    return int(bool(faults))


def faults_of(passage: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a passage and its questions."""
    text, language = passage["text"], passage["language"]
    if language_of(text) != language:
        yield f"the text is not in {language}"
    if len(text.split()) not in WORDS:
        yield f"a text of {len(text.split())} words"
    kinds: Counter[tuple[str, bool]] = Counter()
    for question in passage["questions"]:
        kinds["own" if question["language"] == language else "other", question["answerable"]] += 1
        yield from _faults_of_question(question, text)
    if kinds != QUESTIONS:
        yield f"questions {dict(kinds)}"


def sorts_of(passage: dict[str, Any]) -> Iterator[str]:
    """Yield the sort of the passage and of each of its questions."""
    yield f"passages {passage['language']}"
    for question in passage["questions"]:
        answered = "answerable" if question["answerable"] else "not"
        yield f"{question['language']}>{passage['language']} {answered}"
        if not question["answerable"]:
            yield f"trap {question['trap']}"


def language_of(text: str) -> str:
    """Return the language that most letters of a text are of."""
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in text)
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    return "ar" if arabic > latin else "en"


def _faults_of_question(question: dict[str, Any], text: str) -> Iterator[str]:
    if language_of(question["q"]) != question["language"]:
        yield f"{question['q']!r} is not in {question['language']}"
    span = question["answer" if question["answerable"] else "near"]
    if not span.strip() or span not in text:
        yield f"{span!r} is not in the text"
    if question["answerable"] and len(span.split()) > LONGEST_ANSWER:
        yield f"an answer of {len(span.split())} words: {span!r}"
    if not question["answerable"] and question["trap"] not in TRAPS:
        yield f"the trap {question['trap']!r}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
