"""Small talk is told from questions, in both languages and their everyday forms."""

import pytest

from bot.answering.small_talk import is_small_talk


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
    ],
)
def test_questions(message: str) -> None:
    assert not is_small_talk(message)
