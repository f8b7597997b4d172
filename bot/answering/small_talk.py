"""A message in, whether it is small talk out, and what to reply: to greetings, thanks, goodbyes."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot import texts
from corpus.article import Language
from corpus.normalization import words

# What small talk is made of, Arabic with its everyday dialects. A message all of whose words are
# here asks nothing of the articles.
_SMALL_TALK = """
    السلام سلام عليكم وعليكم ورحمة الله وبركاته مرحبا مراحب أهلا أهلين وسهلا هلا هلو هاي صباح
    صباحو صباحك مساء مساك مساءك الخير النور الفل الورد يسعد تصبح تصبحين على خير كيف حالك حالكم
    الحال كيفك كيفكم شلونك شلونكم شخبارك أخبارك أخباركم الأخبار إيه ازيك عامل عاملة شو شنو وش
    ايش وضعك بخير الحمد لله والحمد إن شاء تمام ماشي طيب أوكي أحسنت ممتاز رائع حلو جميل برافو
    شكرا جزيلا كثيرا كتير جدا الشكر لك لكم مشكور مشكورة ممنون ممنونك تسلم تسلمي يسلمو يعطيك
    العافية ألف شكر متشكر جزاك خيرا بارك فيك مع السلامة وداعا باي إلى اللقاء في أمان من أنت إنت
    إنتي مين اسمك ما هل إنسان روبوت بوت آلة حقيقي يا صديقي حبيبي حبيبتي عزيزي غالي باشا معلم أخي
    أختي قل قول قولي لي احكي نكتة نكته شعر شي غبي سخيف فاشل وما بتفهم لا تفهم نعم أيوه لأ فضلك
    رجاء لو سمحت آسف عفوا عذرا تجربة اختبار هه عمرك سؤال عندي ممكن أسألك اسألك بقدر تقدر تقدري
    بتعرف تعرف تعرفني فينك شغلك تعمل بتعمل تسوي خلقك صنعك مبرمجك تحكي تتكلم عربي انجليزي اليوم
    جديد الجديد رمضان كريم مبارك عيد سعيد كل عام وأنتم وانت احكيلي ههه كم هالبوت البوت يلا يالله
    كمل أكمل كمان المزيد زدني مساعدة ساعدني ابدأ بس خلص والله جد عنجد صحيح أكيد معقول لطيف فهمت
    مفهوم واضح

    hello hi hey hiya greetings good morning evening afternoon night day welcome salam salaam
    marhaba how are you doing is it going things whats what's sup up there anyone anybody home
    fine well thank thanks thx ty cheers much so very a lot many that this was helped helpful
    great cool nice awesome perfect brilliant ok okay alright got bravo done job bye goodbye see
    later soon farewell take care who what your name bot robot human machine real person or the
    an my dear friend mate tell me joke poem sing song something funny bored stupid useless
    idiot dumb bad wrong completely totally hmm hm uh oh wow lol haha hahaha yes yeah no nope
    please sorry test testing love hate i am i'm you're old can could ask question made created
    built talk speak understand english arabic man bro dude alive awake today new have has any
    do does did want need works work working why because really interesting sure indeed exactly
    correct agreed understood continue more go on help yep yup nah huh fun shukran habibi yalla
    inshallah mashallah gm gn merci danke gracias
"""
_WORDS = frozenset(words(_SMALL_TALK))
# And whole messages: what asks for news of nothing, and what only a program is told. As words of
# any message they would take «news on Nice» and «آخر أخبار مبارك» for small talk.
_ALONE = """
    news, the news, latest, latest news, the latest, the latest news, headlines,
    what's the latest, what is the latest, what's the latest news, any news, news today,
    أخبار، خبر، آخر الأخبار، ما آخر الأخبار، شو آخر الأخبار، آخر أخبار، أخبار اليوم،
    start, stop, next
