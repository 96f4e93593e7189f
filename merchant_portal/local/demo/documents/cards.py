"""Identity cards and passports, both sides, as they are photographed on a table."""

from PIL import Image

from merchant_portal.local.demo.documents.sheet import CARD, GREY, INK, RED, Sheet, on_a_desk
from merchant_portal.local.demo.documents.subject import Subject, say

PASSPORTS = ("RU",)


def identity(subject: Subject, part: int) -> Image.Image:
    """Returns one side of the representative's card; of a Russian passport, one of its two pages."""
    if subject.country in PASSPORTS:
        return _passport(subject) if part == 1 else _registration_page(subject)
    return on_a_desk(_front(subject) if part == 1 else _back(subject), turn=-1.6 if part == 1 else 1.2)


def _number(subject: Subject) -> str:
    """Returns a number that nobody has: its place does not exist."""
    return f"990000{1970 + len(subject.fact('legal_name')) % 30}0101{len(subject.address):03d}X"


def _portrait(sheet: Sheet, box: tuple[int, int, int, int]) -> None:
    """Draws the outline of a person."""
    left, top, right, bottom = box
    middle, width, height = (left + right) // 2, right - left, bottom - top
    sheet.pen.rectangle(box, fill="#dfe4e8", outline=GREY, width=2)
    head = (middle - width // 5, top + height // 6, middle + width // 5, top + height // 6 + height * 2 // 5)
    sheet.pen.ellipse(head, fill="#9aa3ab")
    shoulders = (left + width // 8, bottom - height * 2 // 5, right - width // 8, bottom + height * 2 // 5)
    sheet.pen.pieslice(shoulders, 180, 360, fill="#7d8790")


def _front(subject: Subject) -> Image.Image:
    is_chinese = subject.country == "CN"
    sheet = Sheet(CARD, "#e8f1ee")
    for line in range(0, 640, 16):
        sheet.pen.arc((-300, line - 200, 1300, line + 400), 200, 340, fill="#d3e4df", width=2)
    title = say("居民身份证（样本）", "Identity card") if is_chinese else "IDENTITY CARD"
    sheet.write((56, 44), title, 30, fill=GREY)
    pairs = [
        (say("姓名", "Name") if is_chinese else "Name", subject.fact("representative_name")),
        (say("住址", "Address") if is_chinese else "Address", subject.address),
    ]
    sheet.fields((56, 130), pairs, label_width=130, width=560, size=32)
    _portrait(sheet, (690, 110, 930, 430))
    sheet.write((56, 540), say("公民身份号码", "Number") if is_chinese else "No.", 28, fill=GREY)
    sheet.write((300, 534), _number(subject), 36, fill=INK, bold=True)
    return sheet.finished()


def _back(subject: Subject) -> Image.Image:
    is_chinese = subject.country == "CN"
    sheet = Sheet(CARD, "#f3ece2")
    sheet.pen.ellipse((70, 70, 230, 230), outline=RED, width=6)
    sheet.pen.ellipse((100, 100, 200, 200), outline=RED, width=3)
    sheet.write((300, 120), say("演示样本", "SPECIMEN") if is_chinese else "SPECIMEN", 62, serif=True, bold=True)
    office = say("样本公安局", "Sample office") if is_chinese else "Sample office"
    pairs = [
        (say("签发机关", "Issued by") if is_chinese else "Issued by", office),
        (say("有效期限", "Valid") if is_chinese else "Valid", f"{subject.day(years=-2)} - {subject.day(years=8)}"),
    ]
    sheet.fields((120, 400), pairs, label_width=210, width=800, size=32)
    return sheet.finished()


def _passport(subject: Subject) -> Image.Image:
    sheet = Sheet((900, 1240), "#f4e9e4")
    sheet.write((450, 70), say("РОССИЙСКАЯ ФЕДЕРАЦИЯ", "PASSPORT"), 38, serif=True, bold=True, anchor="ma")
    pairs = [
        (say("Паспорт выдан", "Issued by"), say("ОТДЕЛОМ ОБРАЗЦОВ", "SAMPLE OFFICE")),
        (say("Дата выдачи", "Issued on"), subject.day(years=-4)),
        (say("Код", "Code"), "000-000"),
    ]
    below = sheet.fields((90, 150), pairs, label_width=250, width=720, size=28, serif=True)
    sheet.sign((520, below + 60))
    sheet.pen.line((70, 620, 830, 620), fill=GREY, width=3)
    _portrait(sheet, (90, 690, 350, 1030))
    names = subject.fact("representative_name").split()
    labels = (say("Фамилия", "Surname"), say("Имя", "Name"), say("Отчество", "Patronymic"))
    pairs = [*zip(labels, names, strict=False), (say("Дата рожд.", "Born"), "01.01.1985")]
    sheet.fields((390, 690), pairs, label_width=190, width=450, size=30, serif=True)
    sheet.write((90, 1100), "PNRUS<<SAMPLE<<<<<<<<<<<<<<<<<<<<<<<<<<", 30)
    sheet.write((90, 1150), "0000000000RUS8501010<<<<<<<<<<<<<<<<<<00", 30)
    return sheet.finished()


def _registration_page(subject: Subject) -> Image.Image:
    sheet = Sheet((900, 1240), "#f4e9e4")
    sheet.write((450, 70), say("МЕСТО ЖИТЕЛЬСТВА", "PLACE OF RESIDENCE"), 38, serif=True, bold=True, anchor="ma")
    sheet.pen.rectangle((90, 170, 810, 560), outline="#27407a", width=4)
    sheet.write((450, 195), say("ЗАРЕГИСТРИРОВАН", "REGISTERED"), 34, fill="#27407a", anchor="ma")
    sheet.wrap((120, 270), subject.address, 30, width=660, fill="#27407a", serif=True)
    sheet.write((120, 480), subject.day(years=-3), 30, fill="#27407a", serif=True)
    sheet.sign((560, 490))
    return sheet.finished()
