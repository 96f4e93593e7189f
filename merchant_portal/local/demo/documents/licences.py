"""The Chinese business licence, and its translation."""

from PIL import Image

from merchant_portal.local.demo.documents.sheet import BLUE, GOLD, GREY, LANDSCAPE, RED, Sheet
from merchant_portal.local.demo.documents.subject import Subject, say


def business_licence(subject: Subject) -> Image.Image:
    """Returns the licence of a company (a red frame) or of an individual business (a gold one)."""
    sheet = Sheet(LANDSCAPE, "#fdf9ec")
    sheet.frame(RED if subject.is_company else GOLD)
    sheet.write((90, 84), say("统一社会信用代码", "Unified social credit code"), 22, fill=GREY)
    sheet.write((90, 116), subject.fact("registration_number"), 28, bold=True)
    sheet.code((1062, 84), f"SAMPLE {subject.fact('registration_number')}")
    middle = sheet.width // 2
    sheet.write((middle, 96), say("营业执照", "BUSINESS LICENCE"), 88, serif=True, bold=True, anchor="ma")
    sheet.write((middle, 218), say("（副本）", "(duplicate)"), 28, serif=True, anchor="ma")
    style = {"label_width": 170, "size": 27, "serif": True}
    sheet.fields((96, 300), _left(subject), width=590, **style)
    sheet.fields((716, 300), _right(subject), width=460, **style)
    sheet.write((840, 708), say("登记机关", "Registrar"), 27, serif=True)
    sheet.write((1010, 770), subject.day(), 27, serif=True, anchor="ma")
    sheet.seal((1010, 720), say("样本市场监督管理局", "SAMPLE REGISTRAR"))
    note = say("本执照为演示样本，不具有任何法律效力", "A sample for demonstration, without any legal effect")
    sheet.write((middle, 836), note, 19, fill=GREY, anchor="ma")
    return sheet.finished()


def _left(subject: Subject) -> list[tuple[str, str]]:
    kind = say("有限责任公司", "Limited company") if subject.is_company else say("个体工商户", "Individual business")
    person = say("法定代表人", "Representative") if subject.is_company else say("经营者", "Operator")
    return [
        (say("名称", "Name"), subject.fact("legal_name")),
        (say("类型", "Kind"), kind),
        (person, subject.fact("representative_name")),
        (say("经营范围", "Scope"), subject.fact("goods")),
    ]


def _right(subject: Subject) -> list[tuple[str, str]]:
    pairs = [(say("注册资本", "Capital"), say("壹佰万元整", "1,000,000"))] if subject.is_company else []
    seat = say("住所", "Seat") if subject.is_company else say("经营场所", "Place")
    return [
        *pairs,
        (say("成立日期", "Founded"), subject.day(years=-3)),
        (say("营业期限", "Term"), say("长期", "unlimited")),
        (seat, subject.address),
    ]


def licence_translation(subject: Subject) -> Image.Image:
    """Returns the translation of a licence into English, with the translator's stamp."""
    sheet = Sheet()
    sheet.write((90, 90), "Translation from Chinese", 22, fill=GREY)
    sheet.write((sheet.width // 2, 160), "BUSINESS LICENCE", 48, serif=True, bold=True, anchor="ma")
    person = "Legal representative" if subject.is_company else "Operator"
    latin = subject.latin
    pairs = [
        ("Code", subject.fact("registration_number")),
        ("Name", latin.get("legal_name", "as declared")),
        (person, latin.get("representative_name", "as declared")),
        ("Seat", latin.get("address", "as declared")),
        ("Scope", latin.get("goods", "as declared")),
        ("Issued", f"{subject.issued:%d %B %Y}"),
    ]
    below = sheet.fields((90, 290), pairs, label_width=290, width=720, serif=True)
    words = "I certify that this translation agrees with the original that was shown to me."
    sheet.wrap((90, below + 60), words, 24, width=720, serif=True)
    sheet.write((90, below + 190), "Sworn translator", 24, serif=True)
    sheet.sign((330, below + 205))
    sheet.seal((680, below + 200), "SAMPLE TRANSLATIONS", colour=BLUE)
    return sheet.finished()
