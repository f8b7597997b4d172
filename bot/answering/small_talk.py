"""A message in, whether it is small talk out: greetings, thanks, talk about the bot itself."""

import re

from corpus.normalization import fold, words

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
    جديد الجديد رمضان كريم مبارك عيد سعيد كل عام وأنتم وانت احكيلي ههه كم هالبوت البوت

    hello hi hey hiya greetings good morning evening afternoon night day welcome salam salaam
    marhaba how are you doing is it going things whats what's sup up there anyone anybody home
    fine well thank thanks thx ty cheers much so very a lot many that this was helped helpful
    great cool nice awesome perfect brilliant ok okay alright got bravo done job bye goodbye see
    later soon farewell take care who what your name bot robot human machine real person or the
    an my dear friend mate tell me joke poem sing song something funny bored stupid useless
    idiot dumb bad wrong completely totally hmm hm uh oh wow lol haha hahaha yes yeah no nope
    please sorry test testing love hate i am i'm you're old can could ask question made created
    built talk speak understand english arabic man bro dude alive awake today new have has any
    do does did want need works work working why because
"""
_WORDS = frozenset(words(fold(_SMALL_TALK)))
_DRAWN_OUT = re.compile(r"(.)\1{2,}")  # «ههههه», «thaaanks»
_LONGEST = 8  # words


def is_small_talk(message: str) -> bool:
    """Return whether a message is nothing but small talk.

    Every word has to be: «شكراً، ومن وقّع القرار؟» is a question.
    """
    said = words(message)
    return len(said) <= _LONGEST and all(map(_is_small, said))


def _is_small(word: str) -> bool:
    return not _WORDS.isdisjoint((word, _DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word)))
