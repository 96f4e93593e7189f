"""The instruments see what they are there for: each is shown something bad."""

from pathlib import Path

import pytest

from tests.browser import probing
from tests.browser.looks import LOOKS, look_for
from tests.browser.places import PLACES, place
from tests.browser.probing import probe
from tests.browser.survey import Survey
from tests.worker import wait_for

BAD_DEEDS = {
    "asks another host": "location = 'http://127.0.0.1:9/elsewhere'",
    "Content Security Policy": "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')",
    "script error": "setTimeout(() => { throw new Error('oh') })",
    "oh dear": "console.error('oh dear')",
    "404": "document.head.append(Object.assign(document.createElement('script'), {src: '/static/missing.js'}))",
}
BAD_PAGE = """
<style>button { width: 20px; height: 20px; padding: 0; border: 0; margin: 0; overflow: hidden }
button:focus { outline: none !important }
input { border: 1px solid #eee; outline: none } .wide { width: 2000px; white-space: nowrap }
@keyframes spin { to { rotate: 1turn } } p { animation: spin 1s infinite }</style>
<h1>One</h1><h1>Two</h1><p style="color: #999">pale</p><img src="data:,">
<form method="post"><input name="q" type="email" required><input type="password" maxlength="8">
<button>A long word</button></form>
<button>B</button><div class="wide">wide</div>
<div style="position: fixed; inset: 0; background: white; opacity: .5"></div>"""


def test_the_watch_sees_every_kind_of_fault(tour):
    for fault, deed in BAD_DEEDS.items():
        tour.at(place("sign-in")).evaluate(f"() => {{ {deed} }}")
        wait_for(lambda fault=fault: any(fault in seen for seen in seen_by(tour)), seconds=5)
        tour.watch.forget()


def seen_by(tour) -> list[str]:
    """Returns the faults of the watch, after the browser had time to tell."""
    tour.at(place("help"), width=300).wait_for_timeout(20)
    return tour.watch.faults


def test_the_watch_sees_a_page_that_breaks(tour):
    tour.page().goto("/failing/500/")
    assert any(seen.startswith("500") for seen in tour.watch.faults)
    tour.watch.forget()


def test_a_page_that_means_its_404_is_no_fault(tour):
    tour.page().goto("/nowhere/")
    assert tour.watch.faults == []


def bad_page(tour):
    page = tour.page(reduced_motion="no-preference", bypass_csp=True)
    page.goto("/nowhere/")
    page.set_content(f"<html lang='tlh'><body><main>{BAD_PAGE}</main></body></html>")
    tour.watch.forget()
    return page


def test_each_probe_finds_something_on_a_bad_page(tour):
    page = bad_page(tour)
    asked = {path.stem for path in (Path(__file__).parent / "probes").glob("*.js")} - {"common", "help"}
    arguments = {"head": ["en"], "targets": [False], "steps": [1]}
    for name in sorted(asked):
        assert probe(page, name, *arguments.get(name, [])), name


def test_axe_and_the_ruler_find_something_on_a_bad_page(tour):
    page = bad_page(tour)
    assert any("image-alt" in fault for fault in probing.axe(page))
    assert probing.sideways(page)


def test_help_in_another_place_is_found(tour):
    page = tour.at(place("sign-in"))
    page.evaluate(
        "document.querySelector('header .wrap').prepend(document.querySelector('header nav a[href=\"/help/\"]'))"
    )
    assert probe(page, "help", False)


def test_a_survey_tells_each_fault_with_its_place():
    survey = Survey()
    survey.note("axe", "register (ru.dark)", ["label: missing"])
    with pytest.raises(AssertionError, match="register .ru.dark.: label: missing"):
        survey.is_clean("axe")


def test_the_looks_are_spread_over_the_pages():
    found = [look_for(place.name) for place in PLACES]
    assert set(found) == set(LOOKS)
    assert max(found.count(look) for look in LOOKS) <= len(PLACES) / 2
