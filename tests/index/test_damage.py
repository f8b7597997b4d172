"""A flipped bit or a missing end in any file of an index: found, named, and got over."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answering.library import Library
from index.__main__ import main
from index.building import build_index
from index.errors import DamagedIndexError, IncompatibleIndexError
from index.search import open_searcher
from index.versions import current_version, read_manifest, versions_before, whole_version
from tests.index.scenarios import ENCODER, NEW, OLD, content, rubbish

VERSION_FILES = (
    "articles.jsonl",
    "articles.npy",
    "centring.npz",
    "chunks.npy",
    "ledger.jsonl",
    "lexical/data.csc.index.npy",
    "lexical/indices.csc.index.npy",
    "lexical/indptr.csc.index.npy",
    "lexical/params.index.json",
    "lexical/vocab.index.json",
    "manifest.json",
    "names/chunks.npy",
    "names/doubts.npy",
    "names/keyed.npy",
    "names/keys.npy",
    "names/names.npy",
    "names/sizes.npy",
    "names/sounds.npy",
    "names/starts.npy",
    "names/words.npy",
    "places.npy",
    "published.npy",
    "reports.npy",
    "sketches.npy",
    "statistics.npz",
    "vectors.faiss",
    "yardstick.npz",
)
SEGMENT_FILES = (
    "keys.npy",
    "manifest.json",
    "said_days.npy",
    "said_offsets.npy",
    "token_codes.npy",
    "token_id_offsets.npy",
    "token_ids.npy",
    "token_offsets.npy",
    "token_spans.npy",
    "vectors.npy",
)


def flip(where: float) -> Callable[[Path], None]:
    """Return what flips one bit at this share of a file."""

    def damage(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[round(where * (len(data) - 1))] ^= 1
        path.write_bytes(data)

    return damage


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def empty(path: Path) -> None:
    path.write_bytes(b"")


DAMAGES = {
    "middle bit": flip(0.5),
    "last bit": flip(1),
    "last byte": truncate,
    "the file": Path.unlink,
}
each_damage = pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Return an index of two versions, of the old and the new collection."""
    build_index(OLD, tmp_path, ENCODER)
    build_index(NEW, tmp_path, ENCODER)
    return tmp_path


def test_the_lists_are_complete(directory: Path) -> None:
    version = current_version(directory).directory
    found = [p.relative_to(version).as_posix() for p in version.rglob("*") if p.is_file()]
    assert sorted(found) == sorted(VERSION_FILES)
    for segment in (directory / "segments").iterdir():
        assert sorted(p.name for p in segment.iterdir()) == sorted(SEGMENT_FILES)


