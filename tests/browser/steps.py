"""What the cast does in a browser, by the names of fields and without words, so that it works in each language.

Whatever leads to another page returns the answer of the server.
"""

from onboarding import tasks
from onboarding.models import DocumentVersion
from tests.factories import PASSWORD
from tests.sample_files import pdf_bytes
from tests.worker import wait_for

MAIN_BUTTON = "main .actions .button:not(.secondary)"
WHO_SHE_IS = {
    "company_name": "Fernhill Sample Tea Ltd",
    "contact_name": "Olive Tan",
    "email": "olive@fernhill.example",
    "phone": "+86 138-0013 8000",
    "password": PASSWORD,
    "terms": True,
}
COMPANY = {
    "registration_number": "91110000600037341L",
    "licence_language": "en",
    "representative_name": "林小川",
    "representative_role": "执行董事",
    "applicant_is_representative": "yes",
    "city": "杭州",
    "address": "云杉路 8 号",
    "goods": "家居用品",
}


def fill(page, **values) -> None:
    """Gives each field its value: True ticks, texts are chosen or put in; codes are typed, since pasting sends them."""
    for name, value in values.items():
        field = page.locator(f"main [name={name}]:visible").first
        if value is True:
            field.check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        elif name == "code":
            field.press_sequentially(value)
        else:
            field.fill(value)


def press(page, selector: str = MAIN_BUTTON):
    """Presses a button that leads to another page."""
    with page.expect_navigation() as led:
        page.locator(selector).first.click()
    return led.value


def submit(page, **values):
    """Fills in `values`, and nothing else, and presses the main button."""
    fill(page, **values)
    return press(page)


def ask_with(email):
    """Types one address into the page's only field."""
    return lambda page: submit(page, email=email)


def sign_in_wrongly(email):
    return lambda page: submit(page, email=email, password="not the password")


def submit_other_address(page, email=""):
    page.locator("details.more summary").click()
    fill(page, email=email)
    return press(page, "details.more button")


def choose_nothing(page):
    """Sends a choice without a choice, as no page lets anybody do."""
    page.evaluate("document.querySelector('main [type=radio]:checked').checked = false")
    return press(page)


def explain_nothing(page):
    page.locator("details.more summary").first.click()
    return press(page, "details.more[open] button")


def choose_form(page, country="CN", legal_form="company"):
    """Chooses where and what the company is; the page then asks what follows from it."""
    fill(page, country=country, legal_form=legal_form)
    return press(page, "main [name=refresh], main .actions .button")


def choose_form_and_submit(page):
    choose_form(page)
    return submit(page)


def open_upload(page, part: int):
    """Returns the form for a new file; where there is a file already, it unfolds."""
    for details in page.locator(f"#part-{part} details:not([open])").all():
        details.locator("summary").click()
    return page.locator(f"#part-{part} form.upload")


def upload(page, data: bytes, part=1, name="licence.pdf") -> None:
    """Sends a file; with script the page stays."""
    form = open_upload(page, part)
    document = {"name": name, "mimeType": "application/pdf", "buffer": data}
    form.locator("input[type=file]").set_input_files(document)
    form.locator("button.button").click()
    page.locator(f"#part-{part} [data-status]").first.wait_for()


def upload_nothing(page):
    open_upload(page, 1)
    return press(page, "#part-1 form.upload button")


def hand_in(page, key: str, part=1) -> None:
    """Uploads a good document; the worker opens it."""
    before = DocumentVersion.objects.count()
    page.goto(f"/application/documents/{key}/")
    upload(page, pdf_bytes(), part)
    wait_for(lambda: DocumentVersion.objects.count() > before)
    for pk in DocumentVersion.objects.filter(status="checking").values_list("pk", flat=True):
        tasks.check_document(pk)
    page.reload()


def sign_out(page) -> None:
    """Opens the menu, where there is one, and leaves."""
    if page.locator("#logout-form").count():
        press(page, "#logout-form button")
        return
    page.locator("details.menu summary").last.click()
    press(page, "form[action='/sign-out/'] button")


def return_for_nothing(page):
    """Returns a document without a reason."""
    return press(page, ".documents [name=verdict][value=return]")


def press_reject(page):
    """Begins a rejection, which leads to its letter."""
    return press(page, "#bar .reject")


def put_tips_away(page):
    return press(page, "form[action='/home/tips/'] button")
