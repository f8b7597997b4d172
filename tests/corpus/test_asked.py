from datetime import date

import pytest

from corpus.asked import asked_time, said_periods
from corpus.periods import Period

THURSDAY = date(2024, 9, 5)
"""When the questions are asked: ISO week 36, two days after Tuesday the third."""


def spans(periods: tuple[Period, ...]) -> list[str]:
    """Return periods as they are written below: first and last day, or one where they agree."""
    return [
        str(p.first) if p.first == p.last else f"{_open(p.first)}/{_open(p.last)}" for p in periods
    ]


def _open(day: date) -> str:
    return ".." if day in {date.min, date.max} else str(day)


def asked(question: str) -> list[str]:
    return spans(asked_time(question, THURSDAY).periods)


@pytest.mark.parametrize(
    ("question", "period"),
    [
        # years
        ("Who won the election of 2023?", "2023-01-01/2023-12-31"),
        ("Who was at the 2022 summit?", "2022-01-01/2022-12-31"),
        ("the agenda for the 2022 summit", "2022-01-01/2022-12-31"),
        ("What about 2022?", "2022-01-01/2022-12-31"),
        ("قانون 2022", "2022-01-01/2022-12-31"),
        ("the 2022 election", "2022-01-01/2022-12-31"),
        ("من فاز في انتخابات عام 2023؟", "2023-01-01/2023-12-31"),
        ("كم كان العدد في ٢٠٢١؟", "2021-01-01/2021-12-31"),
        ("سعر الخبز سنة ۲۰۲۱", "2021-01-01/2021-12-31"),
        ("شو صار ب2023", "2023-01-01/2023-12-31"),
        ("ما الذي بُني بـ٢٠٢٠؟", "2020-01-01/2020-12-31"),
        ("أهداف الفريق في الـ2019", "2019-01-01/2019-12-31"),
        ("Who ruled the island in 1066?", "1066-01-01/1066-12-31"),
        ("How many left in the year 2000?", "2000-01-01/2000-12-31"),
        ("من حكم الجزيرة عام 1258؟", "1258-01-01/1258-12-31"),
        ("أسعار 2022م", "2022-01-01/2022-12-31"),
        ("the 2022/23 season", "2022-01-01/2023-12-31"),
        ("drought in the 1990s", "1990-01-01/1999-12-31"),
        ("الجفاف في ثمانينيات القرن الماضي", "1980-01-01/1989-12-31"),
        # months
        ("What did the minister say in July 2024?", "2024-07-01/2024-07-31"),
        ("What was decided in Sept. 2023?", "2023-09-01/2023-09-30"),
        ("ماذا قال الوزير في تموز 2024؟", "2024-07-01/2024-07-31"),
        ("ماذا قال الوزير في يوليو ٢٠٢٤؟", "2024-07-01/2024-07-31"),
        ("قرارات جويلية 2024", "2024-07-01/2024-07-31"),
        ("قرارات يوليو/تموز 2024", "2024-07-01/2024-07-31"),
        ("قرارات شهر كانون الثاني من عام 2023", "2023-01-01/2023-01-31"),
        ("وش صار بتشرين الأول 2022", "2022-10-01/2022-10-31"),
        ("أحداث شهر 7 2023", "2023-07-01/2023-07-31"),
        ("the events of 07/2023", "2023-07-01/2023-07-31"),
        ("figures for 2023-07", "2023-07-01/2023-07-31"),
        ("Protests of May 2023", "2023-05-01/2023-05-31"),
        ("march 2023 floods", "2023-03-01/2023-03-31"),
        # months without a year: the latest that is not after today
        ("What happened in July?", "2024-07-01/2024-07-31"),
        ("What happened in October?", "2023-10-01/2023-10-31"),
        ("What happened in may?", "2024-05-01/2024-05-31"),
        ("results of the May vote", "2024-05-01/2024-05-31"),
        ("between June and August", "2024-06-01/2024-08-31"),
        ("the July summit", "2024-07-01/2024-07-31"),
        ("ماذا حدث في آب؟", "2024-08-01/2024-08-31"),
        ("ماذا حدث في مارس؟", "2024-03-01/2024-03-31"),
        ("قمة تشرين الثاني", "2023-11-01/2023-11-30"),
        ("أحداث شهر ٧", "2024-07-01/2024-07-31"),
        ("What happened last July?", "2024-07-01/2024-07-31"),
        ("What happened last October?", "2023-10-01/2023-10-31"),
        ("who resigned this July", "2024-07-01/2024-07-31"),
        ("من استقال في تموز الماضي؟", "2024-07-01/2024-07-31"),
        ("من سيحضر في تموز المقبل؟", "2025-07-01/2025-07-31"),
        ("July last year", "2023-07-01/2023-07-31"),
        ("في تموز من العام الماضي", "2023-07-01/2023-07-31"),
        ("What will open in November?", "2024-11-01/2024-11-30"),
        # days
        ("What did she say on 3 July 2024?", "2024-07-03"),
        ("as of midday on 20 November 2023", "2023-11-20"),
        ("What did she say on July 3rd, 2024?", "2024-07-03"),
        ("Whom did she meet on Sunday, 12 May 2024?", "2024-05-12"),
        ("من التقى يوم الأحد 12 أيار 2024؟", "2024-05-12"),
        ("بيان 03/07/2024", "2024-07-03"),
        ("ماذا قالت في ٣ تموز ٢٠٢٤؟", "2024-07-03"),
        ("ماذا قالت في 28 مايو من عام 2012؟", "2012-05-28"),
        ("What did she say on 3 July?", "2024-07-03"),
        ("What did she say on July 3rd?", "2024-07-03"),
        ("What did she say on 3 October?", "2023-10-03"),
        ("ماذا قالت في 3 تموز؟", "2024-07-03"),
        ("What was said on 29 February?", "2024-02-29"),
        ("What was said on 3 May?", "2024-05-03"),
        ("Who resigned yesterday?", "2024-09-04"),
        ("Who resigned the day before yesterday?", "2024-09-03"),
        ("What opens tomorrow?", "2024-09-06"),
        ("What happened today?", "2024-09-05"),
        ("من استقال أمس؟", "2024-09-04"),
        ("مين استقال امبارح", "2024-09-04"),
        ("مين استقال مبارح؟", "2024-09-04"),
        ("منو استقال البارحة", "2024-09-04"),
        ("من استقال أول أمس؟", "2024-09-03"),
        ("من استقال أمس الأول؟", "2024-09-03"),
        ("ماذا قال صباح اليوم الخميس؟", "2024-09-05"),
        ("ماذا حدث اليوم؟", "2024-09-05"),
        ("ايه اللي حصل النهارده", "2024-09-05"),
        ("وش بيصير بكرة", "2024-09-06"),
        # days of the week
        ("What did he say on Tuesday?", "2024-09-03"),
        ("What did he say last Thursday?", "2024-08-29"),
        ("What opens next Tuesday?", "2024-09-10"),
        ("ماذا قال الثلاثاء الماضي؟", "2024-09-03"),
        ("ماذا قال يوم الاثنين؟", "2024-09-02"),
        ("ماذا قال الأربعاء؟", "2024-09-04"),
        ("متى تفتح الجمعة المقبلة", "2024-09-06"),
        # weeks
        ("What happened last week?", "2024-08-24/2024-09-01"),
        ("ماذا حدث الأسبوع الماضي؟", "2024-08-24/2024-09-01"),
        ("شو صار هالأسبوع", "2024-08-31/2024-09-08"),
        ("What happened in the past week?", "2024-08-29/2024-09-05"),
        ("three weeks ago", "2024-08-12/2024-08-18"),
        # last, this, next
        ("What was announced last month?", "2024-08-01/2024-08-31"),
        ("ماذا أُعلن الشهر الماضي؟", "2024-08-01/2024-08-31"),
        ("وش صار الشهر اللي فات", "2024-08-01/2024-08-31"),
        ("هذا الشهر", "2024-09-01/2024-09-30"),
        ("prices this year", "2024-01-01/2024-12-31"),
        ("What changed last year?", "2023-01-01/2023-12-31"),
        ("كم كانت الحصة العام الماضي؟", "2023-01-01/2023-12-31"),
        ("كم كانت الحصة في السنة الماضية؟", "2023-01-01/2023-12-31"),
        ("بالسنة الماضية شو صار", "2023-01-01/2023-12-31"),
        ("ايه اللي حصل السنة اللي فاتت", "2023-01-01/2023-12-31"),
        ("شو رح يصير السنة الجاية", "2025-01-01/2025-12-31"),
        ("قديش الأسعار هالسنة", "2024-01-01/2024-12-31"),
        ("كم بلغ العدد هذا العام؟", "2024-01-01/2024-12-31"),
        ("خطط العام المقبل", "2025-01-01/2025-12-31"),
        ("العام قبل الماضي", "2022-01-01/2022-12-31"),
        ("the week before last", "2024-08-17/2024-08-25"),
        ("الأسبوع اللي قبل اللي فات", "2024-08-17/2024-08-25"),
        ("خلال العقد الماضي", "2010-01-01/2019-12-31"),
        # counted back
        ("What was agreed two months ago?", "2024-07-01/2024-07-31"),
        ("a year ago", "2023-01-01/2023-12-31"),
        ("3 days ago", "2024-09-02"),
        ("a few days ago", "2024-08-27/2024-09-03"),
        ("ماذا تقرر قبل شهرين؟", "2024-07-01/2024-07-31"),
        ("ماذا تقرر قبل ثلاثة أيام؟", "2024-09-02"),
        ("ماذا تقرر قبل سنة؟", "2023-01-01/2023-12-31"),
        ("ايه اللي حصل من سنتين", "2022-01-01/2022-12-31"),
        ("ماذا تقرر قبل أيام؟", "2024-08-27/2024-09-03"),
        ("over the last six months", "2024-03-05/2024-09-05"),
        ("خلال الأشهر الستة الماضية", "2024-03-05/2024-09-05"),
        ("في آخر ثلاثة أشهر", "2024-06-05/2024-09-05"),
        ("in the last year", "2023-09-05/2024-09-05"),
        ("the last 24 hours", "2024-09-04/2024-09-05"),
        ("في آخر 24 ساعة", "2024-09-04/2024-09-05"),
        ("خلال الـ48 ساعة الماضية", "2024-09-03/2024-09-05"),
        ("قبل حوالي ثلاث سنوات", "2021-01-01/2021-12-31"),
        ("ايه اللي حصل من شهر؟", "2024-08-01/2024-08-31"),
        ("في الأيام الأخيرة", "2024-08-27/2024-09-05"),
        # seasons and parts
        ("Which law passed this spring?", "2024-03-01/2024-05-31"),
        ("fires of last summer", "2024-06-01/2024-08-31"),
        ("في صيف 1957", "1957-06-01/1957-08-31"),
        ("الصيف الماضي", "2024-06-01/2024-08-31"),
        ("the fall of 2023", "2023-09-01/2023-11-30"),
        ("What did he say in early 2024?", "2024-01-01/2024-04-30"),
        ("in late June 2023", "2023-06-21/2023-06-30"),
        ("مطلع العام الماضي", "2023-01-01/2023-04-30"),
        ("أواخر 2022", "2022-09-01/2022-12-31"),
        ("منتصف تموز 2024", "2024-07-11/2024-07-21"),
        ("the first half of 2023", "2023-01-01/2023-06-30"),
        ("Q3 2023", "2023-07-01/2023-09-30"),
        ("the last week of June 2023", "2023-06-24/2023-06-30"),
        ("الربع الثالث من عام 2023", "2023-07-01/2023-09-30"),
        ("النصف الثاني من 2023", "2023-07-01/2023-12-31"),
        # open and closed ranges
        ("What has changed since 2022?", "2022-01-01/2024-09-05"),
        ("ما الذي تغير منذ 2022؟", "2022-01-01/2024-09-05"),
        ("منذ مطلع العام", "2024-01-01/2024-09-05"),
        ("كم سقط من أول السنة", "2024-01-01/2024-04-30"),
        ("by the end of the year", "2024-09-01/2024-12-31"),
        ("warming of 1850-2010", "1850-01-01/2010-12-31"),
        ("1914–18", "1914-01-01/1918-12-31"),
        ("What happened before June 2023?", "../2023-05-31"),
        ("ماذا حدث قبل حزيران 2023؟", "../2023-05-31"),
        ("What happened after June 2023?", "2023-07-01/.."),
        ("بعد عام 2021", "2022-01-01/.."),
        ("until March 2023", "../2023-03-31"),
        ("حتى آذار 2023", "../2023-03-31"),
        ("between 2020 and 2023", "2020-01-01/2023-12-31"),
        ("بين 2020 و2023", "2020-01-01/2023-12-31"),
        ("بين عامي 2020 و 2023", "2020-01-01/2023-12-31"),
        ("2020-2023", "2020-01-01/2023-12-31"),
        ("from March to May 2023", "2023-03-01/2023-05-31"),
        ("من آذار إلى أيار 2023", "2023-03-01/2023-05-31"),
        ("from November to February 2023", "2022-11-01/2023-02-28"),
        # the Islamic calendar, by Umm al-Qura: 1 Ramadan 1445 was 11 March 2024
        ("متى بدأ رمضان 1445؟", "2024-03-11/2024-04-09"),
        ("في شهر رمضان ١٤٤٥ هـ", "2024-03-11/2024-04-09"),
        ("in Ramadan 1445", "2024-03-11/2024-04-09"),
        ("ماذا حدث في رمضان؟", "2024-03-11/2024-04-09"),
        ("رمضان الماضي", "2024-03-11/2024-04-09"),
        ("رمضان المقبل", "2025-03-01/2025-03-29"),
        ("السنة الهجرية 1445", "2023-07-19/2024-07-06"),
        ("عام 1445 هـ", "2023-07-19/2024-07-06"),
        ("25 ذو القعدة 1444", "2023-06-14"),
    ],
)
def test_the_period_that_a_question_names(question: str, period: str) -> None:
    assert asked(question) == [period]


