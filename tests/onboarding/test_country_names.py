"""The names of countries and regions, where they differ from the library's."""

import pytest
from django.utils import translation
from django_countries import countries

from onboarding.forms.company import FIRST_COUNTRIES, country_choices


@pytest.mark.parametrize(
    "language, names",
    [
        ("zh-hans", ["中国香港", "中国澳门", "中国台湾", "中国"]),
        ("ru", ["Гонконг", "Макао", "Тайвань", "Китай"]),
        ("en", ["Hong Kong", "Macao", "Taiwan", "China"]),
    ],
)
def test_regions_are_named_as_the_reader_expects(language, names):
    with translation.override(language):
        assert [countries.name(code) for code in ("HK", "MO", "TW", "CN")] == names


@pytest.mark.parametrize(
    "language, in_order",
    [
        ("ru", ["Австралия", "Австрия", "Азербайджан", "Италия", "Коста-Рика", "Кот-д'Ивуар", "Япония"]),
        ("zh-hans", ["澳大利亚", "巴西", "德国", "法国", "日本", "印度"]),
        ("en", ["Austria", "Belgium", "Côte d'Ivoire", "Croatia", "Zimbabwe"]),
    ],
)
def test_the_list_is_in_the_order_of_its_readers(language, in_order):
    with translation.override(language):
        names = [name for _code, name in country_choices()[1 + len(FIRST_COUNTRIES) :]]
    assert [name for name in names if name in in_order] == in_order
