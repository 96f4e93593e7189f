"""Extracts from registers, certificates and orders, in the language of the country that gives them."""

from PIL import Image

from merchant_portal.local.demo.documents.sheet import BLUE, GOLD, GREEN, GREY, PORTRAIT, Sheet
from merchant_portal.local.demo.documents.subject import Subject, say

RUSSIAN = ("RU", "KZ", "BY")

# by country and key: heading, line below it, and the same in English; other papers have the name they are asked for by
TITLES = {
    ("RU", "tax_certificate"): ("СВИДЕТЕЛЬСТВО", "о постановке на учёт в налоговом органе", "TAX CERTIFICATE"),
    ("RU", "director_appointment"): ("ПРИКАЗ № 1", "о вступлении в должность генерального директора", "ORDER No. 1"),
    ("RU", "power_of_attorney"): ("ДОВЕРЕННОСТЬ", "на представление интересов общества", "POWER OF ATTORNEY"),
    ("KZ", "registration_certificate"): ("СПРАВКА", "о государственной регистрации", "REGISTRATION"),
    ("KZ", "director_appointment"): ("РЕШЕНИЕ", "о назначении директора", "DECISION"),
    ("BY", "registration_certificate"): ("СВИДЕТЕЛЬСТВО", "о государственной регистрации", "REGISTRATION"),
    ("TR", "tax_plate"): ("VERGİ LEVHASI", "Sample Revenue Office", "TAX PLATE"),
    ("TR", "trade_gazette"): ("TİCARET SİCİLİ GAZETESİ", "Sayı: 00000", "TRADE REGISTRY GAZETTE"),
    ("TR", "signature_circular"): ("İMZA SİRKÜLERİ", "Sample Notary", "SIGNATURE CIRCULAR"),
    ("TR", "signature_declaration"): ("İMZA BEYANNAMESİ", "Sample Notary", "SIGNATURE DECLARATION"),
    ("TR", "activity_certificate"): ("FAALİYET BELGESİ", "Sample Chamber of Commerce", "ACTIVITY CERTIFICATE"),
    ("CN", "power_of_attorney"): ("授权委托书", "样本", "POWER OF ATTORNEY"),
}
LABELS = {
    "ru": ("Наименование", "Рег. номер", "ИНН / налоговый №", "Руководитель", "Адрес", "Деятельность", "Дата"),
    "zh": ("名称", "代码", "税号", "代表人", "地址", "经营范围", "日期"),
    "en": ("Name", "Registration no.", "Tax no.", "Represented by", "Address", "Business", "Date"),
}
FACTS = ("legal_name", "registration_number", "tax_number", "representative_name")


def certificate(subject: Subject, key: str, title: str, *, signed: bool = True) -> Image.Image:
    """Returns a certificate with the declared facts. `title` is the English name of the paper."""
    heading, below, english = TITLES.get((subject.country, key), (title.upper(), "", title.upper()))
    sheet = Sheet(PORTRAIT, "#fbfaf3")
    sheet.frame(GOLD if key.startswith(("tax", "certificate", "business")) else GREEN)
    middle = sheet.width // 2
    sheet.pen.ellipse((middle - 52, 90, middle + 52, 194), outline=GREY, width=4)
    sheet.pen.ellipse((middle - 34, 108, middle + 34, 176), outline=GREY, width=2)
    size = 50 if len(say(heading, english)) < 22 else 32
    sheet.write((middle, 226), say(heading, english), size, serif=True, bold=True, anchor="ma")
    sheet.write((middle, 306), say(below, ""), 25, serif=True, anchor="ma")
    under = sheet.fields((90, 390), facts(subject), label_width=290, width=720, size=25, serif=True)
    line = max(under + 90, 980)
    sheet.write((90, line), subject.fact("representative_name"), 24, serif=True)
    if signed:
        sheet.sign((110, line + 70))
        seal = subject.fact("legal_name") if key.startswith(("director", "power")) else say(*_authority(subject))
        sheet.seal((660, line + 50), seal, radius=110, colour=BLUE)
    return sheet.finished()


