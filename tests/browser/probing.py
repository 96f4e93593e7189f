"""Questions that are asked of a page from inside. Each answer is a list of what is wrong."""

import json
from functools import cache
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse

AXE = "/axe.js"  # asked of the site, so that a browser keeps it from page to page
RUN_AXE = """axe.run({ preload: false, resultTypes: ["violations"] }).then((told) => JSON.stringify(told.violations))"""
SERIOUS = {"serious", "critical"}
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


@login_not_required
def axe_script(request):
    """The view that serves AXE."""
    return kept(HttpResponse(AXE_SCRIPT, content_type="text/javascript"))


def kept(answer):
    """Returns `answer`, which a browser may keep for as long as a test lasts."""
    answer["Cache-Control"] = "max-age=3600"
    return answer


@cache
def source(name: str) -> str:
    return (Path(__file__).parent / "probes" / f"{name}.js").read_text()


def probe(page, name: str, *arguments) -> list[str]:
    """Runs `probes/<name>.js` on the page and returns what it found."""
    given = ", ".join(json.dumps(argument) for argument in arguments)
    return page.evaluate(f"() => {{\n{source('common')}\nconst ask =\n{source(name)};\nreturn ask({given});\n}}")


def axe(page) -> list[str]:
    """Returns what is serious or critical for people who use assistive technology."""
    page.add_script_tag(url=AXE).evaluate("tag => tag.remove()")
    found = json.loads(page.evaluate(RUN_AXE))
    return [
        f"{fault['id']}: {node['target']} {node['html'][:120]}"
        for fault in found
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]


def sideways(page) -> list[str]:
    """Returns by how much the page can be scrolled sideways, if it can."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"scrolls sideways by {wide} px"] if wide > 0 else []


def in_both_schemes(page, name: str, first: str) -> list[str]:
    """Runs a probe in light and in dark, and leaves the page in the scheme it had."""
    found = []
    for scheme in sorted(("light", "dark"), key=lambda scheme: scheme == first):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {fault}" for fault in probe(page, name)]
    return found


def enlarged(page) -> list[str]:
    """Returns what is cut off with text of twice the size, and with the spaces that WCAG 1.4.12 names."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = [f"at 200 %: {fault}" for fault in probe(page, "clipped")]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.evaluate(SPACED)
    return found + [f"with wide spaces: {fault}" for fault in probe(page, "clipped")]