@each_damage
@pytest.mark.parametrize("name", VERSION_FILES)
def test_a_damaged_version_gives_way_to_the_one_before(
    directory: Path, name: str, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    used = current_version(directory)
    damage(used.directory / name)
    with caplog.at_level(logging.WARNING):
        searcher = open_searcher(directory, ENCODER)
    assert searcher.version < used.id
    assert set(searcher.article_languages()) == {article.id for article in OLD}
    assert str(used.directory / name) in caplog.text
    build_index(NEW, directory, ENCODER)
    assert content(directory) == NEW
    assert rubbish(directory) == ""


@pytest.mark.parametrize(
    "text", ["", "?", "20240703T000000000000-0123456789abcdef\n", "../x", ".", "..", "x" * 5_000]
)
def test_a_damaged_name_of_the_version_in_use(directory: Path, text: str) -> None:
    (directory / "CURRENT").write_text(text)
    version = whole_version(directory)
    assert "CURRENT" in version.damage
    assert len(version.damage) < 1_000
    assert set(open_searcher(directory, ENCODER).article_languages()) == {a.id for a in NEW}
    build_index(NEW, directory, ENCODER)
    assert content(directory) == NEW
    assert rubbish(directory) == ""


@pytest.mark.parametrize("name", [".DS_Store", "notes.txt"])
@pytest.mark.parametrize("parent", ["versions", "segments"])
def test_a_file_that_somebody_put_there_is_in_nobodys_way(
    directory: Path, parent: str, name: str
) -> None:
    stray = directory / parent / name
    stray.write_text("not of an index")
    build_index(OLD, directory, ENCODER)
    assert content(directory) == OLD
    assert stray.exists()


@each_damage
@pytest.mark.parametrize("name", SEGMENT_FILES)
def test_a_damaged_segment_is_named_and_mended(
    directory: Path, name: str, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    used = whole_version(directory)
    before = versions_before(used.files)[0]
    new = set(used.manifest.segments) - set(read_manifest(before).segments)
    path = directory / "segments" / max(new) / name
    damage(path)
    with caplog.at_level(logging.WARNING):
        assert open_searcher(directory, ENCODER).version == before.id
    assert str(path) in caplog.text
    report = build_index(NEW, directory, ENCODER)
    assert report.is_new
    assert content(directory) == NEW
    assert rubbish(directory) == ""


def test_a_damaged_segment_of_every_version_is_an_error_that_a_build_mends(
    directory: Path,
) -> None:
    for segment in (directory / "segments").iterdir():
        truncate(segment / "token_codes.npy")
    with pytest.raises(DamagedIndexError, match=r"token_codes\.npy.*sanad-index build"):
        open_searcher(directory, ENCODER)
    build_index(NEW, directory, ENCODER)
    assert content(directory) == NEW


def test_without_a_whole_version_the_error_names_the_file(directory: Path) -> None:
    for version in (directory / "versions").iterdir():
        empty(version / "chunks.npy")
    with pytest.raises(DamagedIndexError, match=r"chunks\.npy.*sanad-index build"):
        open_searcher(directory, ENCODER)
    build_index(NEW, directory, ENCODER)
    assert content(directory) == NEW


def test_the_bot_answers_from_the_version_before_and_then_from_the_mended_one(
    directory: Path, caplog: pytest.LogCaptureFixture
) -> None:
    truncate(current_version(directory).vectors)
    library = Library(directory, ENCODER)
    assert library.coverage().articles == len(OLD)
    library.answer("Story a on the dam")
    assert caplog.text.count("vectors.faiss differs from what was written") <= 2
    build_index(NEW, directory, ENCODER)
    assert library.coverage().articles == len(NEW)


@pytest.mark.parametrize("part", ["encoder", "codec", "analyser", "chunker", "sketcher"])
def test_a_version_of_another_make_is_refused_and_the_bot_keeps_what_it_has(
    directory: Path, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(directory, ENCODER)
    replaced = {
        "encoder": "tests.conftest.WordEncoder.name",
        "analyser": "index.building.ANALYSER",
        "chunker": "index.building.CHUNKER",
        "sketcher": "index.building.SKETCHER",
    }
    with monkeypatch.context() as patch:
        if part == "codec":
            patch.setattr("index.token_codec.CODEC", "other")
            part = r"codec centred-by-sample-\w+,"
        else:
            patch.setattr(replaced[part], "other")
        build_index(OLD, directory, ENCODER, full=True)
    with pytest.raises(IncompatibleIndexError, match=rf"{part} other.*sanad-index build"):
        open_searcher(directory, ENCODER)
    assert library.coverage().articles == len(NEW)


def test_info_says_what_is_damaged(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "--index", str(directory)]) == 0
    assert "state      whole" in capsys.readouterr().out
    used = current_version(directory)
    truncate(used.places)
    assert main(["info", "--index", str(directory)]) == 0
    out = capsys.readouterr().out
    assert f"{used.places} differs" in out
    assert used.id not in out.splitlines()[0]


def test_check_says_what_is_damaged(
    directory: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.__main__ import main as sanad

    monkeypatch.setenv("SANAD_MODEL", ENCODER.name)
    sanad(["check", "--index", str(directory)])
    assert f"ok      index: {directory}" in capsys.readouterr().out
    used = current_version(directory)
    truncate(used.chunks)
    sanad(["check", "--index", str(directory)])
    assert f"NOT OK  index: {used.chunks} differs" in capsys.readouterr().out
