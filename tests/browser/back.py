"""The cast on its ways back in: a forgotten password, and a lock that the owner is told about."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import SingleUseLink
from accounts.views.sign_in import After, to_sign_in
from tests.accounts.resetting import asked, at_the_new_password
from tests.factories import confirmed_owner

LOCKED = "locked@fernhill.example"
BACK = ("locked", "resetting", "choosing")
PAST = {"used": "used_at", "reported": "used_at", "superseded": "superseded_at", "expired": "expires_at"}


class Back:
    """Those who cannot sign in at the moment; a part of the world."""

    def locked(self):
        """Nobody signed in, but one address has no tries left."""
        self.use_up_tries(LOCKED)
        return Client()

    def use_up_tries(self, email: str) -> None:
        for _ in range(5):
            Client().post("/sign-in/", {"email": email, "password": "wrong"})

    def resetting(self):
        """Forgot her password; the code is in the mail."""
        client = Client()
        asked(client, self.mailbox, confirmed_owner("Rina Sato", "rina@fernhill.example").email)
        return client

    def choosing(self):
        """Gave the right code and chooses a new password."""
        client = Client()
        at_the_new_password(client, self.mailbox, confirmed_owner("Chen Li", "chen@fernhill.example").email)
        return client

    def unlock_link(self, standing: str) -> str:
        """Returns the path of a link in a mail about a lock: ready, used, told, expired or superseded."""
        person = confirmed_owner("Ulla Berg", f"{standing}.lock@fernhill.example")
        self.use_up_tries(person.email)
        link = self.mailbox.latest(to=person.email, kind="accounts/locked").link
        mine = SingleUseLink.objects.filter(purpose="unlock", reference=str(person.pk))
        if standing != "ready":
            mine.update(**{PAST[standing]: timezone.now() - timedelta(days=2)})
        return f"{link}?reported=1" if standing == "reported" else link

    def sign_in_after(self, after: str) -> str:
        """Returns the path of the sign-in page, filled for somebody who comes from a way back."""
        return to_sign_in(confirmed_owner("Ada Wolf", f"{after}.ada@fernhill.example"), After(after))["Location"]