def _authority(subject: Subject) -> tuple[str, str]:
    if subject.country in RUSSIAN:
        return "ОБРАЗЕЦ РЕГИСТРИРУЮЩИЙ ОРГАН", "SAMPLE AUTHORITY"
    return "SAMPLE AUTHORITY", "SAMPLE AUTHORITY"


def facts(subject: Subject) -> list[tuple[str, str]]:
    """Returns the declared facts with their labels, in the language of the country."""
    language = "ru" if subject.country in RUSSIAN else "zh" if subject.country == "CN" else "en"
    labels = [say(label, english) for label, english in zip(LABELS[language], LABELS["en"], strict=True)]
    values = [subject.fact(name) for name in FACTS]
    values += [subject.address, subject.fact("goods"), subject.day()]
    return [(label, value) for label, value in zip(labels, values, strict=True) if value]


def extract(subject: Subject) -> list[Image.Image]:
    """Returns the two pages of an extract from the Russian register of companies, or of sole traders."""
    register = (
        ("Единого государственного реестра юридических лиц", "of companies (EGRUL)")
        if subject.is_company
        else ("Единого государственного реестра индивидуальных предпринимателей", "of sole traders (EGRIP)")
    )
    first = Sheet()
    middle = first.width // 2
    first.write((middle, 80), say("ВЫПИСКА", "EXTRACT"), 44, serif=True, bold=True, anchor="ma")
    first.write(
        (middle, 144), say(f"из {register[0]}", f"from the register {register[1]}"), 24, serif=True, anchor="ma"
    )
    first.write((90, 214), subject.day(), 24, serif=True)
    first.write((810, 214), say(f"№ ЮЭ9900-{subject.issued:%y%m%d}", "No. 9900"), 24, anchor="ra")
    bottom = _table(first, 280, facts(subject))
    rest = [(say("КПП", "KPP"), subject.fact("kpp"))] if subject.answers.get("kpp") else []
    rest += [
        (say("Способ образования", "Origin"), say("Создание", "Founded")),
        (say("Дата регистрации", "Registered"), subject.day(years=-3)),
        (say("Регистрирующий орган", "Registrar"), say("Инспекция-образец № 00", "Sample inspection No. 00")),
        (say("Сведения о прекращении", "Closure"), say("Отсутствуют", "None")),
    ]
    _table(first, bottom, rest, number=len(facts(subject)))
    second = Sheet()
    second.write((90, 90), say("Сведения об учёте в налоговом органе", "Tax registration"), 28, serif=True, bold=True)
    tax = [(say("ИНН", "INN"), subject.fact("tax_number")), (say("Дата постановки", "Since"), subject.day(years=-3))]
    below = _table(second, 160, tax, number=len(facts(subject)) + len(rest))
    second.pen.rounded_rectangle((90, below + 80, 560, below + 250), 14, outline=BLUE, width=4)
    signed = say("ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ (ОБРАЗЕЦ)", "SIGNED ELECTRONICALLY (SAMPLE)")
    second.wrap((114, below + 100), signed, 22, width=420, fill=BLUE)
    return [first.finished(), second.finished()]


def _table(sheet: Sheet, top: int, pairs: list[tuple[str, str]], number: int = 0) -> int:
    """Draws numbered rows of two columns. Returns where the next row would begin."""
    for place, (label, value) in enumerate(pairs, start=number + 1):
        sheet.write((100, top + 12), str(place), 21, serif=True, fill=GREY)
        left = sheet.wrap((150, top + 10), label, 22, width=250, serif=True)
        right = sheet.wrap((430, top + 10), value, 22, width=370, serif=True)
        bottom = max(left, right) + 8
        for x in (80, 138, 416, 820):
            sheet.pen.line((x, top, x, bottom), fill=GREY, width=1)
        sheet.pen.line((80, top, 820, top), fill=GREY, width=1)
        sheet.pen.line((80, bottom, 820, bottom), fill=GREY, width=1)
        top = bottom
    return top
