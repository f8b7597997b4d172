"""Question sets with reference answers, such as ARCD's, in; examples of pointing at an answer out.

DIR/articles.jsonl and DIR/questions.jsonl, as `index.questions.JudgedQuestion` has them. Their
questions were written by readers of encyclopaedias, with a passage at hand: they teach to point,
not to doubt.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from corpus.article import Article
from corpus.language import detect_language
from corpus.reading import read_articles
from corpus.reporting import Reporter
from index.errors import QuestionFileError
from index.questions import JudgedQuestion, read_judged
from index.reader_training.examples import WrittenPassage, WrittenQuestion

REFERENCE_FILES = ("articles.jsonl", "questions.jsonl")


def read_references(folder: Path) -> list[WrittenPassage]:
    """Return the articles of a set as passages with their answerable questions, in order.

    A question without an answer that its article's text holds is left out.

    Raises:
        QuestionFileError: the folder has no such files.
        NoArticlesError: there is no article in the one.
    """
    missing = [name for name in REFERENCE_FILES if not (folder / name).is_file()]
    if missing:
        raise QuestionFileError(f"{folder} has no {missing[0]}. Name a folder with both files.")
    read = read_articles([folder / "articles.jsonl"], Reporter(sys.stderr))
    articles = {article.id: article for article in read}
    asked: dict[str, list[WrittenQuestion]] = {id_: [] for id_ in articles}
    for question in read_judged(folder / "questions.jsonl"):
        for article in _relevant(question, articles):
            asked[article.id] += _written(question, article)
    return [
        WrittenPassage(
            id=article.id,
            language=article.language,
            title=article.title,
            published=article.published,
            text=article.text,
            questions=asked[article.id],
        )
        for article in articles.values()
    ]


def _relevant(question: JudgedQuestion, articles: dict[str, Article]) -> Iterator[Article]:
    return (articles[id_] for id_ in sorted(question.relevant_ids) if id_ in articles)


def _written(question: JudgedQuestion, article: Article) -> Iterator[WrittenQuestion]:
    for answer in question.answers.get(article.language, []):
        if answer in article.text:
            yield WrittenQuestion(
                q=question.question,
                language=question.language or detect_language(question.question),
                answerable=True,
                answer=answer,
            )
            return
