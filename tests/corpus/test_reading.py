import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.errors import NoArticlesError
from corpus.reading import read_articles
from corpus.rejects import Reason, Reject

TODAY = date(2025, 6, 1)


def read(*paths: Path) -> tuple[list[Article], list[Reject]]:
    rejects: list[Reject] = []
    return list(read_articles(paths, rejects.append, today=TODAY)), rejects


def lines(path: Path, *records: Mapping[str, object]) -> Path:
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


def test_complete_record_is_taken_as_it_is(tmp_path: Path) -> None:
    record = {
        "id": "a-1",
        "title": "عنوان",
        "text": "نص  المقال\r\n",
        "url": "https://example.org/1",
        "source": "صحيفة",
        "published": "2024-07-03T07:23+03:00",
        "language": "ar",
    }
    articles, rejects = read(lines(tmp_path / "a.jsonl", record))
    assert articles == [Article(**record)]  # type: ignore[arg-type]
    assert rejects == []


def test_what_is_missing_is_filled_in(tmp_path: Path) -> None:
    [arabic, english], _ = read(
        lines(tmp_path / "a.jsonl", {"text": "قال نعم."}, {"text": "He said yes."})
    )
    assert (arabic.language, english.language) == ("ar", "en")
    assert (english.title, english.url, english.source, english.published) == ("", "", "", "")
    assert arabic.id != english.id


