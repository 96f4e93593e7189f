"""Going to places, as the one who may, in one look."""

import re

from django.conf import settings

from tests.browser.looks import Look
from tests.browser.places import Place


class Tour:
    """Opens watched pages as any of the cast. Keeps one page for each person and set of options."""

    def __init__(self, chromium, site: str, world, watch, look: Look):
        self.chromium, self.site, self.world, self.watch, self.look = chromium, site, world, watch, look
        self._pages: dict = {}
        self._paths: dict = {}

    def page(self, who: str = "stranger", *, look: Look | None = None, width=1280, height=800, script=True, **more):
        """Returns a new page in a context of its own, with the cookies of `who`."""
        context = self.chromium.new_context(
            base_url=self.site,
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            **{"reduced_motion": "reduce"} | more,
        )
        context.set_default_timeout(10_000)
        context.add_cookies(
            [{"name": name, "value": value, "url": self.site} for name, value in self.world.cookies(who).items()]
        )
        self.watch.listen(context)
        page = context.new_page()
        self.show_in(look or self.look, page)
        return page

    def show_in(self, look: Look, page) -> None:
        """Has `page` ask for the language and the scheme of `look` from its next visit on."""
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": look.language, "url": self.site}
        page.context.add_cookies([cookie])
        page.emulate_media(color_scheme=look.scheme)

    def at(self, place: Place, look: Look | None = None, **options):
        """Opens `place` and returns the page, which stays the same for the next place of the same person."""
        key = f"{place.who} {sorted(options.items())}"
        if key not in self._pages:
            self._pages[key] = self.page(place.who, **options)
        page = self._pages[key]
        self.show_in(look or self.look, page)
        self.world.client(place.who)  # whose stage it is now
        if place.status >= 500:
            self.watch.meant.add(place.status)
        answer = page.goto(self._path(place))
        if place.do:
            answer = place.do(page)
        assert answer.status == place.status, f"{place.name} answers {answer.status}"
        return page

    def check(self, places, look_at, **options) -> None:
        """Goes to all `places`. `look_at(page, place)` tells what is wrong there; all of it is told together."""
        shown = {place.name: list(look_at(self.at(place, **options), place)) for place in places}
        assert not any(shown.values()), "\n".join(f"{name}: {wrong}" for name, wrong in shown.items() if wrong)

    def _path(self, place) -> str:
        if not callable(place.path):
            return place.path
        if place.name not in self._paths:
            self._paths[place.name] = place.path(self.world)
        return self._paths[place.name]

    def close(self) -> None:
        for context in self.chromium.contexts:
            context.close()


def bare(html: str) -> str:
    """Returns a page without what differs at each request: tokens and times."""
    html = re.sub(r'(name="csrfmiddlewaretoken" value=|name="form_id" value=)"[^"]*"', r"\1", html)
    html = re.sub(r'datetime="[^"]*"|data-(timer|left)="\d+"', "", html)
    return re.sub(r"\d{1,2}:\d\d(:\d\d)?", "0:00", html)
