"""The words by which page furniture gives itself away, in both languages, as patterns.

Only what news sites of either language have in common; everything matches text that is folded as
`corpus.normalization` folds.
"""

import re

from corpus.normalization import fold


def _listed(entries: str) -> frozenset[str]:
    return frozenset(entries.split())


def _any_of(phrases: str) -> str:
    """Return a pattern of the phrases in `a|b|c`, for folded text."""
    return "|".join(re.escape(fold(phrase)) for phrase in phrases.split("|"))


def _opening(phrases: str) -> re.Pattern[str]:
    """Return a pattern for folded lines that begin with one of the phrases as whole words.

    Bullets and arrows may stand before it, but no quotation mark: that is somebody speaking.
    """
    return re.compile(rf"[^\w\"'“”«‹]{{0,5}}(?:{_any_of(phrases)})(?:(?<!\w)|(?!\w))")


# A line of these words only, one of the first group among them, is a button. Folded.
BUTTON_WORDS = _listed(
    """
    icon menu home search share shares tweet facebook twitter whatsapp telegram linkedin pinterest
    reddit messenger instagram youtube tiktok email mail print save bookmark listen close loading
    advertisement advertisements ad ads sponsored skip login signin signup register subscribe
    subscription follow copy copied link comment comments reply gallery slideshow play pause mute
    minute minutes min mins read font size enlarge zoom next previous prev back top toggle
    navigation breadcrumb translate
    القائمه الرييسيه بحث ابحث شارك مشاركه المشاركه انشر فيسبوك فيس بوك تويتر تغريد واتساب واتس اب
    تلغرام تليغرام تيليغرام تلجرام تليجرام لينكد لينكدان انستغرام يوتيوب ايميل طباعه اطبع حفظ استمع
    اغلاق اعلان اعلانات تخطي تسجيل الدخول اشترك اشتراك تابع تابعنا نسخ الرابط رابط تعليق تعليقات
    التعليقات دقايق دقيقه قراءه للقراءه حجم الخط تكبير تصغير التالي السابق ايقونه تحميل
    """
)
BUTTON_FILLERS = _listed(
    """
    a an x on via this the to by in of out your us with for all or and post story article page site
    main content up now scroll continue more new show hide view google news
    علي عبر في من الي هذا هذه الخبر المقال الصفحه الموضوع البريد الالكتروني تم لا يوجد المحتوي
    المزيد عرض اضف او و اكس غوغل
    """
)

