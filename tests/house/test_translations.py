"""Every text is there in Chinese and Russian; a gap fails, and so does a number that may part from its unit."""

import re

import pytest
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import ngettext

from merchant_portal.local import translations

TIME = r"%\((day|until|time|at|when|n|count|days|hours|minutes|left|number|max_mb|total|hour)\)[sd]"
PARTED = re.compile(
    rf"(?<![\w-])(до|в|с|со|от|через|за|на|после|№) (?:<strong>)?{TIME}"
    r"|%\((n|count|counter|days|hours|minutes|max_mb|max_pages|seconds)\)[sd](</strong>)? [а-яё]",
    re.IGNORECASE,
)


def test_nothing_is_left_untranslated():
    assert translations.gaps() == []


def test_russian_numbers_stay_with_their_units_and_dates_with_their_prepositions():
    with (translations.LOCALE / "ru" / "LC_MESSAGES" / "django.po").open("rb") as file:
        texts = [message.string for message in read_po(file, locale="ru") if message.id]
    forms = [form for text in texts for form in (text if isinstance(text, tuple) else (text,))]
    assert [form for form in forms if PARTED.search(form)] == []


@pytest.mark.parametrize(
    "number, written",
    [(1, "1 рабочего дня"), (2, "2 рабочих дней"), (5, "5 рабочих дней"), (21, "21 рабочего дня")],
)
def test_russian_plurals_follow_the_number(number, written):
    with translation.override("ru"):
        text = ngettext("we reply within %(days)s business day", "we reply within %(days)s business days", number)
        assert (text % {"days": number}).replace("\xa0", " ") == f"ответ в течение {written}"
