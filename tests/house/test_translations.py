"""Every text is there in Chinese and Russian; a gap fails."""

import pytest
from django.utils import translation
from django.utils.translation import ngettext

from merchant_portal.local import translations


def test_nothing_is_left_untranslated():
    assert translations.gaps() == []


@pytest.mark.parametrize(
    "number, written",
    [(1, "1 рабочего дня"), (2, "2 рабочих дней"), (5, "5 рабочих дней"), (21, "21 рабочего дня")],
)
def test_russian_plurals_follow_the_number(number, written):
    with translation.override("ru"):
        text = ngettext("we reply within %(days)s business day", "we reply within %(days)s business days", number)
        assert text % {"days": number} == f"ответ в течение {written}"
