"""Every sentence the bot says in its own name, in Arabic and in English."""

from corpus.article import Language

NOT_FOUND: dict[Language, str] = {
    "ar": "لم أجد هذا في المقالات.",
    "en": "I did not find this in the articles.",
}
RELATED: dict[Language, str] = {
    "ar": "لم أجد جواباً عن هذا. أقرب ما ورد في المقالات:",
    "en": "I did not find an answer to this. The closest reports say:",
}
EMPTY: dict[Language, str] = {
    "ar": "لم تصلني أي كلمات. اكتب سؤالاً عما ورد في المقالات.",
    "en": "No words reached me. Write a question about what the articles report.",
}

# To small talk

SMALL_TALK: dict[Language, str] = {
    "ar": "أنا هنا للأسئلة عن مقالات الأخبار التي بين يدي. اسألني عما ورد فيها.",
    "en": "I am here for questions about the news articles I hold. Ask me about what they report.",
}
HELLO: dict[Language, str] = {
    "ar": "أهلاً وسهلاً بك. اسألني عما ورد في مقالات الأخبار التي بين يدي.",
    "en": "Hello, and welcome. Ask me about what the news articles I hold report.",
}
SALAM: dict[Language, str] = {
    "ar": "وعليكم السلام ورحمة الله وبركاته. اسألني عما ورد في مقالات الأخبار التي بين يدي.",
    "en": "Wa alaykum as-salam. Ask me about what the news articles I hold report.",
}
GOOD_MORNING: dict[Language, str] = {
    "ar": "صباح النور. اسألني عما ورد في مقالات الأخبار التي بين يدي.",
    "en": "Good morning. Ask me about what the news articles I hold report.",
}
GOOD_EVENING: dict[Language, str] = {
    "ar": "مساء النور. اسألني عما ورد في مقالات الأخبار التي بين يدي.",
    "en": "Good evening. Ask me about what the news articles I hold report.",
}
GOOD_WISHES: dict[Language, str] = {
    "ar": "كل عام وأنتم بخير، وشكراً لتهنئتك.",
    "en": "Thank you, and my good wishes to you too.",
}
HOW_I_AM: dict[Language, str] = {
    "ar": "أنا بخير، أشكر لك سؤالك. اسألني عما ورد في مقالات الأخبار التي بين يدي.",
    "en": "I am well, thank you for asking. Ask me about what the news articles I hold report.",
}
WHO_I_AM: dict[Language, str] = {
    "ar": (
        "أنا سند، برنامج يجيب عن الأسئلة من مقالات الأخبار التي بين يديه. "
        "ومع كل جواب مقاله وتاريخه وكلماته بنصها."
    ),
    "en": (
        "I am Sanad, a bot that answers questions from the news articles it holds. Every answer "
        "shows its article, its date and the exact words."
    ),
}
GO_ON: dict[Language, str] = {
    "ar": "بكل سرور. اسألني عما ورد في مقالات الأخبار التي بين يدي.",
    "en": "With pleasure. Ask me about what the news articles I hold report.",
}
WELCOME: dict[Language, str] = {
    "ar": "العفو، على الرحب والسعة. أنا هنا متى كان لك سؤال آخر.",
    "en": "You are welcome. I am here whenever you have another question.",
}
GOODBYE: dict[Language, str] = {
    "ar": "إلى اللقاء، في أمان الله. أنا هنا متى كان لك سؤال.",
    "en": "Goodbye, and take care. I am here whenever you have a question.",
}

# Around an answer

AS_OF: dict[Language, str] = {
    "ar": "حتى {date}:",
    "en": "As of {date}:",
}
UNDATED: dict[Language, str] = {
    "ar": "جاء في المقالات:",
    "en": "The articles say:",
}
UNTITLED: dict[Language, str] = {
    "ar": "مقال بلا عنوان",
    "en": "Untitled article",
}
SAME_ARTICLE: dict[Language, str] = {
    "ar": "المقال نفسه كما في [{number}]",
    "en": "the same article as [{number}]",
}
ALSO: dict[Language, str] = {
    "ar": "وأيضاً: {sources}",
    "en": "also: {sources}",
}
COMMA: dict[Language, str] = {
    "ar": "، ",
    "en": ", ",
}

