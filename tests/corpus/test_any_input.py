"""Whatever is in a file, reading it gives sound articles and reports, and no other exception."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.completion import complete, is_sound
from corpus.dates import (
    find_dates,
    find_impossible,
    find_published,
    is_ambiguous,
    normalize_published,
)
from corpus.errors import NoArticlesError
from corpus.formats.draft import Draft, Refusal
from corpus.reading import read_articles
from corpus.rejects import Reject
from corpus.slash_dates import SlashDates

TODAY = date(2025, 6, 1)
TAGS = """
<p>|</p>|<div>|</div>|<article>|<table><tr><td>|</table>|<ul><li>|<script>|</script>|<!--|-->|
<time datetime='2024-13-01'>|</time>|<h1>|</h1>|<title>|</title>|<br>|<a href='/x'>|</a>|<svg>|
<meta property='article:published_time' content='|'>|<base href='http://['>|<frameset>|<math>|
<link rel=canonical href='http://[x'>|<script type='application/ld+json'>|<![CDATA[|<?php|2024|
{"@type": "Article", "headline": [|], "datePublished": 7}|&#0;|&#xD800;|&amp|\x0b|\ufffe|
The dam is sound, said the water office.|قالت الوزارة إن السد بخير.|
""".replace("\n", "").split("|")
LINES = """
---|title: T|- a|date: 3/7/2024|*a|&a [*a]|!!int x|text: x|? |: |%YAML 1.1|Share|Home|a.jpg|\t|+A|
Read more|By Ann Lee|3 July 2024|31 فبراير 2024|The dam is sound, said the office on Monday.|
قالت الوزارة إن السد بخير ولا خطر منه.|اقرأ أيضا|جميع الحقوق محفوظة|www.example.org|
""".replace("\n", "").split("|")
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
KEYS = st.sampled_from(["text", "id", "title", "url", "source", "published", "language", "x"])


def check(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    rejects: list[Reject] = []
    try:
        articles = list(read_articles([path], rejects.append, today=TODAY))
    except NoArticlesError:
        assert rejects
        return
    for article in articles:
        assert is_sound("".join((article.id, article.text, article.title, article.source)))
        assert article.id
        assert article.text.strip()
        assert article.day is None or article.day <= date(2025, 6, 2)
        json.dumps(article.text, ensure_ascii=False).encode()


properties = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@properties
@given(data=st.binary(max_size=400))
@pytest.mark.parametrize("suffix", [".jsonl", ".json", ".md", ".txt", ".html"])
def test_any_bytes(suffix: str, data: bytes, tmp_path: Path) -> None:
    check(tmp_path / f"a{suffix}", data)


@properties
@given(pieces=st.lists(st.sampled_from(TAGS), max_size=25))
def test_any_markup(pieces: list[str], tmp_path: Path) -> None:
    check(tmp_path / "a.html", "".join(pieces).encode("utf-8", "replace"))


@properties
@given(
    lines=st.lists(st.sampled_from(LINES), max_size=25), end=st.sampled_from(["\n", "\n\n", "\r"])
)
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_any_lines(suffix: str, lines: list[str], end: str, tmp_path: Path) -> None:
    check(tmp_path / f"a{suffix}", end.join(lines).encode())


@properties
@given(records=st.lists(st.dictionaries(KEYS, VALUES) | VALUES, max_size=4))
@pytest.mark.parametrize("suffix", [".jsonl", ".json"])
def test_any_records(suffix: str, records: list[object], tmp_path: Path) -> None:
    lines = map(json.dumps, records)
    data = "\n".join(lines) if suffix == ".jsonl" else f"[{','.join(lines)}]"
    check(tmp_path / f"a{suffix}", data.encode())


@given(value=st.text(max_size=40) | st.text("0123456789/-.: ٣٧TZ+\u200fهـ", max_size=30))
def test_any_date(value: str) -> None:
    list(find_dates(value, TODAY))
    find_published(value, TODAY)
    find_impossible(value, TODAY)
    is_ambiguous(value)
    found = normalize_published(value, TODAY)
    assert found is None or normalize_published(found, TODAY) == found


FIELDS = ("id", "title", "url", "source", "published", "language")


@given(values=st.fixed_dictionaries({name: st.text(max_size=30) for name in FIELDS}))
def test_any_draft(values: dict[str, str]) -> None:
    draft = replace(Draft("The dam is sound."), **values)  # type: ignore[arg-type]
    for item in complete(draft, SlashDates(lambda: [draft], {}), TODAY):
        assert isinstance(item, Refusal) or is_sound(item.title + item.source + item.id)