@pytest.mark.parametrize(
    "question",
    [
        "How were the 2000 people brought home?",
        "Who paid 2000 dollars?",
        "Who paid $2010?",
        "Did 1950 refugees arrive?",
        "About 2010 were killed",
        "How far is 2,024 km?",
        "What does UN resolution 1973 demand?",
        "What is Vision 2030?",
        "Who was on flight 2019?",
        "كم من 2000 شخص عاد؟",
        "من دفع 2000 دولار؟",
        "في 1500 قرية",
        "من 1500 إلى 2200 ليرة",
        "ما مضمون قرار مجلس الأمن 1701؟",
        "ما مضمون قرار مجلس الأمن رقم 1973؟",
        "ما هي رؤية 2030؟",
        "What may the court decide?",
        "May I ask who won?",
        "May 3 people sit here?",
        "Who will march against the mayor?",
        "Is there life on Mars?",
        "How many people march?",
        "Who is April Haddad?",
        "Is the office open every Friday?",
        "What happened on Black Friday?",
        "Will prices fall?",
        "Who will be last in the second race?",
        "two days before the vote",
        "من هو أب الطفل؟",
        "من فتح باب المندب؟",
        "ماذا يمارس اللاعب؟",
        "من هو رمضان صبحي؟",
        "كم شاحنة تعبر في اليوم؟",
        "متى كان اليوم الأول؟",
        "من هم في أمس الحاجة إلى المساعدة؟",
        "أين تقام صلاة الجمعة؟",
        "ما سبب الخلاف بين الاثنين؟",
        "من استقال قبل شهرين من الانتخابات؟",
        "هل هناك شخص آخر متهم؟",
        "كم حُكم عليه، أكثر من سنتين؟",
        "ما هو الربيع العربي؟",
        "كيف انتهت حرب أكتوبر؟",
        "What was the July Revolution?",
        "من أشهر الولاة؟",
        "متى عُرفت بكرة القدم؟",
        "حُكم عليه بالسجن من سنة إلى سنتين",
        "",
    ],
)
def test_what_looks_like_a_time_and_is_none(question: str) -> None:
    assert asked(question) == []


