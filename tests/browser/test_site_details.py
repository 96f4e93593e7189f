"""Details of the merchant's pages that a machine can measure."""

import pytest

from tests.browser.looks import LANGUAGES, Look
from tests.browser.places import place
from tests.browser.probing import probe

PHONE, DESK = 360, 1280


def box(page, selector):
    return page.locator(selector).first.bounding_box()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_name_of_a_fact_runs_into_its_value(tour, language, width):
    page = tour.at(place("home"), look=Look(language, tour.look.scheme), width=width)
    assert probe(page, "clipped") == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_choice_is_shown_whole(tour, language, width):
    page = tour.at(place("company.chosen"), look=Look(language, tour.look.scheme), width=width)
    assert (
        page.evaluate("""() => [...document.querySelectorAll("select")].filter((one) => {
      const free = one.cloneNode();
      free.append(one.selectedOptions[0].cloneNode(true));
      free.style.cssText = "width: max-content; max-width: none";
      one.after(free);
      const wanted = free.getBoundingClientRect().width;
      free.remove();
      return wanted > one.getBoundingClientRect().width + 1;
    }).map((one) => one.name)""")
        == []
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_date_of_the_tracker_breaks(tour, language):
    page = tour.at(place("status"), look=Look(language, tour.look.scheme), width=DESK)
    assert page.locator(".tracker time").count() >= 2
    for date in page.locator(".tracker time").all():
        assert date.evaluate("one => one.getClientRects().length") == 1


def test_the_tabs_of_a_phone_are_all_in_the_window(tour):
    page = tour.at(place("home.connected"), look=Look("ru", tour.look.scheme), width=PHONE)
    assert all(tab.bounding_box()["x"] + tab.bounding_box()["width"] <= PHONE for tab in page.locator(".tabs a").all())


def test_a_phone_shows_the_list_of_answers_before_the_answers(tour):
    page = tour.at(place("help"), width=PHONE)
    assert box(page, "main nav")["y"] < box(page, "main [href^=mailto]")["y"] < box(page, ".answer")["y"]


def test_the_ring_of_the_error_summary_keeps_off_the_link_above(tour):
    page = tour.at(place("company.errors"), width=DESK)
    link, ring = box(page, ".back"), box(page, "#error-summary")["y"] - 5  # 2 px of space and 3 of ring
    assert ring - link["y"] - link["height"] >= 12


def test_a_phone_is_offered_no_dragging_and_its_links_are_in_even_rows(tour):
    page = tour.at(place("document"), look=Look("zh-hans", tour.look.scheme), width=PHONE)
    assert not page.get_by_text(tour.look.words("or drop the file here")).is_visible()
    tops = sorted({round(one.bounding_box()["y"]) for one in page.locator(".do :is(a, button)").all()})
    assert len({low - high for high, low in zip(tops, tops[1:], strict=False)}) <= 1
