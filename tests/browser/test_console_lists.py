"""The console's lists fit their sheets, and words that belong together stay in one line."""

import pytest

from onboarding.models import Application
from tests import worlds
from tests.accounts.test_sign_in_begin import sign_in
from tests.browser.world import OLIVE
from tests.factories import confirmed_owner
from tests.reviews.staff import browser_of

QUEUE = "/admin/reviews/case/"
IN_ONE_LINE = "#result_list :is(.mono, .sub[lang], .button, time)"
CUT = """[...document.querySelectorAll('.results')].filter(box => box.scrollWidth > box.clientWidth).length"""
BROKEN = """selector => [...document.querySelectorAll(selector)].filter(element => {
    const range = document.createRange(); range.selectNodeContents(element);
    const tops = [...range.getClientRects()].filter(box => box.width > 1).map(box => box.top);
    return Math.max(...tops) - Math.min(...tops) > 12;
}).map(element => element.innerText)"""


@pytest.fixture
def desk(tour, client):
    """Opens the console of a lead, with cases in every kind of row and messages of each outcome."""
    person = worlds.reviewer("Lena", "lead")
    owner = confirmed_owner("Max", "max@lesnaya.example", company="Лесная", language="ru")
    worlds.application_at(owner=owner, **worlds.RUSSIAN)
    chinese = confirmed_owner("Lin", "lin@xiaochuan.example", company="小川", language="zh-hans")
    worlds.claimed(person, worlds.application_at(owner=chinese))
    worlds.application_at(legal_name_latin="Shenzhen Breeze Sample Electronics and Components Co., Ltd.")
    confirmed_owner("Olive Tan", OLIVE)
    sign_in(client)
    tour.world.clients["Lena"] = browser_of(person)
    assert Application.objects.count() == 4
    return tour.page("Lena", width=1440, height=1080)


@pytest.mark.parametrize("width", [1280, 1440])
@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_lists_fit_their_sheets(desk, language, width):
    desk.set_viewport_size({"width": width, "height": 1000})
    desk.goto("/admin/")
    desk.locator(f"button[value={language}]").first.click()
    for path in (f"{QUEUE}?tab=all", f"{QUEUE}?tab=mine", QUEUE, "/admin/messaging/message/", "/admin/accounts/user/"):
        desk.goto(path)
        assert desk.evaluate(CUT) == 0, path
        assert desk.evaluate(BROKEN, IN_ONE_LINE) == [], path