def test_several_periods_are_each_asked_for() -> None:
    assert asked("قارن بين تموز 2021 ونيسان 2023") == [
        "2021-07-01/2021-07-31",
        "2023-04-01/2023-04-30",
    ]
    assert asked("winter 2023") == ["2022-12-01/2023-02-28", "2023-12-01/2024-02-29"]


def test_an_old_number_after_the_word_for_year_may_be_of_the_islamic_calendar() -> None:
    assert asked("سنة ١٤٤٤") == ["1444-01-01/1444-12-31", "2022-07-30/2023-07-18"]


@pytest.mark.parametrize(
    "question",
    [
        "What does a can of petrol cost now?",
        "Who is currently the governor?",
        "What is the latest on the talks?",
        "Is the ferry still out of service?",
        "How many were killed so far?",
        "most recent figures of the census",
        "Has the bridge opened yet?",
        "Where is the next summit?",
        "Who is the current mayor?",
        "Any news on the strike?",
        "What is the price today?",
        "Is the ban of 2023 still in force?",
        "كم سعر البنزين الآن؟",
        "من هو الحاكم حالياً؟",
        "من هو الحاكم الحالي؟",
        "ما آخر المستجدات؟",
        "شنو آخر الأخبار",
        "آخر سعر للبنزين",
        "ما هو أحدث إحصاء؟",
        "كم بلغ آخر سعر للخبز؟",
        "هل ما زال المعبر مغلقاً؟",
        "هل لا تزال العبّارة متوقفة؟",
        "قديش سعر البنزين هلق",
        "هو مين المدير دلوقتي",
        "لسه الجسر مقفول؟",
        "كم حصيلة القتلى حتى الآن؟",
        "من يتولى الوزارة اليوم؟",
        "متى القمة المقبلة؟",
        "ايمتى الانتخابات الجاية",
        "What was the last statement by the minister?",
        "Where do the talks stand?",
        "Who is the incumbent?",
        "ما هو الموقف الأخير للوزارة؟",
        "كم بلغت الحصيلة الأخيرة؟",
        "ماذا قيل في الآونة الأخيرة؟",
        "وين وصلت المفاوضات",
        "هل أعيد فتح الجسر بعد؟",
    ],
)
def test_questions_about_the_present_state(question: str) -> None:
    assert asked_time(question, THURSDAY).wants_latest


