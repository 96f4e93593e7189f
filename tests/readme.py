"""`make pictures`: the two pictures of the README, taken from the running site (`make run`) and its demo world."""

import json
import os
import re
import sys
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from tests.chromium import CHROMIUM

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SITE = os.environ.get("PUBLIC_ORIGIN", "http://127.0.0.1:8000")
PASSWORD = "green tea at seven"
MERCHANT, REVIEWER = "deniz@kilim.example", "rita@portal.example"


def submit(page, **values) -> None:
    for name, value in values.items():
        page.locator(f"main [name={name}]").press_sequentially(value)  # a pasted code sends itself
    with page.expect_navigation():
        page.locator("main .actions .button").first.click()


def newest_code(to: str) -> str:
    """Returns the code of the newest mail to `to`, as the mailbox page has it."""
    emails = json.load(urlopen(f"{SITE}/local/mailbox/messages.json"))  # noqa: S310 - our own site
    text = next(email["text"] for email in emails if email["to"] == to and email["kind"].endswith("sign-in-code"))
    return re.search(r"^(\d{6})$", text, re.MULTILINE)[1]


def app_code(page, person: str) -> str:
    """Returns the code that the person's authenticator app would show."""
    page.goto("/local/codes/")
    return page.locator(f"article:has-text('{person}') code").inner_text()


def merchant(page) -> None:
    """How an application stands, with the date of the answer."""
    page.goto("/sign-in/")
    submit(page, email=MERCHANT, password=PASSWORD)
    page.wait_for_timeout(3000)  # until the mail is there
    submit(page, code=newest_code(MERCHANT))
    page.screenshot(path=FOLDER / "portal.png")


def console(page) -> None:
    """A case that Rita holds, with a document beside the data."""
    code = app_code(page, REVIEWER)
    page.goto("/admin/sign-in/")
    submit(page, email=REVIEWER, password=PASSWORD)
    submit(page, code=code)
    page.goto("/admin/reviews/case/?tab=mine")
    page.locator("#result_list a").first.click()
    page.locator("#pages img").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / "console.png")


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        for take, size in ((merchant, (1280, 800)), (console, (1440, 1000))):
            context = browser.new_context(
                base_url=SITE, viewport=dict(zip(("width", "height"), size, strict=True)), reduced_motion="reduce"
            )
            take(context.new_page())
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
