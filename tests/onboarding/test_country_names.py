"""The names of countries and regions, where they differ from the library's."""

import pytest
from django.utils import translation
from django_countries import countries


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