@pytest.mark.parametrize(
    "question",
    [
        "Who knows the plan?",
        "What happened last month?",
        "Who sat next to the king?",
        "When at the latest must it be paid?",
        "Who opened a current account?",
        "Was he still minister in 2021?",
        "Now that the war is over, who won it?",
        "What is now Jacksonville was settled by whom?",
        "Who painted a still life?",
        "هل هناك شخص آخر متهم؟",
        "من اقترح حلاً آخر للأزمة؟",
        "ماذا حدث الشهر الماضي؟",
        "متى كان اليوم الأول؟",
        "هل كان لا يزال وزيراً في 2021؟",
        "كم عاملاً قُتل في المنجم؟",
        "Who was the last sultan?",
        "Where does he live?",
        "من كتب الفصل الأخير من الرواية؟",
        "ماذا حدث بعد الانفجار؟",
    ],
)
def test_questions_that_do_not_ask_for_the_present_state(question: str) -> None:
    assert not asked_time(question, THURSDAY).wants_latest


@pytest.mark.parametrize(
    ("text", "published", "said"),
    [
        ("It closed in March 2023.", THURSDAY, ["2023-03-01/2023-03-31"]),
        ("The bank is closed, he said on Tuesday.", THURSDAY, ["2024-09-03"]),
        ("بلغ العدد 8200 مقابل 3690 العام الماضي", THURSDAY, ["2023-01-01/2023-12-31"]),
        ("The satellite will fly on 9 November.", THURSDAY, ["2024-11-09"]),
        ("The tunnel caved in in February.", THURSDAY, ["2024-02-01/2024-02-29"]),
        ("since 2022", THURSDAY, ["2022-01-01/2022-12-31"]),
        ("He won in 1066 and, last month, lost in May.", None, ["1066-01-01/1066-12-31"]),
        ("", None, []),
    ],
)
def test_the_periods_that_a_text_names(text: str, published: date | None, said: list[str]) -> None:
    assert spans(said_periods(text, published)) == said