def test_id_follows_the_url_or_else_the_content_and_never_the_place(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    ids = []
    for folder in (first, second):
        folder.mkdir()
        text = f"Text in {folder.name}."
        path = lines(
            folder / f"{folder.name}.jsonl",
            {"text": text, "url": "https://example.org/u"},
            {"text": "Same."},
        )
        ids.append([article.id for article in read(path)[0]])
    assert ids[0] == ids[1]
    assert all(len(id_) == 16 for id_ in ids[0])


def test_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("c.txt", "b/z.txt", "b/a.md", "a.txt", ".hidden/x.txt", ".y.txt"):
        (tmp_path / name).write_text(f"This is the text of {name}.", encoding="utf-8")
    articles, rejects = read(tmp_path)
    assert [article.text.split()[-1] for article in articles] == [
        "a.txt.",
        "b/a.md.",
        "b/z.txt.",
        "c.txt.",
    ]
    assert rejects == []


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.txt").write_text(f"Story number {number}.", encoding="utf-8")
    (tmp_path / "x.bin").write_bytes(b"\0")
    assert read(tmp_path) == read(tmp_path)


def test_nothing_stops_the_rest(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.bin").write_bytes(b"x")
    (folder / "b.txt").write_bytes(b"\xff\xfe\xfa")
    (folder / "c.txt").write_text("   ", encoding="utf-8")
    (folder / "d.json").write_text("{", encoding="utf-8")
    (folder / "e.html").write_text("<p></p>", encoding="utf-8")
    (folder / "f.md").write_text("---\n", encoding="utf-8")
    (folder / "g.txt").write_text("a\0b", encoding="utf-8")
    (folder / "loop").symlink_to(folder)
    (folder / "lost.txt").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.txt")
    (folder / "z.txt").write_text("The one story.", encoding="utf-8")
    articles, rejects = read(missing, folder)
    assert [article.text for article in articles] == ["The one story."]
    assert [(Path(reject.file).name, reject.reason) for reject in rejects] == [
        ("missing", Reason.MISSING),
        ("a.bin", Reason.UNKNOWN_FORMAT),
        ("b.txt", Reason.BAD_ENCODING),
        ("c.txt", Reason.NO_TEXT),
        ("d.json", Reason.BAD_SYNTAX),
        ("e.html", Reason.NO_TEXT),
        ("f.md", Reason.BAD_SYNTAX),
        ("g.txt", Reason.BAD_CHARACTER),
        ("loop", Reason.REPEATED_PATH),
        ("lost.txt", Reason.MISSING),
        ("pipe.txt", Reason.UNREADABLE),
    ]
    assert all(reject.detail for reject in rejects)


def test_bad_date_costs_the_date_only(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "a.jsonl",
        {"text": "One.", "published": "someday"},
        {"text": "Two.", "published": "2031-01-01"},
        {"text": "Three.", "published": "3 تموز 2024"},
    )
    articles, rejects = read(path)
    assert [article.published for article in articles] == ["", "", "2024-07-03"]
    assert [(reject.line, reject.reason) for reject in rejects] == [
        (1, Reason.BAD_DATE),
        (2, Reason.BAD_DATE),
    ]
    assert all(reject.reason.keeps_article for reject in rejects)


def test_ambiguous_dates_follow_the_others_of_their_source_and_are_reported_once_a_file(
    tmp_path: Path,
) -> None:
    lines(
        tmp_path / "a.jsonl",
        {"text": "One.", "source": "Post", "published": "07/03/2024"},
        {"text": "Two.", "source": "Wire", "published": "03/07/2024 10:15"},
        {"text": "Three.", "source": "Post", "published": "07/23/2024"},
        {"text": "Four.", "published": "03/07/2024"},
    )
    lines(
        tmp_path / "b.jsonl",
        {"text": "Five.", "source": "Post", "published": "03/07/2024"},
        {"text": "Six.", "published": "03/07/2024"},
    )
    (tmp_path / "c.md").write_text("---\ndate: 07/23/2024\nsite: Wire\n---\nSeven.")
    articles, rejects = read(tmp_path)
    assert [article.published for article in articles] == [
        "2024-07-03",
        "2024-07-03T10:15",
        "2024-07-23",
        "2024-07-03",
        "2024-03-07",
        "2024-07-03",
        "2024-07-23",
    ]
    assert [(Path(r.file).name, r.line, r.reason) for r in rejects] == [
        ("a.jsonl", 1, Reason.AMBIGUOUS_DATE),
        ("b.jsonl", 1, Reason.AMBIGUOUS_DATE),
    ]


def test_dates_of_a_page_that_cannot_be_are_reported(tmp_path: Path) -> None:
    story = "The bridge opened again on Monday. There was a brass band.\n"
    for name, furniture in (
        ("a.txt", "نشر في 31 فبراير 2024"),
        ("b.txt", "Posted 3 July 2031"),
        ("c.txt", "Posted 07/03/2024\nUpdated 07/23/2024"),
    ):
        page = f"Bridge opens again {name}\nShare\n{furniture}\n\n{name}: {story}"
        (tmp_path / name).write_text(page, encoding="utf-8")
    articles, rejects = read(tmp_path)
    assert [article.published for article in articles] == ["", "", "2024-07-03"]
    assert [reject.reason for reject in rejects] == [
        Reason.BAD_DATE,
        Reason.BAD_DATE,
        Reason.AMBIGUOUS_DATE,
    ]


def test_a_text_is_kept_once_unless_it_was_replaced_meanwhile(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "a.jsonl",
        {"id": "a", "text": "One."},
        {"id": "b", "text": " One.\r\n"},
        {"id": "a", "text": "One."},
        {"id": "a", "text": "Two."},
        {"id": "a", "text": "One."},
        {"id": "c", "text": "Two."},
    )
    articles, rejects = read(path)
    assert [(article.id, article.text) for article in articles] == [
        ("a", "One."),
        ("a", "Two."),
        ("a", "One."),
        ("c", "Two."),
    ]
    assert [(reject.line, reject.reason, reject.detail) for reject in rejects] == [
        (2, Reason.REPEATED_TEXT, "b: the same text as a"),
        (3, Reason.REPEATED_TEXT, "a: the same text as a"),
    ]


def test_half_a_surrogate_pair_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a\\ud800"}\n{"text": "b", "title": "\\udfff"}\n', encoding="utf-8")
    articles, rejects = read(path)
    assert [(article.text, article.title) for article in articles] == [("b", "")]
    assert [reject.reason for reject in rejects] == [Reason.BAD_CHARACTER, Reason.BAD_FIELD]


def test_given_language_counts_where_it_is_one_of_two(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "a.jsonl",
        {"text": "Vedant Patel", "language": "ar-SY"},
        {"text": "Matthew Miller", "language": "fr"},
        {"text": "Ned Price", "language": "Arabic"},
    )
    articles, rejects = read(path)
    assert [article.language for article in articles] == ["ar", "en", "ar"]
    assert [(reject.reason, reject.line) for reject in rejects] == [(Reason.BAD_FIELD, 2)]


def test_invisible_characters_stay_in_the_text(tmp_path: Path) -> None:
    text = "\u202bقالت\u202c الوزارة\u200f نعم\u200b.\r\nثم ﻻ شيء بعد ذلك."
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert [article.text for article in read(tmp_path)[0]] == [text]


def test_articles_are_streamed(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", {"text": "One."})
    rejects: list[Reject] = []
    found: Iterator[Article] = read_articles([path, tmp_path / "nowhere"], rejects.append)
    assert next(found).text == "One."
    assert rejects == []


def test_nothing_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoArticlesError, match="nowhere"):
        read(tmp_path / "nowhere")
