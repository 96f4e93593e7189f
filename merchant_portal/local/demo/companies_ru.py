"""The merchants of the demo world whose owners speak Russian. Names, numbers and addresses are invented."""

from merchant_portal.local.demo import numbers
from merchant_portal.local.demo.plans import RAVI, RITA, Plan, State


def _company(number: int, name: str, person: str, city: str, address: str, goods: str, **more) -> dict:
    return {
        "country": "RU",
        "legal_form": "company",
        "legal_name": name,
        "registration_number": numbers.ogrn(number),
        "tax_number": numbers.inn(number),
        "representative_name": person,
        "representative_role": "генеральный директор",
        "applicant_is_representative": "yes",
        "city": city,
        "address": address,
        "goods": goods,
        **({} if "country" in more else {"kpp": "000101001"}),
        **more,
    }


def _trader(number: int, person: str, city: str, address: str, goods: str, **more) -> dict:
    return {
        "country": "RU",
        "legal_form": "sole_trader",
        "legal_name": f"ИП {person}",
        "registration_number": numbers.ogrnip(number),
        "tax_number": numbers.inn(number, person=True),
        "representative_name": person,
        "city": city,
        "address": address,
        "goods": goods,
        **more,
    }


PLANS = [
    Plan(
        "anna@polyana.example", "Анна Соколова", "ru", "+79009900021", "Лесная поляна", State.SUBMITTED, due=-1,
        answers=_company(
            201, "ООО «Лесная поляна-пример»", "Соколова Анна Петровна", "Примерск", "ул. Образцовая, д. 5, офис 12",
            "Домашний текстиль, постельное бельё", legal_name_latin="Forest Glade Sample LLC",
        ),
        latin={"legal_name": "Forest Glade Sample LLC", "representative_name": "Sokolova Anna Petrovna"},
    ),
    Plan(
        "igor@masterok.example", "Игорь Белов", "ru", "+79009900022", "Мастерок", State.SUBMITTED, due=1,
        answers=_trader(
            202, "Белов Игорь Сергеевич", "Примерск", "пер. Пробный, д. 3", "Ручной инструмент",
            legal_name_latin="Belov Sample Tools",
        ),
        latin={"legal_name": "Belov Sample Tools", "representative_name": "Belov Igor Sergeevich"},
    ),
    Plan(
        "aigul@dala.example", "Айгуль Сарсенова", "ru", "+77009900023", "Дала", State.SUBMITTED, due=2,
        answers=_company(
            203, "ТОО «Дала-пример»", "Сарсенова Айгуль", "Алматы", "ул. Примерная, 18", "Войлочные изделия, ковры",
            country="KZ", registration_number="990040000237", tax_number="990040000237",
            representative_role="директор", legal_name_latin="Dala Sample LLP",
        ),
        latin={"legal_name": "Dala Sample LLP", "representative_name": "Sarsenova Aigul"},
    ),
    Plan(
        "oleg@severny.example", "Олег Крылов", "ru", "+79009900024", "Северный мёд", State.IN_REVIEW, due=0,
        reviewer=RAVI, returned={"director_appointment": ["doc.unsigned"]},
        answers=_company(
            204, "ООО «Северный мёд-пример»", "Крылов Олег Иванович", "Образцово", "ул. Медовая, д. 1", "Мёд, варенье",
            legal_name_latin="Northern Honey Sample LLC",
        ),
        latin={"legal_name": "Northern Honey Sample LLC", "representative_name": "Krylov Oleg Ivanovich"},
    ),
    Plan(
        "maria@lesnaya.example", "Мария Лесная", "ru", "+79009900025", "Лесная керамика", State.HALF_CORRECTED,
        reviewer=RITA, message="Остальные документы в порядке, спасибо.",
        returned={"identity:1": ["doc.unreadable"], "company": ["address.differs:address"]},
        answers=_trader(
            205, "Лесная Мария Ивановна", "Примерск", "ул. Гончарная", "Керамическая посуда ручной работы",
            legal_name_latin="Lesnaya Sample Ceramics",
        ),
        on_paper={"address": "ул. Гончарная, д. 44"},
        latin={"legal_name": "Lesnaya Sample Ceramics", "representative_name": "Lesnaya Maria Ivanovna"},
    ),
    Plan(
        "dmitry@kofe.example", "Дмитрий Орлов", "ru", "+79009900026", "Утренний кофе", State.ACTIVE, reviewer=RITA,
        answers=_company(
            206, "ООО «Утренний кофе-пример»", "Орлов Дмитрий Андреевич", "Примерск", "пл. Образцовая, д. 2",
            "Кофе в зёрнах, кофейная посуда", legal_name_latin="Morning Coffee Sample LLC",
        ),
        latin={"legal_name": "Morning Coffee Sample LLC", "representative_name": "Orlov Dmitry Andreevich"},
    ),
    Plan(
        "pavel@velosiped.example", "Павел Зимин", "ru", "+79009900027", "Вело-пример", State.WITHDRAWN,
        answers=_trader(
            207, "Зимин Павел Олегович", "Образцово", "ул. Спортивная, д. 9", "Запчасти для велосипедов",
            legal_name_latin="Zimin Sample Bikes",
        ),
        latin={"legal_name": "Zimin Sample Bikes", "representative_name": "Zimin Pavel Olegovich"},
    ),
    Plan(
        "vera@lavanda.example", "Вера Титова", "ru", "+79009900028", "Лаванда-пример", State.EMPTY, answers={},
    ),
]  # fmt: skip
