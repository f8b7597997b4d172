"""The command `sanad`: answers questions on the command line and on Telegram."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import BotError
from corpus.errors import CorpusError
from corpus.terminal import DONE, FAILED, add_question_options, run_program
from index.errors import RetrievalError

if TYPE_CHECKING:
    from bot.answering.answer import Answer, Citation
    from bot.answering.library import Library
    from bot.settings import BotSettings
    from corpus.article import Language
    from index.encoding import Encoder

Command = Callable[[argparse.Namespace, "BotSettings"], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 done, 1 an error said in one line; argparse leaves with 2."""
    return run_program("sanad", lambda: _perform(argv), (BotError, RetrievalError, CorpusError))


def _perform(argv: Sequence[str] | None) -> int:
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.run is _ask and arguments.questions and arguments.after:
        parser.error('--after goes with a QUESTION; in a file, a line has "after" of its own')
    run: Command = arguments.run
    return run(arguments, _settings(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sanad",
        description="Answers questions over news articles in Arabic and English, and quotes them.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Command, about: str) -> argparse.ArgumentParser:
        sentence = f"{about[0].upper()}{about[1:]}."
        command = commands.add_parser(name, help=about, description=sentence)
        command.add_argument("--index", type=Path, metavar="DIR", help="directory of the index")
        command.set_defaults(run=run)
        return command

    ask = add("ask", _ask, "answer a question, or each question of a file")
    add_question_options(ask)
    ask.add_argument(
        "--after",
        default="",
        metavar="QUESTION",
        help="the question asked before it; accepted, but each is read on its own",
    )
    evaluation = add("eval", _eval, "measure answers to questions whose right answers are known")
    evaluation.add_argument("--questions", type=Path, required=True, metavar="FILE.jsonl")
    evaluation.add_argument("--json", action="store_true", help="print JSON")
    evaluation.add_argument(
        "--per-question", type=Path, metavar="FILE.jsonl", help="write here each answer, compared"
    )
    add("run", _run, "answer on Telegram until told to stop")
    add("check", _check, "look whether token, server, index, model and settings are fine")
    return parser


def _settings(arguments: argparse.Namespace) -> "BotSettings":
    from bot.settings import BotSettings
    from index.settings import load_settings

    settings = load_settings(BotSettings)
    return settings.model_copy(update={"index": arguments.index}) if arguments.index else settings


def _ask(arguments: argparse.Namespace, settings: "BotSettings") -> int:
    from index.questions import Question, read_questions

    file = arguments.questions
    questions = list(read_questions(file, Question)) if file else None
    library = _open_library(settings, build_sample=True)
    if questions is None:
        answer = library.answer(arguments.question, now=arguments.now)
        print(_as_json(answer) if arguments.json else _as_text(answer))
        return DONE
    for question in questions:
        answer = library.answer(question.question, now=question.now or arguments.now)
        print(_as_json(answer, id=question.id), flush=True)
    return DONE


def _eval(arguments: argparse.Namespace, settings: "BotSettings") -> int:
    from bot.answering.evaluation import ask_all, evaluate, outcome_row
    from bot.answering.scorecard import as_text
    from index.progress import show_progress
    from index.questions import read_judged, row_writer

    questions = read_judged(arguments.questions)
    with row_writer(arguments.per_question, arguments.questions) as write:
        library = _open_library(settings, build_sample=False)
        with show_progress("answering", "questions") as progress:
            outcomes = ask_all(questions, library, lambda done: progress(done, len(questions)))
        for outcome in outcomes:
            write(outcome_row(outcome))
    evaluation = evaluate(outcomes)
    if arguments.json:
        print(json.dumps(asdict(evaluation), ensure_ascii=False, indent=2))
        return DONE
    print(as_text(evaluation))
    if evaluation.without_relevant:
        print(
            f"{evaluation.without_relevant} questions count as unanswerable because no relevant "
            "article of theirs is in the index"
        )
    return DONE


def _run(arguments: argparse.Namespace, settings: "BotSettings") -> int:
    from bot.settings import unknown_settings

    if settings.telegram_token is None:
        raise BotError(
            "SANAD_TELEGRAM_TOKEN is not set. In Telegram, send /newbot to @BotFather, then put "
            "SANAD_TELEGRAM_TOKEN=<the token it gives you> into the file .env here, and try again."
        )
    for warning in unknown_settings():
        print(f"sanad: {warning}", file=sys.stderr)
    from bot.telegram.application import run_bot
    from bot.telegram.check import require_token

    require_token(settings.telegram_token, settings.telegram_base_url)
    run_bot(
        _open_library(settings, build_sample=False),
        token=settings.telegram_token,
        base_url=settings.telegram_base_url,
        max_waiting=settings.max_waiting,
    )
    return DONE


def _check(arguments: argparse.Namespace, settings: "BotSettings") -> int:
    from bot.checks import check

    fine = True
    for line in check(settings):
        print(f"{'ok' if line.ok else 'NOT OK':7} {line.subject}: {line.detail}")
        fine &= line.ok
    return DONE if fine else FAILED


def _open_library(settings: "BotSettings", *, build_sample: bool) -> "Library":
    from bot.answering.library import Library
    from index.encoding import load_encoder
    from index.errors import NoIndexError
    from index.reader import load_reader
    from index.reranking import load_reranker
    from index.settings import model_cache
    from index.versions import require_index

    try:
        require_index(settings.index)
    except NoIndexError:
        if not build_sample:
            raise
        encoder = load_encoder(settings.model, model_cache())
        _build_sample(settings, encoder)
    else:
        encoder = load_encoder(settings.model, model_cache())
    reranker = load_reranker(settings.reranker, encoder)
    return Library(settings.index, encoder, reranker, load_reader(encoder))


def _build_sample(settings: "BotSettings", encoder: "Encoder") -> None:
    from corpus.reading import read_articles
    from corpus.reporting import Reporter
    from corpus.sample import sample_path
    from index.building import build_index
    from index.progress import show_progress

    print(
        f"There is no index in {settings.index} yet; building one from the sample articles. "
        "For your own: sanad-index build --corpus PATH",
        file=sys.stderr,
    )
    articles = read_articles([sample_path()], Reporter(sys.stderr))
    with show_progress("encoding", "chunks") as progress:
        build_index(articles, settings.index, encoder, progress)


def _as_json(answer: "Answer", **known: str) -> str:
    fields: dict[str, Any] = known | asdict(answer)
    fields["confidence"] = round(answer.confidence, 3)
    if answer.reason is None:
        del fields["reason"]
    return json.dumps(fields, ensure_ascii=False)


def _as_text(answer: "Answer") -> str:
    """Return the answer as a terminal shows it: quotes, then what each number refers to."""
    from bot import texts
    from bot.answering.answer import Status

    if answer.status is Status.NOT_FOUND:
        return answer.text
    blocks = [f"«{citation.quote}» [{citation.number}]" for citation in answer.citations]
    if answer.status is Status.RELATED:
        blocks.insert(0, texts.RELATED[answer.language])
    by_article: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        by_article.setdefault(citation.article_id, []).append(citation)
    references = (_reference(own, answer.language) for own in by_article.values())
    return "\n\n".join([*blocks, "\n".join(references)])


def _reference(citations: "Sequence[Citation]", language: "Language") -> str:
    """Return the line that names the article which quotes are from, after their numbers.

    It is in the article's language, but for what the program says of other sources.
    """
    from bot import texts

    citation = citations[0]
    numbers = " ".join(f"[{one.number}]" for one in citations)
    comma = texts.COMMA[citation.language]
    origin = comma.join(part for part in (citation.source, citation.published[:10]) if part)
    title = citation.title or citation.article_id
    line = f"{numbers} {title} ({origin})" if origin else f"{numbers} {title}"
    line = f"{line} {citation.url}".rstrip()
    if not citation.also:
        return line
    names = (other.source or other.title or other.article_id for other in citation.also)
    others = texts.ALSO[language].format(sources=texts.COMMA[language].join(dict.fromkeys(names)))
    return f"{line} ({others})"


if __name__ == "__main__":
    sys.exit(main())