"""
_DRAWN_OUT = re.compile(r"(.)\1{2,}")  # «ههههه», «thaaanks»
_LONGEST = 8  # words

# What each kind of small talk says somewhere. The first kind counts: whoever greets with peace is
# owed the same back, whatever else the message says, and who asks something an answer to it.
_REPLIES: Final[Sequence[tuple[Mapping[Language, str], str]]] = (
    (texts.SALAM, "السلام، سلام، salam, salaam"),
    (
        texts.WHO_I_AM,
        """
        من أنت، من إنت، من إنتي، مين أنت، مين إنت، مين إنتي، أنت مين، إنت مين، إنتي مين، اسمك،
        هل أنت، أنت إنسان، إنت إنسان، إنتي إنسان، أنت روبوت، إنت روبوت، أنت بوت، إنت بوت، عمرك،
        خلقك، صنعك، مبرمجك، شغلك، ما تعمل، شو بتعمل، شو تسوي، وش تسوي، تقدر تعمل،
        تحكي عربي، تحكي انجليزي، تتكلم عربي، تتكلم انجليزي، بتعرف عربي، بتعرف انجليزي،
        who are you, what are you, who is this, your name, are you a, are you an, are you human,
        are you real, are you alive, how old are you, made you, created you, built you,
        what can you do, what do you do, how do you work, do you speak, do you understand,
        can you speak, can you understand
        """,
    ),
    (
        texts.GO_ON,
        """
        سؤال، أسألك، can i ask, could i ask, ask you, ask a question, have a question
        """,
    ),
    (
        texts.GOODBYE,
        """
        مع السلامة، وداعا، باي، إلى اللقاء، في أمان، تصبح على خير، تصبحين على خير،
        bye, goodbye, see you, farewell, take care, good night
        """,
    ),
    (
        texts.WELCOME,
        """
        شكرا، الشكر، مشكور، مشكورة، ممنون، ممنونك، تسلم، تسلمي، يسلمو، العافية، متشكر، جزاك الله،
        بارك الله، أحسنت، برافو، ممتاز، رائع،
        thanks, thank, thx, ty, shukran, cheers, helped, helpful, well done, good job, great job,
        bravo, awesome, brilliant, perfect
        """,
    ),
    (texts.GOOD_WISHES, "رمضان كريم، رمضان مبارك، عيد سعيد، عيد مبارك، كل عام وأنتم، كل عام وانت"),
    (texts.GOOD_MORNING, "صباح، صباحو، صباحك، good morning, morning"),
    (texts.GOOD_EVENING, "مساء، مساك، مساءك، good evening, evening"),
    (
        texts.HOW_I_AM,
        """
        كيف حالك، كيف حالكم، كيف الحال، كيفك، كيفكم، شلونك، شلونكم، شخبارك، أخبارك، أخباركم،
        ازيك، عامل إيه، عاملة إيه، شو وضعك، كيف وضعك،
        how are you, how are things, how is it going, how's it going, how is things, what's up,
        what is up, sup
        """,
    ),
    (
        texts.HELLO,
        """
        مرحبا، مراحب، أهلا، أهلين، هلا، هلو، هاي،
        hello, hi, hey, hiya, greetings, welcome, marhaba, good day, good afternoon, anyone home,
        anybody home, anyone there, anybody there, are you there
        """,
    ),
)


def _phrases(listed: str) -> list[list[str]]:
    """Return the words of each phrase of a list with commas."""
    return [words(phrase) for phrase in re.split("[,،]", listed) if phrase.strip()]


_MESSAGES = _phrases(_ALONE)
_PHRASES = [(reply, _phrases(listed)) for reply, listed in _REPLIES]
_THANKFUL_SIGNS = frozenset("🙏👍👏🌹❤")


def is_small_talk(message: str) -> bool:
    """Return whether a message is nothing but small talk.

    Every word has to be: «شكراً، ومن وقّع القرار؟» is a question.
    """
    said = words(message)
    return said in _MESSAGES or (len(said) <= _LONGEST and all(map(_small_word, said)))


def reply_to(message: str, language: Language) -> str:
    """Return what a message that is small talk is owed: to a greeting a greeting, and so on."""
    said = [_small_word(word) for word in words(message)]
    if not said and not _THANKFUL_SIGNS.isdisjoint(message):
        return texts.WELCOME[language]
    replies = (
        reply for reply, phrases in _PHRASES if any(_holds(said, phrase) for phrase in phrases)
    )
    return next(replies, texts.SMALL_TALK)[language]


def _small_word(word: str) -> str:
    """Return a word as small talk has it, «thanks» for «thaaanks»; empty where it has not."""
    forms = (word, _DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word))
    return next((form for form in forms if form in _WORDS), "")


def _holds(said: list[str], phrase: list[str]) -> bool:
    """Return whether the words of a phrase stand in a message, one behind the other."""
    starts = range(len(said) - len(phrase) + 1)
    return any(said[start : start + len(phrase)] == phrase for start in starts)
