"""The same round on our site; the worker's part (drawing and sending) is done between the steps, uncounted."""

from tests.bench.walks import PASSWORD, Bare
from tests.factories import register_form
from tests.mailbox import Mailbox


class Ours(Bare):
    """Our site, as a new merchant walks it."""

    name, signed_in_page = "ours", "/"
    post = Mailbox()

    def registration_form(self, address: str) -> dict:
        return register_form(self.browser.get("/register/"), email=address, password=PASSWORD)

    def link_to(self, address: str) -> str:
        return self.post.latest(to=address).link

    def code_for(self, address: str) -> str:
        return self.post.latest(to=address, kind="accounts/sign-in-code").code
