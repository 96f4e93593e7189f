"""People who prove a phone, or change where they are reached: each method gives the browser of one of them."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import SingleUseLink, User
from tests.accounts import changing
from tests.browser import steps
from tests.factories import PASSWORD, confirm_phone, confirmed_owner

CONTACTS = ("texting", "unreached", "changing", "half_way", "waiter", "phoned", "phone_changer")
NEW_PHONE = "+8613900139000"


def submit_other_phone(phone):
    def submit_it(page):
        details = page.locator("details.more:not([open]) summary")
        if details.count():
            details.first.click()
        steps.fill(page, phone=phone)
        return steps.press(page, "details.more button")

    return submit_it


class Contacting:
    """Part of the world."""

    def texting(self):
        """Asked for the code that proves the phone."""
        client = self._mia("texting")
        client.post("/application/phone/")
        self.mailbox.all()
        return client

    def unreached(self):
        """Has a phone in a country that is not served."""
        client = self._mia("unreached")
        client.post("/application/phone/", {"phone": "+44 7400 123456"})
        return client

    def changing(self):
        """Began to change the address; the first code is in the mail."""
        client = self._mia("changing")
        changing.begin(client, "changed@greenhill.example")
        self.mailbox.all()
        return client

    def half_way(self):
        """Proved the new address; the second code is in the mail."""
        client = self._mia("half")
        changing.begin(client, "half@greenhill.example")
        changing.answer(client, self.mailbox, "half@greenhill.example")
        self.mailbox.all()
        return client

    def waiter(self):
        """Cannot read the old mailbox."""
        client = self._mia("waiter")
        changing.begin(client, "waiter@greenhill.example")
        changing.answer(client, self.mailbox, "waiter@greenhill.example")
        client.post(changing.CODE, {"wait": "1"})
        return client

    def phoned(self):
        """Has a phone that is confirmed."""
        client = self._mia("phoned")
        confirm_phone(User.objects.get(email="phoned@fernhill.example"))
        return client

    def phone_changer(self):
        """Began to change the phone; the first code is in a text."""
        client = self._mia("mover")
        confirm_phone(User.objects.get(email="mover@fernhill.example"))
        client.post("/security/phone/", {"phone": NEW_PHONE})
        self.mailbox.all()
        return client

    def undo_link(self, standing: str) -> str:
        """Returns the path of a link that takes a change back: ready, used or expired; or stops one: stop."""
        name, new = f"undo-{standing}", f"undo-{standing}@greenhill.example"
        client = self._mia(name)
        changing.begin(client, new)
        changing.answer(client, self.mailbox, new)
        if standing == "stop":
            client.post(changing.CODE, {"wait": "1"})
        else:
            changing.answer(client, self.mailbox, f"{name}@fernhill.example")
        link = self.mailbox.all(to=f"{name}@fernhill.example")[-1].link
        past = timezone.now() - timedelta(minutes=1)
        if standing in ("used", "expired"):
            mine = SingleUseLink.objects.filter(purpose="undo", address=f"{name}@fernhill.example")
            mine.update(**{{"used": "used_at", "expired": "expires_at"}[standing]: past})
        return link

    def _mia(self, name: str) -> Client:
        client, person = Client(), confirmed_owner("Lin Chen", f"{name}@fernhill.example")
        client.post("/sign-in/", {"email": person.email, "password": PASSWORD})
        client.post("/sign-in/code/", {"code": self.mailbox.latest(to=person.email).code})
        return client
