import pytest

from corpus.article import Language
from corpus.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ما هو موقف Vedant Patel من Assad", "ar"),
        ("من هو Antony Blinken", "ar"),
        ("ما موقف State Department من التطبيع؟", "ar"),
        ("شو قال Trump عن سوريا", "ar"),
        ("what is موقف", "en"),
        ("who is بشار الأسد", "en"),
        ("what does «التطبيع» mean in the statement", "en"),
        ("قانون قيصر", "ar"),
        ("Caesar Act", "en"),
        ("الأسد Assad", "ar"),
        ("Assad الأسد", "en"),
        ("2254؟", "en"),
        ("", "en"),
        ("Резолюция 2254", "en"),
    ],
)
def test_language_of_questions(text: str, language: Language) -> None:
    assert detect_language(text) == language


def test_default_for_text_without_letters() -> None:
    assert detect_language("2254؟", default="ar") == "ar"


def test_quotation_does_not_change_the_language_of_an_article() -> None:
    article = "قال المتحدث في الإحاطة إن الموقف لم يتغير. " * 5 + "Nothing has changed, he said."
    assert detect_language(article) == "ar"
