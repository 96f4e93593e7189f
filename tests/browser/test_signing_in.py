"""Signing in, codes and waiting. The numbers are those of the design's checklist."""

import io
import re

import pytest
from PIL import Image

from tests.browser import steps
from tests.browser.back import LOCKED
from tests.browser.pasting import posts_of_a_code
from tests.browser.places import place
from tests.browser.touring import bare
from tests.browser.world import NADIA, OLIVE, RITA
from tests.factories import PASSWORD, confirmed_owner, reviewer

CLOCK = re.compile(r"\d{1,2}:\d\d")


@pytest.mark.parametrize("name", ["check-inbox", "code"])
def test_t26_asking_too_early_is_explained_and_never_disabled(tour, name):
    page = tour.at(place(name))
    button = page.locator(".side form .button")
    assert button.is_enabled() and button.get_attribute("aria-disabled") is None
    steps.press(page, ".side form .button")
    shown = page.locator(".notice, .side p").all_inner_texts()
    assert any(re.search(r"\d{1,2}:\d\d:\d\d", text) for text in shown), shown


def test_t53_an_unknown_address_and_a_wrong_password_give_equal_pages(tour):
    confirmed_owner("Olive Tan", OLIVE)
    page, shown = tour.page(), []
    for email in (OLIVE, "nobody@elsewhere.example"):
        page.goto("/sign-in/")
        assert steps.sign_in_wrongly(email)(page).status == 200
        assert page.locator("[name=email]").input_value() == email
        assert page.locator("[name=password]").input_value() == ""
        shown.append(bare(page.content()).replace(email, "…"))
    assert shown[0] == shown[1]


def test_t54_the_page_of_a_lock_is_the_same_for_known_and_unknown_and_tells_the_time(tour):
    confirmed_owner("Olive Tan", LOCKED)
    page, shown = tour.page(), []
    for email in (LOCKED, "nobody@elsewhere.example"):
        tour.world.use_up_tries(email)
        page.goto("/sign-in/")
        answer = steps.sign_in_wrongly(email)(page)
        assert answer.status == 429 and int(answer.headers["retry-after"]) > 0
        assert CLOCK.search(page.locator(".opens").inner_text())
        shown.append(bare(page.content()).replace(email, "…"))
    assert shown[0] == shown[1]


def test_t58_pasting_a_code_signs_in_and_typing_six_digits_sends_nothing(tour):
    page = tour.at(place("code"), permissions=["clipboard-read", "clipboard-write"])
    assert posts_of_a_code(page, tour.world.mailbox.latest(to=NADIA).code) == ([], 1)


def test_t59_the_countdown_is_silent_and_one_sentence_is_spoken_at_its_end(tour):
    page = tour.page("asked")
    page.clock.install()
    page.goto(place("code").path)
    spoken = "document.getElementById('live').textContent"
    page.evaluate("""() => { window.told = []; new MutationObserver(() => told.push(live.textContent))
        .observe(live, {childList: true, characterData: true, subtree: true}) }""")
    digits = page.locator("[role=timer]")
    assert digits.get_attribute("aria-live") is None and CLOCK.search(digits.inner_text())
    page.clock.run_for(20_000)
    assert page.evaluate(spoken) == ""
    page.clock.run_for(60_000)
    assert page.evaluate("told") == [tour.look.words("You can request a new one now.")]


def test_t60_where_a_code_went_is_masked(tour):
    page = tour.at(place("code"))
    assert NADIA not in page.content()
    assert "n••@f•••.example" in page.locator(".head").inner_text()


@pytest.mark.parametrize(
    "who, name, private",
    [("olive", "application", "Fernhill"), ("safe", "security", "Safari"), ("lead", "people", RITA)],
)
def test_t71_after_signing_out_back_shows_nothing_private(tour, who, name, private):
    page = tour.at(place(name))
    assert private in page.content()
    steps.sign_out(page)
    page.go_back()
    assert private not in page.content() and "/sign-in/" in page.url


@pytest.mark.parametrize("door, email", [("/admin/sign-in/", OLIVE), ("/sign-in/", RITA)])
def test_t85_each_door_refuses_the_others_people_with_the_same_sentence(tour, door, email):
    confirmed_owner("Olive Tan", OLIVE)
    reviewer("Rita Chen", RITA)
    page, shown = tour.page(), []
    for address in (email, "nobody@elsewhere.example"):
        page.goto(door)
        steps.submit(page, email=address, password=PASSWORD)
        shown.append(page.locator("#error-summary").inner_text())
    assert shown[0] == shown[1]


def test_t88_the_qr_code_lies_on_white_in_the_dark_and_the_key_is_beside_it(tour):
    page = tour.at(place("staff-app"))
    page.emulate_media(color_scheme="dark")
    drawing = page.locator(".qr")
    picture = Image.open(io.BytesIO(drawing.screenshot())).convert("RGB")
    across, down = range(4, picture.width - 4), range(4, picture.height - 4)
    edges = [(x, y) for x in across for y in (down[0], down[8], down[-1])]
    edges += [(x, y) for y in down for x in (across[0], across[8], across[-1])]
    assert {picture.getpixel(edge) for edge in edges} == {(255, 255, 255)}
    assert (0, 0, 0) in {colour for _, colour in picture.getcolors(100_000)}
    assert drawing.locator("svg").count() == 1 and drawing.locator("img").count() == 0
    assert page.locator(".qr ~ .key").inner_text().split()


@pytest.mark.parametrize("who, name", [("registered", "check-inbox"), ("asked", "code")])
def test_t92_nothing_happens_by_itself_within_an_hour(tour, who, name):
    page, asked = tour.page(who), []
    page.clock.install()
    page.goto(place(name).path)
    page.on("request", lambda request: "/static/" in request.url or asked.append(request.url))
    page.clock.run_for(3_600_000)
    assert asked == []
