"""The names of the months in Arabic and English, each with its number."""

# As `corpus.normalization` folds them. First Egypt and the Gulf, then the Levant and Iraq, then
# the Maghreb where it differs, then English.
_NAMES = (
    ("يناير", "كانون الثاني", "كانون ثاني", "جانفي", "january", "jan"),
    ("فبراير", "شباط", "فيفري", "february", "feb"),
    ("مارس", "اذار", "march", "mar"),
    ("ابريل", "نيسان", "افريل", "april", "apr"),
    ("مايو", "ايار", "ماي", "may"),
    ("يونيو", "يونيه", "حزيران", "جوان", "june", "jun"),
    ("يوليو", "يوليه", "تموز", "جويليه", "يوليوز", "july", "jul"),
    ("اغسطس", "اب", "اوت", "غشت", "august", "aug"),
    ("سبتمبر", "ايلول", "شتنبر", "september", "sept", "sep"),
    ("اكتوبر", "تشرين الاول", "تشرين اول", "october", "oct"),
    ("نوفمبر", "تشرين الثاني", "تشرين ثاني", "نونبر", "november", "nov"),
    ("ديسمبر", "كانون الاول", "كانون اول", "دجنبر", "december", "dec"),
)

MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}
