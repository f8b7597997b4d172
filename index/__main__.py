"""The command `sanad-index`: builds, searches, measures and describes an index."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError
from corpus.reporting import add_rejects_option, reporting
from corpus.terminal import DONE, add_question_options, positive_argument, run_program
from index.errors import QuestionFileError, RetrievalError

if TYPE_CHECKING:
    from index.passage import Passage
    from index.questions import JudgedQuestion
    from index.search import Query, Searcher
    from index.settings import IndexSettings


def main(argv: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 done, 1 an error said in one line; argparse leaves with 2."""
    return run_program(
        "sanad-index",
        lambda: _perform(argv),
        (RetrievalError, CorpusError),
        "interrupted; run it again to go on",
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sanad-index", description="Builds and searches the index over the articles."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[..., int], about: str) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name, help=about, description=f"{about[0].upper()}{about[1:]}."
        )
        command.add_argument("--index", type=Path, metavar="DIR", help="directory of the index")
        command.set_defaults(run=run)
        return command

    build = add("build", _build, "read articles and put a new version of the index in use")
    build.add_argument(
        "--corpus",
        type=Path,
        nargs="+",
        action="extend",  # or the last --corpus of several would win, and lose the others
        metavar="PATH",
        help="files or folders",
    )
    build.add_argument("--full", action="store_true", help="encode every article anew")
    add_rejects_option(build)
    search = add("search", _search, "show the passages that fit a question best")
    search.add_argument(
        "--top", type=positive_argument, default=5, metavar="K", help="passages (5)"
    )
    add_question_options(search)
    evaluation = add("eval", _eval, "measure retrieval on questions with known articles")
    evaluation.add_argument("--questions", type=Path, required=True, metavar="FILE.jsonl")
    evaluation.add_argument("--json", action="store_true", help="print JSON")
    evaluation.add_argument(
        "--compare", action="store_true", help="also with parts of the ranking left out"
    )
    evaluation.add_argument(
        "--per-question", type=Path, metavar="FILE.jsonl", help="write here what each found"
    )
    add("rollback", _rollback, "put the version before the one in use in use again")
    info = add("info", _info, "describe the version in use")
    info.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _perform(argv: Sequence[str] | None) -> int:
    arguments = _parser().parse_args(argv)
    from index.settings import IndexSettings, load_settings

    settings = load_settings(IndexSettings)
    if arguments.index:
        settings = settings.model_copy(update={"index": arguments.index})
    run: Callable[[argparse.Namespace, IndexSettings], int] = arguments.run
    return run(arguments, settings)


def _build(arguments: argparse.Namespace, settings: "IndexSettings") -> int:
    from corpus.reading import locate_articles
    from index.building import build_index
    from index.encoding import DeferredEncoder
    from index.progress import show_progress
    from index.settings import model_cache

    paths = arguments.corpus or [settings.corpus]
    encoder = DeferredEncoder(settings.model, model_cache())
    with reporting(arguments, paths) as report:
        # The index may lie in the folder of the articles; its files are none of them.
        articles = locate_articles(paths, report, without=settings.index)
        with show_progress("encoding", "chunks") as progress:
            built = build_index(articles, settings.index, encoder, progress, full=arguments.full)
        for reject in built.rejects:
            report(reject)
    print(report.summary(built.articles), file=sys.stderr)
    about = "new version" if built.is_new else "nothing changed since version"
    print(
        f"{built.articles:,} articles, {built.chunks:,} chunks in {settings.index} "
        f"({about} {built.version}), {built.linked:,} articles linked as near-duplicates"
    )
    print(built)
    return DONE


def _rollback(_: argparse.Namespace, settings: "IndexSettings") -> int:
    from index.rollback import roll_back
    from index.versions import read_manifest

    left, files = roll_back(settings.index)
    manifest = read_manifest(files)
    print(
        f"back from version {left.id} to version {files.id}: "
        f"{manifest.articles:,} articles, built {manifest.created:%Y-%m-%d %H:%M} UTC"
    )
    return DONE


def _search(arguments: argparse.Namespace, settings: "IndexSettings") -> int:
    from index.questions import Question, read_questions

    file = arguments.questions
    questions = list(read_questions(file, Question)) if file else None
    searcher = _open(settings)
    if questions is None:
        query = searcher.understand(arguments.question, arguments.now)
        passages = searcher.search(query, arguments.top)
        show = _print_json if arguments.json else _print_passages
        show({}, query, passages)
        return DONE
    for question in questions:
        query = searcher.understand(question.question, question.now or arguments.now)
        _print_json({"id": question.id}, query, searcher.search(query, arguments.top))
    return DONE


