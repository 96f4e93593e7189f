"""The same round on our site; the worker's part (drawing and sending) is done between the steps, uncounted."""

from tests.bench.walks import PASSWORD, Bare, Clock
from tests.factories import register_form
from tests.mailbox import Mailbox


class Ours(Bare):
    """Our site, as a new merchant walks it."""

    name = "ours"

    def round(self, clock: Clock) -> None:
        post, browser, address = Mailbox(), self.fresh_browser(), self.address()
        form = register_form(browser.get("/register/"), email=address, password=PASSWORD)
        with clock.at("registration"):
            self.expect(browser.post("/register/", form), 302)
        link = post.latest(to=address).link
        with clock.at("confirmation"):
            self.expect(browser.post(link), 302)
        self.fresh_browser()
        with clock.at("sign-in page"):
            self.expect(browser.get("/sign-in/"), 200)
        with clock.at("password step"):
            self.expect(browser.post("/sign-in/", {"email": address, "password": PASSWORD}), 302)
        code = post.latest(to=address, kind="accounts/sign-in-code").code
        with clock.at("code step"):
            self.expect(browser.post("/sign-in/code/", {"code": code}), 302)
        with clock.at("signed-in page"):
            self.expect(browser.get("/help/"), 200)
        self.fresh_browser()
        with clock.at("wrong password"):
            self.expect(browser.post("/sign-in/", {"email": address, "password": "wrong"}), 200)
