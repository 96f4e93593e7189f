"""The authenticator app and recovery codes in Chromium. The numbers are those of the design's checklist."""

import base64
import io
import re

import pytest
from PIL import Image

from tests.accounts.test_staff_sign_in import code_for
from tests.browser import steps
from tests.browser.places import place
from tests.factories import PASSWORD, confirmed_owner

EMMA = "emma@fernhill.example"
DRAW, RECOVERY = "main form[action^='/security/recovery-codes/'] .button", "main button[name=channel][value=recovery]"


def sign_in(page) -> None:
    page.goto("/sign-in/")
    steps.submit(page, email=EMMA, password=PASSWORD)


def shown_codes(page) -> list[str]:
    return ["".join(row.split()) for row in page.locator("#codes li").all_inner_texts()]


@pytest.mark.parametrize("script", [True, False])
def test_t63_emma_sets_up_the_app_from_the_written_key_and_loses_it(tour, mailbox, script):
    confirmed_owner("Emma Stone", EMMA)
    page = tour.page(script=script)
    sign_in(page)
    steps.submit(page, code=mailbox.latest(to=EMMA).code)
    page.goto("/security/")
    steps.press(page, "main a[href='/security/app/']")
    steps.press(page)
    assert re.search(r"1.*3", page.title().partition("–")[0])
    key = base64.b32decode("".join(page.locator(".key").inner_text().split()))
    steps.press(page)
    steps.submit(page, name="Old phone", code=code_for(key))
    assert page.url.endswith("/security/recovery-codes/?after=app")
    steps.press(page, DRAW)
    codes = shown_codes(page)
    steps.submit(page, code="BBBBB BBBBB")
    assert shown_codes(page) == codes and page.locator("#error-summary").is_visible()
    steps.submit(page, code=codes[9])
    assert page.url.endswith("/security/") and "Old phone" in page.locator("main").inner_text()

    steps.sign_out(page)
    sign_in(page)
    steps.submit(page, code=code_for(key, offset=30))
    assert page.url.endswith("/application/")

    steps.sign_out(page)  # the phone is lost
    sign_in(page)
    steps.press(page, "a[href='/sign-in/channel/']")
    steps.press(page, RECOVERY)
    steps.submit(page, code=codes[0])
    assert page.url.endswith("/application/")
    page.goto("/security/recovery-codes/")
    steps.press(page, DRAW)
    assert not set(codes) & set(shown_codes(page))
    steps.submit(page, code=shown_codes(page)[3])
    page.goto("/security/app/")
    steps.press(page, "form[action$='/remove/'] .button")
    steps.sign_out(page)
    sign_in(page)
    assert mailbox.latest(to=EMMA).kind == "accounts/sign-in-code"


def test_t64_on_paper_there_are_the_codes_the_account_and_the_date_only(tour):
    page = tour.at(place("recovery-codes"))
    codes, account = page.locator("#codes").inner_text(), page.locator(".codes .meta").inner_text()
    page.emulate_media(media="print")
    assert page.locator("body").inner_text().split() == [*codes.split(), *account.split()]
    assert "wanda@fernhill.example" in account and re.search(r"\d{4}", account)


def test_t64_the_file_has_the_codes_and_the_page_stays(tour):
    page = tour.at(place("recovery-codes"))
    with page.expect_download() as download:
        page.locator("form[action$='/download/'] .button").click()
    text = download.value.path().read_text()
    assert download.value.suggested_filename == "recovery-codes.txt"
    assert all(f"{code[:5]} {code[5:]}" in text for code in shown_codes(page))
    assert page.locator("form[action$='/download/'] .button").get_attribute("aria-disabled") is None


def test_copying_and_printing_are_offered_where_a_script_can_do_them(tour):
    page = tour.at(place("recovery-codes"), permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split() == page.locator("#codes").inner_text().split()
    assert page.locator("#live").inner_text() == tour.look.words("Codes copied.")
    assert page.locator("[data-print]").is_visible()
    without = tour.at(place("recovery-codes"), script=False)
    assert not without.locator("[data-print], [data-copy]").first.is_visible()


def test_t88_the_qr_code_of_a_merchant_lies_on_white_in_the_dark_and_the_key_is_beside_it(tour):
    page = tour.at(place("app-key"))
    page.emulate_media(color_scheme="dark")
    drawing = page.locator(".qr")
    picture = Image.open(io.BytesIO(drawing.screenshot())).convert("RGB")
    edges = [(x, y) for x in range(4, picture.width - 4) for y in (4, 12, picture.height - 5)]
    edges += [(x, y) for y in range(4, picture.height - 4) for x in (4, 12, picture.width - 5)]
    assert {picture.getpixel(edge) for edge in edges} == {(255, 255, 255)}
    assert drawing.locator("svg").count() == 1 and drawing.locator("img").count() == 0
    assert page.locator(".qr ~ .key").inner_text().split()


def test_t69_an_interrupted_page_comes_after_the_proof(tour):
    page = tour.page("unproved")
    page.goto("/security/recovery-codes/")
    assert "/confirm-it-is-you/" in page.url
    steps.submit(page, password="not the password")
    steps.submit(page, password=PASSWORD)
    assert page.url.endswith("/security/recovery-codes/")
