"""One event as two papers report it, what became of it, and a report in Arabic."""

from dataclasses import replace

from corpus.article import Article

POST = Article(
    "post",
    "The harbour bridge at Esterby opened again on Monday after three years, with a brass band and "
    "a queue of lorries two kilometres long. Repairs cost 40 million florins, twice what the "
    "harbour office had planned. Its director, Ann Lee, blamed the price of steel. Cyclists may "
    "use the new lane from Thursday. The ferry, which carried 900 passengers a day meanwhile, "
    "makes its last crossing tonight.",
    "en",
    source="Harbour Post",
    published="2024-07-01",
)
# The same event by another paper, in its own words.
WIRE = replace(
    POST,
    id="wire",
    source="Coast Wire",
    published="2024-07-02T06:00",
    text="Lorries queued for two kilometres as Esterby's harbour bridge, closed three years for "
    "repairs, opened again to the sound of a brass band. The bill came to 40 million florins, "
    "twice the plan of the harbour office; director Ann Lee named the price of steel. A lane for "
    "cyclists follows on Thursday, and the ferry with its 900 daily passengers goes out of service "
    "tonight.",
)
# A later report on the matter.
LATER = replace(
    POST,
    id="later",
    source="Coast Wire",
    published="2024-09-15",
    text="Esterby's harbour bridge was closed to lorries again on Sunday when inspectors found "
    "cracks in two of its new bearings. Ann Lee said that the harbour office would ask the builder "
    "to pay. Cars may pass at walking pace. The ferry could return within a week, if a crew can be "
    "hired, and haulers asked for compensation for a detour of seventy kilometres.",
)
ARABIC = Article(
    "ar",
    "أُعيد افتتاح جسر المرفأ في إستربي يوم الاثنين بعد ثلاث سنوات من الإغلاق، على أنغام فرقة نحاسية "
    "وأمام طابور من الشاحنات بلغ طوله كيلومترين. وبلغت كلفة الترميم أربعين مليون فلورين، أي ضعف ما "
    "خططت له إدارة المرفأ. وعزت مديرتها آن لي ذلك إلى ارتفاع أسعار الفولاذ.",
    "ar",
    source="الميناء",
    published="2024-07-01",
)
