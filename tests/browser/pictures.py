"""What `make shots` runs: photographs instead of checks. Not part of `make test`."""

import pytest

from merchant_portal.messaging import mail
from tests.browser.asking import CONSOLE, DESK, MAIL, PHONE, size
from tests.browser.places import GROUPS
from tests.house.test_mails_render import SAMPLES
from tests.shots import FAULTS, FOLDER

UNROLLED = "() => document.documentElement.scrollTo(0, 0)"


def photograph(page, name: str, look, window) -> None:
    page.set_viewport_size(size(window))
    page.evaluate(UNROLLED)
    page.screenshot(path=FOLDER / f"{name}.{look}.{window[0]}.png", full_page=True, animations="disabled")


def note(faults: list[str], name: str, look) -> None:
    with open(FAULTS, "a") as shown:
        shown.writelines(f"{name} ({look}): {fault}\n" for fault in faults)


@pytest.mark.parametrize("group", GROUPS)
def test_pages(tour, look, group):
    for place in GROUPS[group]:
        page = tour.at(place, width=PHONE[0], height=PHONE[1])
        for window in [CONSOLE] if place.is_staff else [PHONE, DESK]:
            photograph(page, place.name, look, window)
        note(tour.watch.faults, place.name, look)
        tour.watch.forget()


@pytest.mark.parametrize("kind", SAMPLES, ids=lambda kind: kind.name)
def test_mails(tour, look, kind):
    email = mail.compose(kind(language=look.language, **SAMPLES[kind]))
    page = tour.page(width=MAIL[0])
    page.set_content(email.alternatives[0].content)
    photograph(page, f"mail-{kind.name.replace('/', '-')}", look, MAIL)
