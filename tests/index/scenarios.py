"""Index directories with a past in, what may come next, and whether what came is whole, out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from index.building import build_index
from index.errors import NoIndexError
from index.rollback import roll_back
from index.search import open_searcher
from index.segments import require_whole
from index.versions import CURRENT, read_manifest, versions_before, whole_version
from tests.conftest import WordEncoder

ENCODER = WordEncoder()


def story(name: str, *, about: str = "the dam") -> Article:
    return Article(name, f"Story {name} on {about}.\n\nIt ends with word{name}.", "en")


OLDEST = [story("a"), story("b"), story("c"), story("d")]
OLDER = [*OLDEST, story("e")]
OLD = [*OLDER, Article("f", "انهار السد على النهر يوم الجمعة.", "ar", source="وكالة")]
NEW = [story("a"), story("b", about="the bank"), story("g"), story("h")]

Collection = Sequence[Article]


@dataclass(frozen=True)
class Scenario:
    """Collections that are built one after another, then `act`, which leads to `after`."""

    past: Sequence[Collection]
    act: Callable[[Path], object]
    after: Collection

    def prepare(self, directory: Path) -> None:
        for articles in self.past:
            build_index(articles, directory, ENCODER)

    @property
    def before(self) -> Collection | None:
        return self.past[-1] if self.past else None


def _build(directory: Path) -> None:
    build_index(NEW, directory, ENCODER)


SCENARIOS = {
    "first": Scenario([], _build, NEW),
    "rebuild": Scenario([OLDEST, OLDER, OLD], _build, NEW),
    "rollback": Scenario([OLDER, OLD], roll_back, OLDER),
}


def problem_with(directory: Path, scenario: Scenario) -> str:
    """Return what is wrong with an index after a fault, empty if nothing is.

    It must hold one collection whole, the one before or the one after; and the next build must
    succeed and leave no rubbish.
    """
    found = content(directory)
    if found not in (scenario.before, scenario.after):
        return f"opens as {found}"
    if not build_index(NEW, directory, ENCODER).version or content(directory) != NEW:
        return f"the next build gives {content(directory)}"
    if build_index(NEW, directory, ENCODER).is_new:
        return "the build after the next finds something to do"
    return rubbish(directory)


def content(directory: Path) -> Collection | None:
    """Return the articles of the version in use, all of it verified; None where there is none.

    A first version may be whole before it is named as the one in use; then it is used, as damage.
    """
    try:
        version = whole_version(directory, require_whole)
    except NoIndexError:
        return None
    assert not version.damage or not (directory / CURRENT).exists(), version.damage
    searcher = open_searcher(directory, ENCODER)
    passages = searcher.search(searcher.understand("story on the dam"), top=100)
    assert len(passages) == version.manifest.chunks
    articles = {passage.article.id: passage.article for passage in passages}
    return [articles[name] for name in sorted(articles)]


def rubbish(directory: Path) -> str:
    """Return what nobody needs in an index, empty if it is tidy."""
    version = whole_version(directory)
    kept = [version.files, *versions_before(version.files)]
    segments = {name for files in kept for name in read_manifest(files).segments}
    expected = {
        ".": {"CURRENT", "LOCK", "segments", "versions"},
        "versions": {files.id for files in kept},
        "segments": segments,
    }
    found = {name: {path.name for path in (directory / name).iterdir()} for name in expected}
    return "" if found == expected and len(kept) <= 3 else f"{found} is there, not {expected}"
