"""All questions that are asked of a page while a survey visits it. Each yields its name and what is wrong."""

from tests.browser import expected, probing
from tests.browser.looks import Look
from tests.browser.places import Place
from tests.browser.probing import probe

DESK, PHONE, NARROW = (1280, 800), (360, 640), (320, 640)
CONSOLE, MAIL = (1440, 900), (600, 800)
KEYBOARD_OPEN = (360, 380)  # a phone of 360 × 640 whose keyboard takes 260
READ_FIELDS = """() => Object.fromEntries([...document.querySelectorAll("main :is(input, select, textarea)")]
  .filter((field) => field.type !== "hidden" && !field.matches(".hidden, details:not([open]) *"))
  .map((field) => [field.name, [field.type, field.getAttribute("autocomplete") ?? "", field.inputMode]]))"""

FIRST_STOP = """(() => { const link = document.activeElement;
  return [link.getAttribute("href") ?? "", link.getBoundingClientRect().width, link.innerText] })()"""
# Choices of a group are described together.
DESCRIBED = "field => (field.type === 'radio' ? field.closest('fieldset') : field).getAttribute('aria-describedby')"


def size(pair) -> dict:
    return {"width": pair[0], "height": pair[1]}


def ask(page, place: Place, look: Look):
    """Asks everything: as the page was opened, then at the desk, then on phones."""
    page.set_viewport_size(size(DESK))
    if place.is_error:
        yield "refused", refused(page, look)
    elif not place.do:
        yield "skip", skip(page)
    yield "head", probe(page, "head", look.lang)
    yield "steps", probe(page, "steps", expected.CURRENT_STEPS.get(place.name))
    yield "kinds", kinds(page, place)
    yield "fields", probe(page, "fields")
    yield "help", probe(page, "help", place.is_console)
    yield "axe", probing.axe(page)
    yield "contrast", probing.in_both_schemes(page, "contrast", look.scheme)
    page.keyboard.press("Tab")
    yield "focus", probe(page, "focus")
    page.emulate_media(forced_colors="active")
    yield "forced", probe(page, "bordered")
    page.emulate_media(forced_colors="none")
    yield "moving", probe(page, "moving")
    page.set_viewport_size(size(PHONE))
    yield "covered", probe(page, "covered")
    yield "targets", probe(page, "targets", place.is_staff)
    page.set_viewport_size(size(KEYBOARD_OPEN))
    yield "reachable", probe(page, "reachable")
    page.set_viewport_size(size(NARROW))
    yield "narrow", probing.sideways(page)
    page.set_viewport_size(size(DESK))
    yield "enlarged", probing.enlarged(page)


def refused(page, look: Look):
    """A refused form says so in its title, in a summary that has the focus, and beside each field."""
    if not page.title().startswith(look.words("Error:")):
        yield f"title: {page.title()}"
    if page.evaluate("document.activeElement.id") != "error-summary":
        yield "the focus is not in the summary"
    if not page.locator("#error-summary li").count():
        yield "an empty summary"
    for link in page.locator("#error-summary a").all():
        link.click()
        field, text = page.locator(":focus"), link.inner_text()
        if f"#{field.get_attribute('id')}" != link.get_attribute("href"):
            yield f"does not lead to its field: {text}"
        if field.get_attribute("aria-invalid") != "true":
            yield f"the field does not say that it is wrong: {text}"
        shown = [page.locator(f"[id='{one}']") for one in (field.evaluate(DESCRIBED) or "").split()]
        if text not in [beside.inner_text() for beside in shown if beside.count()]:
            yield f"beside the field stands something else: {text}"


def skip(page):
    """The skip link is the first stop, can be seen then, and leads to the content."""
    page.keyboard.press("Tab")
    target, width, text = page.evaluate(FIRST_STOP)
    if not target.startswith("#") or width < 24:
        yield f"the first stop is {text}"
        return
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.querySelector('h1') && document.activeElement.id") != target[1:]:
        yield "it does not lead to the content"


def kinds(page, place: Place):
    """Fields tell browsers what they take."""
    if place.name in expected.FIELDS:
        found = {name: tuple(shown) for name, shown in page.evaluate(READ_FIELDS).items()}
        if found != expected.FIELDS[place.name]:
            yield str(found)