# In a chat

START: dict[Language, str] = {
    "ar": (
        "أهلاً، أنا سند. أجيب بالعربية والإنكليزية عن أسئلة حول مقالات الأخبار التي بين يدي، "
        "ومع كل جواب مقاله وتاريخه وكلماته بنصها.\n\n"
        "اكتب سؤالك، مثلاً:\n"
        "ما موقف واشنطن من التطبيع مع الأسد؟"
    ),
    "en": (
        "Hello, I am Sanad. I answer questions about the news articles I hold, in Arabic and in "
        "English, and every answer shows its article, its date and the exact words.\n\n"
        "Write your question, for example:\n"
        "What is US policy on normalization with Assad?"
    ),
}
HELP: dict[Language, str] = {
    "ar": (
        "في محادثة خاصة: اكتب سؤالك وأرسله.\n"
        "في مجموعة: /ask ثم السؤال، أو اذكر اسمي، أو ردّ على رسالة مني. "
        "و /ask رداً على رسالة غيرك تسأل ما كُتب فيها.\n\n"
        "/about: ما الذي تغطيه المقالات.\n\n"
        "أقتبس من المقالات حرفياً ولا أؤلّف شيئاً. إن لم أجد الجواب قلت ذلك. ولا أحتفظ بأسئلتك."
    ),
    "en": (
        "In a private chat: write your question and send it.\n"
        "In a group: /ask and the question, or mention me, or reply to a message of mine. "
        "/ask in reply to someone's message asks what it says.\n\n"
        "/about: what the articles cover.\n\n"
        "I quote the articles word for word and make nothing up. Where I find no answer, I say so. "
        "I do not keep your questions."
    ),
}
ASK_HINT: dict[Language, str] = {
    "ar": "اكتب السؤال بعد الأمر، مثلاً:\n/ask ما موقف واشنطن من التطبيع مع الأسد؟",
    "en": (
        "Write the question after the command, for example:\n"
        "/ask What is US policy on normalization with Assad?"
    ),
}
TEXT_ONLY: dict[Language, str] = {
    "ar": "لا أقرأ إلا النصوص. اكتب سؤالك كلمات.",
    "en": "I read text only. Please write your question in words.",
}
BUSY: dict[Language, str] = {
    "ar": "تصلني الآن أسئلة كثيرة. أعد إرسال سؤالك بعد قليل من فضلك.",
    "en": "Many questions are reaching me right now. Please send yours again in a little while.",
}
APOLOGY: dict[Language, str] = {
    "ar": "عذراً، حدث خطأ عندي ولم أستطع الإجابة. أعد المحاولة بعد قليل من فضلك.",
    "en": "Sorry, something went wrong on my side and I could not answer. Please try again later.",
}

# What the collection covers

ABOUT: dict[Language, str] = {
    "ar": "أجيب من هذه المقالات وحدها:",
    "en": "I answer from these articles alone:",
}
ARTICLES: dict[Language, str] = {
    "ar": "عدد المقالات: {count}",
    "en": "Articles: {count}",
}
LANGUAGES: dict[Language, dict[str, str]] = {
    "ar": {"ar": "بالعربية: {count}", "en": "بالإنكليزية: {count}"},
    "en": {"ar": "in Arabic: {count}", "en": "in English: {count}"},
}
DATES: dict[Language, str] = {
    "ar": "من {first} إلى {last}",
    "en": "From {first} to {last}",
}
SOURCES: dict[Language, str] = {
    "ar": "المصادر: {sources}",
    "en": "Sources: {sources}",
}
MORE_SOURCES: dict[Language, str] = {
    "ar": "وغيرها ({count})",
    "en": "and others ({count})",
}

# In Telegram's menu of commands

COMMANDS: dict[Language, dict[str, str]] = {
    "ar": {
        "ask": "اسأل عما ورد في المقالات",
        "about": "ما الذي تغطيه المقالات",
        "help": "كيف تسأل",
    },
    "en": {
        "ask": "Ask about what the articles report",
        "about": "What the articles cover",
        "help": "How to ask",
    },
}
