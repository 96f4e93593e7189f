"""The same round on our site; the worker's part (drawing and sending) is done between the steps, uncounted."""

from django.conf import settings

from tests.bench.walks import PASSWORD, Bare
from tests.factories import register_form
from tests.mailbox import Mailbox


class Ours(Bare):
    """Our site, as a new merchant walks it."""

    name = "ours"
    post = Mailbox()

    def __init__(self):
        super().__init__()
        settings.ROOT_URLCONF = "tests.bench.ours_urls"
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def registration_form(self, address: str) -> dict:
        return register_form(self.browser.get("/register/"), email=address, password=PASSWORD)

    def link_to(self, address: str) -> str:
        return self.post.latest(to=address).link

    def further(self, clock) -> None:
        with clock.at("landing page"):
            self.expect(self.browser.get("/"), 200)

    def code_for(self, address: str) -> str:
        return self.post.latest(to=address, kind="accounts/sign-in-code").code
