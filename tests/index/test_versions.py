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
    verify,
    writing,
)

MANIFEST = Manifest(
    encoder="e",
    analyser="a",
    chunker="c",
    created=datetime(2024, 7, 3, tzinfo=UTC),
    articles=1,
    chunks=1,
    languages={"en": 1},
    first_published="",
    last_published="",
    sources=[],
)


def publish_version(directory: Path, content: str) -> VersionFiles:
    with writing(directory) as files:
        files.articles.write_text(content, encoding="utf-8")
        files.lexical.mkdir()
        (files.lexical / "words").write_text("words", encoding="utf-8")
        return publish(directory, files, MANIFEST)


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


def test_only_the_last_versions_stay(tmp_path: Path) -> None:
    ids = [publish_version(tmp_path, str(number)).id for number in range(5)]
    assert sorted(path.name for path in (tmp_path / "versions").iterdir()) == ids[-3:]


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
        published = publish(tmp_path, files, MANIFEST.model_copy(update={"format": 999}))
    with pytest.raises(IncompatibleIndexError, match="sanad-index build"):
        read_manifest(published)


def test_a_second_writer_is_turned_away(tmp_path: Path) -> None:
    with writing(tmp_path):
        code = f"""
import pathlib, index.versions
with index.versions.writing(pathlib.Path({str(tmp_path)!r})):
    pass
"""
        second = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
    assert second.returncode != 0
    assert "Another build is writing" in second.stderr
    with writing(tmp_path):  # and the lock is free again
        pass


def test_a_directory_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(RetrievalError, match=str(file)), writing(file):
        pass


def test_files_and_directories_are_synced_before_current_names_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(descriptor: int) -> None:
        events.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real_sync(descriptor)

    def replace(path: Path, target: Path) -> Path:
        events.append(f"replace {target}")
        return real_replace(path, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    files = publish_version(tmp_path, "content")
    named = events.index(f"replace {tmp_path / 'CURRENT'}")
    written = [event.rpartition("/")[2] for event in events[:named]]
    expected = {"articles.jsonl", "words", "lexical", "manifest.json", "versions", "CURRENT.new"}
    assert expected <= set(written)
    assert str(tmp_path) in events[named + 1 :]
    assert files.manifest.is_file()
