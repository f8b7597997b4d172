"""Small talk is told from questions, in both languages and their everyday forms."""

import pytest

from bot import texts
from bot.answering.small_talk import _PHRASES, is_small_talk, reply_to
from corpus.article import Language


@pytest.mark.parametrize(
    "message",
    [
        "hi",
        "Hello there!",
        "thanks a lot 🙏",
        "good morning",
        "who are you?",
        "tell me a joke",
        "السلام عليكم",
        "شكراً جزيلاً",
        "كيفك؟",
        "صباح الخير",
        "مين إنت؟",
        "يعطيك العافية",
        "👍",
        "how old are you?",
        "can I ask you something",
        "who made you",
        "thaaaanks man",
        "هههههههه",
        "ممكن سؤال؟",
        "كم عمرك؟",
        "رمضان كريم",
        "really?",
        "go on",
        "yalla habibi",
        "latest news",
        "يلا كمل",
        "آخر الأخبار",
        "?!",
    ],
)
def test_small_talk(message: str) -> None:
    assert is_small_talk(message)


@pytest.mark.parametrize(
    "message",
    [
        "Who signed the Caesar Act?",
        "thanks, and who signed it?",
        "شكراً، ومن وقّع القرار؟",
        "القرار 2254",
        "Assad Jeddah",
        "مرحبا، متى سقطت حكومة الأسد؟",
        "شو صار بالشام",
        "2254",
        "who is the new interim president",
        "كم عمر الأسد؟",
        "hello " * 9,  # longer than small talk is
        "你好",
        "hello world bank news",
        "latest news on Syria",
        "news on Nice",
        "why did the talk stop",
        "آخر أخبار مبارك",
        "آخر أخبار سوريا",
        "أهلا يا وزير",
    ],
)
def test_questions(message: str) -> None:
    assert not is_small_talk(message)


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("hi", texts.HELLO),
        ("Heeeello there!", texts.HELLO),
        ("hey there, anybody home?", texts.HELLO),
        ("أهلين", texts.HELLO),
        ("السلام عليكم ورحمة الله", texts.SALAM),
        ("السلام عليكم، كيف حالك؟", texts.SALAM),
        ("salaam", texts.SALAM),
        ("Good morning", texts.GOOD_MORNING),
        ("صباحو", texts.GOOD_MORNING),
        ("يسعد مساك", texts.GOOD_EVENING),
        ("رمضان كريم", texts.GOOD_WISHES),
        ("hello, how are you?", texts.HOW_I_AM),
        ("what's up", texts.HOW_I_AM),
        ("شلونك", texts.HOW_I_AM),
        ("thaaaanks man", texts.WELCOME),
        ("well done!", texts.WELCOME),
        ("يعطيك العافية", texts.WELCOME),
        ("🙏", texts.WELCOME),
        ("ok, thanks, bye", texts.GOODBYE),
        ("مع السلامة", texts.GOODBYE),
        ("تصبح على خير", texts.GOODBYE),
        ("hello, who are you?", texts.WHO_I_AM),
        ("are you a human?", texts.WHO_I_AM),
        ("مين إنت؟", texts.WHO_I_AM),
        ("وش اسمك", texts.WHO_I_AM),
        ("can I ask you something", texts.GO_ON),
        ("عندي سؤال لو سمحت", texts.GO_ON),
        ("you are stupid", texts.SMALL_TALK),
        ("شو الأخبار", texts.SMALL_TALK),
        ("tell me a joke", texts.SMALL_TALK),
        ("?!", texts.SMALL_TALK),
        ("😂", texts.SMALL_TALK),
    ],
)
def test_each_kind_has_its_reply(message: str, reply: dict[Language, str]) -> None:
    assert is_small_talk(message)
    assert reply_to(message, "ar") == reply["ar"]
    assert reply_to(message, "en") == reply["en"]


def test_every_phrase_with_a_reply_is_small_talk() -> None:
    said = [" ".join(phrase) for _, phrases in _PHRASES for phrase in phrases]
    assert [phrase for phrase in said if not phrase or not is_small_talk(phrase)] == []
