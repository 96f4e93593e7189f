"""What the cast does in a browser, by the names of fields and without words, so that it works in each language."""

import json

from axe_playwright_python.sync_playwright import Axe

from onboarding import tasks
from onboarding.models import DocumentVersion
from tests.factories import PASSWORD
from tests.papers import pdf_bytes
from tests.worker import wait_for

OLIVE = "olive@fernhill.example"
SERIOUS = {"serious", "critical"}


def check(page) -> None:
    """Fails on a serious fault of accessibility, on sideways scroll, and without exactly one h1."""
    found = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
    bad = [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in found if fault["impact"] in SERIOUS]
    assert not bad, f"{page.url}: {json.dumps(bad, ensure_ascii=False)}"
    assert page.locator("h1").count() == 1, page.url
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"


def fill(page, **fields) -> None:
    for name, value in fields.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def press(page) -> None:
    """Presses the one button that leads on."""
    page.locator("main .actions .button:not(.secondary)").click()
    page.wait_for_load_state()


def register(page, post, look=lambda page: None) -> None:
    page.goto("/register/")
    look(page)
    fill(page, company_name="Fernhill Sample Tea Ltd", contact_name="Olive Tan", email=OLIVE,
         phone="+86 138-0013 8000", password=PASSWORD)  # fmt: skip
    page.locator("[name=terms]").check()
    press(page)
    look(page)
    page.goto(post.latest(to=OLIVE, kind="accounts/confirm-email").link)
    look(page)
    press(page)


def sign_in(page, post, look=lambda page: None) -> None:
    page.goto("/sign-in/")
    look(page)
    fill(page, email=OLIVE, password=PASSWORD)
    press(page)
    look(page)
    page.locator("[name=code]").press_sequentially(post.latest(to=OLIVE, kind="accounts/sign-in-code").code)
    press(page)


def give_company(page, look=lambda page: None) -> None:
    page.goto("/application/company/")
    look(page)
    fill(page, country="CN", legal_form="company")
    press(page)
    look(page)
    fill(page, registration_number="91110000600037341L", licence_language="en", representative_name="林小川",
         representative_role="执行董事", applicant_is_representative="yes", city="杭州", address="云杉路 8 号",
         goods="家居用品")  # fmt: skip
    press(page)


def give_paper(page, key: str, part: int = 1, look=lambda page: None) -> None:
    page.goto(f"/application/documents/{key}/")
    form = page.locator(f"#part-{part} form.upload")
    before = DocumentVersion.objects.count()
    paper = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
    form.locator("input[type=file]").set_input_files(paper)
    if DocumentVersion.objects.count() == before:
        form.locator("button").first.click()
    wait_for(lambda: page.wait_for_timeout(50) or DocumentVersion.objects.count() > before)
    for pk in DocumentVersion.objects.filter(status="checking").values_list("pk", flat=True):
        tasks.open_paper(pk)
    page.reload()
    look(page)


def submit(page, look=lambda page: None) -> None:
    page.goto("/application/check/")
    look(page)
    page.locator("[name=declaration]").check()
    press(page)
    look(page)