_AGENCIES = (
    "reuters|afp|ap|associated press|getty|getty images|epa|anadolu|dpa|xinhua|shutterstock"
    "|رويترز|أ ف ب|فرانس برس|أسوشيتد برس|غيتي|الأناضول|د ب أ|شينخوا|سانا|واس|وكالات|الوكالات"
)
CREDIT = re.compile(
    rf"[(\[] (?:[^()\[\]]{{0,40}}[\s/:-])? (?:file\sphoto|archive|ارشيف\w*|{_any_of(_AGENCIES)})"
    r" (?:[\s/,:-][^()\[\]]{0,30})? [)\]] \W* $",
    re.VERBOSE,
)
CAPTION = _opening("photo:|image:|picture:|caption:|credit:|صورة:|الصورة:|تصوير:")
AGENCY = re.compile(rf"\W*(?:{_any_of(_AGENCIES)})\W*")
AUTHOR = _opening(
    "by|written by|reported by|words by|source:|author:"
    "|بقلم|كتب:|كتبت:|كتب -|إعداد:|تحرير:|ترجمة:|المصدر:|المصدر :|الكاتب:|مراسل"
)
TAGS = _opening(
    "tags|topics:|keywords:|filed under:|الوسوم|وسوم:|كلمات مفتاحية|الكلمات المفتاحية"
    "|كلمات دلالية|الكلمات الدلالية"
)
PROMPT = _opening(
    "sign up here|sign up for our|subscribe to our|join our newsletter|follow us on"
    "|download our app|click here|we use cookies|this site uses cookies"
    "|this website uses cookies|we and our partners"
    "|enter your email|support our journalism|اشتركوا في|تابعنا على|تابعونا على|حمل تطبيق"
    "|حملوا تطبيق|اضغط هنا|انقر هنا|نستخدم ملفات|يستخدم هذا الموقع ملفات|أدخل بريدك"
)
# These are prompts only where they speak of what a page asks for.
PERHAPS_PROMPT = _opening(
    "sign up|subscribe|get|join|register|accept|by clicking|by continuing|by signing up|never miss"
    "|don't miss|stay|اشترك|للاشتراك|انضم|انضموا|سجل|احصل على|يمكنكم|بالضغط على|باستمرارك|لا تفوت"
    "|لمتابعة"
)
ASKED_FOR = re.compile(
    r"\b(?:"
    + _any_of(
        "newsletter|newsletters|inbox|cookies|our app|your account|privacy policy|terms of use"
        "|our terms|our channel|notifications|نشرتنا|النشرة البريدية|بريدك|بريدكم|تطبيقنا|قناتنا"
        "|قنواتنا|صفحتنا|حسابنا|الإشعارات|ملفات تعريف الارتباط|سياسة الخصوصية"
    )
    + r")\b"
)
RELATED = _opening(
    "read also|also read|read more|see also|more on this|more on this story|اقرأ أيضا|إقرأ أيضا"
    "|اقرئي أيضا|اقرأوا أيضا|اقرأ المزيد|طالع أيضا|شاهد أيضا|انظر أيضا"
)
# These are cues only where nothing but a colon follows: «شاهد» is a witness as well.
_ALONE = _any_of("related|watch|recommended|شاهد|ذات صلة|للمزيد|قد يهمك|اقرأ عن")
RELATED_ALONE = re.compile(rf"\W{{0,5}}(?:{_ALONE})\s?(?:$|:)")
END = _opening(
    "most read|most popular|most viewed|related stories|related articles|related news"
    "|related topics|related posts|more from|more stories|more news|you may also|you might also"
    "|trending|latest news|latest stories|top stories|recommended for you|editor's picks|comments"
    "|leave a comment|leave a reply|about us|contact us|privacy policy|terms of use"
    "|terms and conditions|what to read next|read next"
    "|الأكثر قراءة|الأكثر مشاهدة|الأكثر تداولا|مواضيع ذات صلة|أخبار ذات صلة|مقالات ذات صلة"
    "|موضوعات ذات صلة|مواد ذات صلة|أخبار متعلقة|مواضيع متعلقة|مقالات مشابهة|المزيد من|المزيد في"
    "|المزيد حول|قد يعجبك|آخر الأخبار|أحدث الأخبار|أهم الأخبار|أبرز الأخبار|التعليقات|أضف تعليق"
    "|اترك تعليق|من نحن|اتصل بنا|سياسة الخصوصية|شروط الاستخدام|اخترنا لك"
)
RIGHTS = re.compile(
    r"©\s?\d{4}|\d{4}\s?©|copyright\W{1,3}\d{4}|all rights reserved"
    r"|الحقوق محفوظه|حقوق النشر محفوظه"
)
# What is no name in a copyright line.
RIGHTS_WORDS = _listed(
    """
    c copyright all rights reserved the by and of or
    جميع كل الحقوق حقوق النشر والنشر الطبع الطباعه محفوظه لدي لموقع © ® ™
    """
)
# What the name of a source tends to hold; without «ال».
MEDIA_WORDS = _listed(
    """
    news times post tv television radio herald gazette tribune telegraph guardian journal chronicle
    observer press agency wire daily weekly today standard network broadcasting review magazine
    تلفزيون قناه صحيفه جريده وكاله موقع شبكه راديو اذاعه انباء نيوز بوست تايمز برس مجله
    """
)
# Where all but «news» is one of these, a line names a section: «World News».
SECTION_WORDS = _listed(
    """
    world local national international regional business sport sports politics breaking latest top
    live more us uk europe africa asia
    """
)
