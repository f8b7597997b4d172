"""One whole version at a time: published by a rename, verified before it is used."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.errors import (
    DamagedIndexError,
    IncompatibleIndexError,
    NoIndexError,
    RetrievalError,
)
from index.versions import (
    Manifest,
    VersionFiles,
    current_version,
    publish,
    read_manifest,
    require_index,
    verify,
    versions_before,
    whole_version,
)
from index.writing import writing

MANIFEST = Manifest(
    encoder="e",
    codec="d",
    analyser="a",
    chunker="c",
    sketcher="s",
    created=datetime(2024, 7, 3, tzinfo=UTC),
    articles=1,
    chunks=1,
    languages={"en": 1},
    linked=0,
    first_published="",
    last_published="",
    sources=[],
    segments=[],
)


def publish_version(directory: Path, content: str) -> VersionFiles:
    with writing(directory) as files:
        files.articles.write_text(content, encoding="utf-8")
        files.lexical.mkdir()
        (files.lexical / "words").write_text("words", encoding="utf-8")
        return publish(files, MANIFEST)


def test_the_last_published_version_is_the_current_one(tmp_path: Path) -> None:
    publish_version(tmp_path, "old")
    published = publish_version(tmp_path, "new")
    files = current_version(tmp_path)
    assert files == published
    assert files.articles.read_text(encoding="utf-8") == "new"
    verify(files, read_manifest(files))


def test_what_is_not_published_leaves_no_trace(tmp_path: Path) -> None:
    before = publish_version(tmp_path, "old")

    def build() -> None:
        with writing(tmp_path) as files:
            files.articles.write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build()
    assert current_version(tmp_path) == before
    assert [path.name for path in (tmp_path / "versions").iterdir()] == [before.id]


def test_rubbish_of_a_killed_build_goes_with_the_next(tmp_path: Path) -> None:
    (tmp_path / "versions" / ".building-dead").mkdir(parents=True)
    published = publish_version(tmp_path, "new")
    assert [path.name for path in (tmp_path / "versions").iterdir()] == [published.id]


@pytest.mark.parametrize("name", ["articles.jsonl", "lexical/words"])
def test_an_altered_file_is_found_and_named(tmp_path: Path, name: str) -> None:
    files = publish_version(tmp_path, "content")
    path = files.directory / name
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(DamagedIndexError, match=name):
        verify(files, read_manifest(files))


def test_a_missing_file_is_found_and_named(tmp_path: Path) -> None:
    files = publish_version(tmp_path, "content")
    files.articles.unlink()
    with pytest.raises(DamagedIndexError, match=r"articles\.jsonl"):
        verify(files, read_manifest(files))


def test_no_index_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="sanad-index build"):
        current_version(tmp_path)


def test_versions_of_which_none_is_named_are_damage_and_no_empty_place(tmp_path: Path) -> None:
    files = publish_version(tmp_path, "content")
    (tmp_path / "CURRENT").unlink()
    require_index(tmp_path)
    with pytest.raises(DamagedIndexError, match="CURRENT"):
        current_version(tmp_path)
    version = whole_version(tmp_path)
    assert version.files == files
    assert "CURRENT" in version.damage


@pytest.mark.parametrize("content", ["", "20200101-gone\n", "../elsewhere\n", "\udcff"])
def test_a_current_that_names_nothing_is_damage(tmp_path: Path, content: str) -> None:
    publish_version(tmp_path, "content")
    (tmp_path / "CURRENT").write_text(content, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(DamagedIndexError, match="CURRENT"):
        current_version(tmp_path)


@pytest.mark.parametrize("content", ["", "{}", "[1]", "\x00"])
def test_an_unreadable_manifest_is_damage(tmp_path: Path, content: str) -> None:
    files = publish_version(tmp_path, "content")
    files.manifest.write_text(content, encoding="utf-8")
    with pytest.raises(DamagedIndexError, match=r"manifest\.json"):
        read_manifest(files)


def test_another_format_must_be_rebuilt(tmp_path: Path) -> None:
    with writing(tmp_path) as files:
        files.lexical.mkdir()
        published = publish(files, MANIFEST.model_copy(update={"format": 999}))
    with pytest.raises(IncompatibleIndexError, match="sanad-index build"):
        read_manifest(published)


def test_a_second_writer_is_turned_away(tmp_path: Path) -> None:
    with writing(tmp_path):
        code = f"""
import pathlib, index.writing
with index.writing.writing(pathlib.Path({str(tmp_path)!r})):
    pass
"""
        second = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
    assert second.returncode != 0
    assert f"Another command is writing to {tmp_path}: process {os.getpid()} on " in second.stderr
    with writing(tmp_path):  # and the lock is free again
        pass


def test_a_directory_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(RetrievalError, match=str(file)), writing(file):
        pass


def test_names_sort_by_age_even_where_the_clock_went_back(tmp_path: Path) -> None:
    first = publish_version(tmp_path, "old")
    future = first.directory.with_name(f"29991231T235959000000-{first.id.rpartition('-')[2]}")
    first.directory.rename(future)
    second = publish_version(tmp_path, "new")
    assert second.id > future.name
    assert versions_before(second) == [VersionFiles(future)]


def test_the_newest_whole_version_stands_in_for_a_damaged_one(tmp_path: Path) -> None:
    oldest = publish_version(tmp_path, "1")
    for content in ("2", "3"):
        publish_version(tmp_path, content).articles.write_text("?", encoding="utf-8")
    found = whole_version(tmp_path)
    assert found.files == oldest
    assert f"{current_version(tmp_path).articles} differs" in found.damage


def test_a_version_stands_in_for_a_current_that_names_none(tmp_path: Path) -> None:
    published = publish_version(tmp_path, "1")
    (tmp_path / "CURRENT").write_text("", encoding="utf-8")
    found = whole_version(tmp_path)
    assert found.files == published
    assert "CURRENT" in found.damage
