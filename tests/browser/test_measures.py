"""A few measures of the drawings, in CSS pixels. A hairline at either side is no difference."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from merchant_portal.templatetags.portal import logged
from tests.browser.looks import LANGUAGES, Look
from tests.browser.places import PLACES, place

MEASURES = [
    # place, window, selector, width, height
    ("register", 1280, ".masthead", None, 65),  # 64 and its hairline
    ("register", 360, ".masthead", None, 57),
    ("register", 1280, ".head", 352, None),
    ("register", 1280, ".sheet", 728, None),
    ("register", 1280, "[name=company_name]", 640, 44),
    ("register", 1280, "[name=email]", 384, 44),
    ("register", 1280, "[name=phone]", 256, 44),
    ("register", 1280, "[name=terms]", 24, 24),
    ("register", 1280, "main .actions .button", None, 48),
    ("register", 360, "main .actions .button", 328, 48),
    ("sign-in", 1280, ".work", 446, None),
    ("sign-in", 1280, ".side", 280, None),
    ("code", 1280, "[name=code]", 216, 56),
    ("code", 1280, ".side .button", None, 44),
    ("application", 1280, ".task.next", None, 84),
    ("staff-sign-in", 1440, ".masthead", None, 52),
    ("today", 1440, "#header", None, 52),
    ("today", 1440, "div.breadcrumbs", None, 40),
]
SIZES = [
    # place, window, selector, size of the letters
    ("register", 1280, "h1", 34),
    ("register", 360, "h1", 28),
    ("register", 1280, ".lead", 17),
    ("register", 1280, "label", 16),
    ("register", 1280, ".hint", 15),
    ("register", 1280, "[name=email]", 17),
    ("register", 1280, "main .actions .button", 17),
    ("code", 1280, "[name=code]", 28),
    ("locked", 1280, ".opens", 44),
    ("help", 1280, "main h2", 19),
    ("status", 1280, ".date", 34),
    ("status", 360, ".date", 28),
    ("today", 1440, "h1", 24),
    ("today", 1440, ".figures strong", 28),
    ("people", 1440, "#result_list td", 14),
]


@pytest.mark.parametrize("window", [360, 1280, 1440])
def test_measures_are_those_of_the_drawings(tour, window):
    def look_at(page, found):
        for _, _, selector, width, height in (row for row in MEASURES if row[:2] == (found.name, window)):
            box = page.locator(selector).first.bounding_box()
            if any(wanted and abs(box[side] - wanted) > 2 for side, wanted in (("width", width), ("height", height))):
                yield f"{selector}: {box['width']:.1f} × {box['height']:.1f}, not {width} × {height}"
        for _, _, selector, wanted in (row for row in SIZES if row[:2] == (found.name, window)):
            size = page.locator(selector).first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
            if abs(size - wanted) > 0.5:
                yield f"letters of {selector}: {size}, not {wanted}"

    drawn = {name for name, at, *_ in MEASURES + SIZES if at == window}
    places = [one for one in PLACES if one.name in drawn]
    tour.check(places, look_at, look=Look("en", tour.look.scheme), width=window)


def test_the_columns_are_352_72_728(tour):
    page = tour.at(place("register"))
    head, sheet = (page.locator(selector).bounding_box() for selector in (".head", ".sheets"))
    gap = sheet["x"] - head["x"] - head["width"]
    assert [round(side) for side in (head["x"], head["width"], gap, sheet["width"])] == [64, 352, 72, 728]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_date_stays_in_its_column(tour, language, width):
    """Times never break, so one that is too wide would cross the line beside it."""
    page = tour.at(place("status"), look=Look(language, tour.look.scheme), width=width)
    for month in range(1, 13):
        with translation.override(language):
            written = logged(datetime(2025, month, 28, 20, 58, tzinfo=UTC))
        column = page.locator(".log li > :first-child").first
        column.evaluate("(one, written) => { one.innerHTML = written }", written)
        assert column.evaluate("one => one.scrollWidth <= one.clientWidth"), f"{written} at {width}"
