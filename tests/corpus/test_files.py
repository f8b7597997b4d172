"""The file system at its worst: links, pipes, devices, odd names, files that do not hold still."""

import json
import os
import socket
import sys
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.contents import read_blocks, read_bytes
from corpus.errors import NoArticlesError, RefusedError
from corpus.files import find_files
from corpus.reading import read_articles
from corpus.rejects import Reason, Reject


def read(*paths: Path) -> tuple[list[Article], list[Reject]]:
    rejects: list[Reject] = []
    try:
        return list(read_articles(paths, rejects.append)), rejects
    except NoArticlesError:
        return [], rejects


def names(paths: list[Path]) -> list[str]:
    refused: list[str] = []
    found = [p.name for p in find_files(paths, lambda path, *_: refused.append(path.name))]
    return [*found, *(f"-{name}" for name in refused)]


def story(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or f"The story of {path.name}.", encoding="utf-8")
    return path


def test_cycles_of_links_end(tmp_path: Path) -> None:
    story(tmp_path / "a" / "b" / "one.txt")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "self").symlink_to("self")
    (tmp_path / "a" / "top").symlink_to(tmp_path)
    assert names([tmp_path]) == ["one.txt", "-up", "-self", "-top"]


def test_links_that_double_at_each_level_are_followed_once(tmp_path: Path) -> None:
    for level in range(40):
        folder = tmp_path / f"level{level}"
        folder.mkdir()
        for name in ("left", "right"):
            (folder / name).symlink_to(tmp_path / f"level{level + 1}")
    story(tmp_path / "level40" / "one.txt")
    assert [name for name in names([tmp_path / "level0"]) if name[0] != "-"] == ["one.txt"]


def test_a_file_is_read_once_under_all_its_names(tmp_path: Path) -> None:
    path = story(tmp_path / "b.txt")
    (tmp_path / "a").symlink_to(path)  # no suffix, so nothing is read through it
    (tmp_path / "c.txt").symlink_to(path)
    os.link(path, tmp_path / "d.txt")
    articles, rejects = read(tmp_path, path)
    assert len(articles) == 1
    assert [(Path(reject.file).name, reject.reason) for reject in rejects] == [
        ("a", Reason.UNKNOWN_FORMAT),
        ("c.txt", Reason.REPEATED_PATH),
        ("d.txt", Reason.REPEATED_PATH),
        ("b.txt", Reason.REPEATED_PATH),
    ]


def test_pipes_devices_and_sockets_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.jsonl").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.fsencode(tmp_path / "c.md"))
        _, rejects = read(tmp_path)
    assert [(reject.reason, reject.detail) for reject in rejects] == [
        (Reason.UNREADABLE, "a pipe"),
        (Reason.UNREADABLE, "a device"),
        (Reason.UNREADABLE, "a socket"),
    ]


def test_a_pipe_put_in_the_place_of_a_file_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(OSError, match="not a file"):
        read_bytes(tmp_path / "a.txt", 100)
    with pytest.raises(OSError, match=r"not a file|Is a directory"):
        read_bytes(tmp_path, 100)


@pytest.mark.skipif(sys.platform != "linux", reason="a file that cannot be read, for root either")
def test_an_error_of_reading_costs_the_file_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("/proc/self/mem")
    (tmp_path / "b.jsonl").symlink_to("/proc/self/mem")
    story(tmp_path / "c.txt")
    articles, rejects = read(tmp_path)
    assert [article.text for article in articles] == ["The story of c.txt."]
    assert [reject.reason for reject in rejects] == [Reason.UNREADABLE, Reason.UNREADABLE]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_reported(tmp_path: Path) -> None:
    story(tmp_path / "a.txt").chmod(0)
    (tmp_path / "b").mkdir(mode=0)
    _, rejects = read(tmp_path)
    (tmp_path / "b").chmod(0o700)
    assert [reject.reason for reject in rejects] == [Reason.UNREADABLE, Reason.UNREADABLE]


def test_folders_deeper_than_calls_may_be(tmp_path: Path) -> None:
    folders = [tmp_path]
    try:
        for _ in range(1_200):
            folders.append(folders[-1] / "d")
            folders[-1].mkdir()
        path = story(folders[-1] / "one.txt")
        assert names([tmp_path]) == ["one.txt"]
        path.unlink()
    finally:  # pytest's own way of clearing up is recursive
        for folder in folders[:0:-1]:
            folder.rmdir()


def test_a_name_that_is_not_utf_8_is_shown_and_read(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9\n\x1b.txt")
    story(tmp_path / name, "  ")
    _, [reject] = read(tmp_path)
    assert reject.file == f"{tmp_path}/caf\\xe9\n\x1b.txt"
    assert str(reject).startswith(f"{tmp_path}/caf\\xe9\\n\\x1b.txt: no-text: ")
    assert json.dumps(reject.file, ensure_ascii=False).encode()


def test_a_large_file_is_refused_without_being_held(tmp_path: Path) -> None:
    for name in ("a.txt", "b.json", "c.html", "d.md", "e.jsonl"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(100 * 2**20)  # sparse: takes no room
    _, rejects = read(tmp_path)
    assert [reject.reason for reject in rejects] == [Reason.OVER_LIMIT] * 5
    assert [reject.line for reject in rejects] == [None] * 4 + [1]


def test_a_file_that_vanishes_after_it_was_found_is_reported(tmp_path: Path) -> None:
    first, second = story(tmp_path / "a.txt"), story(tmp_path / "b.txt")
    rejects: list[Reject] = []
    found = read_articles([first, second, tmp_path], rejects.append)
    next(found)
    second.unlink()
    assert list(found) == []
    assert [(Path(r.file).name, r.reason) for r in rejects] == [
        ("b.txt", Reason.MISSING),
        ("a.txt", Reason.REPEATED_PATH),
    ]


def test_lines_read_before_a_file_changed_are_kept_and_the_change_reported(tmp_path: Path) -> None:
    path = story(tmp_path / "a.jsonl", "\n".join(json.dumps({"text": f"No. {n}"}) for n in "123"))
    rejects: list[Reject] = []
    found = read_articles([path], rejects.append)
    assert next(found).text == "No. 1"
    with path.open("a") as file:
        file.write("\n{")
    assert [article.text for article in found] == ["No. 2", "No. 3"]
    assert [(reject.reason, reject.line) for reject in rejects] == [
        (Reason.BAD_SYNTAX, 4),
        (Reason.CHANGED, None),
    ]


def test_a_file_that_keeps_changing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = story(tmp_path / "a.txt")
    plain_read = os.read

    def read_and_touch(descriptor: int, size: int) -> bytes:
        os.utime(path, ns=(0, read_and_touch.calls))  # type: ignore[attr-defined]
        read_and_touch.calls += 1  # type: ignore[attr-defined]
        return plain_read(descriptor, size)

    read_and_touch.calls = 0  # type: ignore[attr-defined]
    monkeypatch.setattr("os.read", read_and_touch)
    with pytest.raises(RefusedError) as caught:
        read_bytes(path, 100)
    assert caught.value.reason is Reason.CHANGED
    assert read_and_touch.calls == 6  # type: ignore[attr-defined]


def test_a_file_that_grows_without_end_is_bounded(tmp_path: Path) -> None:
    path = story(tmp_path / "a.txt", "x" * 2**20)
    held = 0
    for block in read_blocks(path):  # each block appends another
        held += len(block)
        with path.open("ab") as file:
            file.write(b"x" * 2**20)
        if held > 4 * 2**20:
            break
    with pytest.raises(RefusedError, match="larger than 4 MiB"):
        read_bytes(path, 4 * 2**20)