def _eval(arguments: argparse.Namespace, settings: "IndexSettings") -> int:
    from index.evaluation import CONFIGURATIONS, IN_USE, finding_row, search_all
    from index.progress import show_progress
    from index.questions import row_writer
    from index.scorecard import as_record, as_text

    questions = _read_relevant(arguments.questions)
    with row_writer(arguments.per_question, arguments.questions) as write:
        searcher = _open(settings)
        rankings = CONFIGURATIONS if arguments.compare else IN_USE
        with show_progress("searching", "questions") as progress:
            findings = search_all(
                questions, searcher, rankings, lambda done: progress(done, len(questions))
            )
        for name, found in findings.items():
            for finding in found:
                write(finding_row(name, finding))
    measured = len(next(iter(findings.values())))
    if not measured:
        raise QuestionFileError(
            f"None of the relevant articles that {arguments.questions} names is in the index "
            f"{settings.index}. Build it from them: sanad-index build --corpus PATH"
        )
    left_out = len(questions) - measured
    if arguments.json:
        record = as_record(findings) | {"without_relevant": left_out}
        print(json.dumps(record, ensure_ascii=False, indent=2))
        return DONE
    print(as_text(findings))
    if left_out:
        print(f"not asked, for lack of a relevant article in the index: {left_out}")
    return DONE


def _read_relevant(file: Path) -> list["JudgedQuestion"]:
    from index.questions import EXAMPLE, read_judged

    questions = read_judged(file)
    if not any(question.relevant_ids for question in questions):
        raise QuestionFileError(
            f'{file}: no question names its "relevant" articles; {EXAMPLE}. '
            "Add them, then try again."
        )
    return questions


def _info(arguments: argparse.Namespace, settings: "IndexSettings") -> int:
    from index.segments import require_whole
    from index.versions import versions_before, whole_version

    version = whole_version(settings.index, require_whole)
    files, manifest = version.files, version.manifest
    damage = version.damage
    before = [older.id for older in versions_before(files)]
    if arguments.json:
        known = {"version": files.id, "damage": damage, "before": before}
        print(json.dumps(known | manifest.model_dump(mode="json"), indent=2))
        return DONE
    languages = ", ".join(f"{count} {name}" for name, count in sorted(manifest.languages.items()))
    for name, value in (
        ("version", files.id),
        ("created", f"{manifest.created:%Y-%m-%d %H:%M} UTC"),
        ("articles", f"{manifest.articles} ({languages})"),
        ("linked", f"{manifest.linked} as near-duplicates"),
        ("published", f"{manifest.first_published or '?'} to {manifest.last_published or '?'}"),
        ("sources", ", ".join(manifest.sources) or "none named"),
        ("chunks", str(manifest.chunks)),
        ("encoder", manifest.encoder),
        ("segments", str(len(manifest.segments))),
        ("before it", ", ".join(before) or "nothing to roll back to"),
        ("state", damage or "whole"),
    ):
        print(f"{name:10} {value}")
    return DONE


def _open(settings: "IndexSettings") -> "Searcher":
    from index.encoding import load_encoder
    from index.reranking import load_reranker
    from index.search import open_searcher
    from index.settings import model_cache
    from index.versions import require_index

    require_index(settings.index)  # a missing index is said before the model is loaded
    encoder = load_encoder(settings.model, model_cache())
    return open_searcher(settings.index, encoder, load_reranker(settings.reranker, encoder))


def _print_json(known: dict[str, str], query: "Query", passages: Iterable["Passage"]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "rank": passage.rank,
            "score": round(passage.score, 4),
            "article_id": passage.article.id,
            "title": passage.article.title,
            "url": passage.article.url,
            "source": passage.article.source,
            "published": passage.article.published,
            "language": passage.article.language,
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
            "also": [asdict(other) for other in passage.also],
        }
        for passage in passages
    ]
    asked = {
        "periods": [[str(period.first), str(period.last)] for period in query.asked.periods],
        "wants_latest": query.asked.wants_latest,
    }
    found = {
        "question": query.text,
        "language": query.language,
        "asked": asked,
        "passages": rows,
    }
    print(json.dumps(known | found, ensure_ascii=False), flush=True)


def _print_passages(_: dict[str, str], query: "Query", passages: Iterable["Passage"]) -> None:
    for passage in passages:
        article = passage.article
        origin = _origin(article.source, article.published)
        print(f"{passage.rank}. {article.title or article.id} ({origin})  {passage.score:.2f}")
        print(f"   {' '.join(passage.text.split())}")
        if passage.also:
            others = (_origin(o.source or o.article_id, o.published) for o in passage.also)
            print(f"   also: {'; '.join(others)}")
        print()


def _origin(source: str, published: str) -> str:
    return ", ".join(part for part in (source, published[:10]) if part)


if __name__ == "__main__":
    sys.exit(main())
