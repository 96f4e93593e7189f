"""People who set up an authenticator app and recovery codes: each method gives the browser of one of them."""

from django.test import Client
from django.utils import timezone

from accounts.models import RecoveryCode
from tests.accounts import codes
from tests.accounts.apps import APP, set_up
from tests.accounts.proving import age_proof
from tests.factories import PASSWORD, confirmed_owner

PROVING = ("unproved", "unproved_app", "without_app", "enrolling", "with_app", "few_codes")


class Factors:
    """Part of the world. Proofs do not grow old while the pages are looked at."""

    def without_app(self):
        return self._arrived("Wanda Orlova", "wanda@fernhill.example")

    def enrolling(self):
        """The key of a new app is on the page."""
        client = self._arrived("Emil Sand", "emil@fernhill.example")
        client.post(APP)
        return client

    def with_app(self):
        """An app and ten codes that are kept."""
        client = self._arrived("Ada Lind", "ada@fernhill.example")
        set_up(client, name="手机")
        codes.keep(client)
        return client

    def few_codes(self):
        """An app, and two codes left."""
        client = self._arrived("Fay Moor", "fay@fernhill.example")
        set_up(client)
        codes.keep(client)
        used = RecoveryCode.objects.filter(user__email="fay@fernhill.example").order_by("pk")[2:]
        RecoveryCode.objects.filter(pk__in=list(used.values_list("pk", flat=True))).update(used_at=timezone.now())
        return client

    def unproved(self):
        """Signed in a while ago."""
        client = self._arrived("Uma Ray", "uma@fernhill.example")
        age_proof(client)
        return client

    def unproved_app(self):
        """Signed in a while ago, with an app."""
        client = self._arrived("Una Ray", "una@fernhill.example")
        set_up(client)
        age_proof(client)
        return client

    def _arrived(self, name: str, email: str) -> Client:
        client, person = Client(), confirmed_owner(name, email)
        client.post("/sign-in/", {"email": person.email, "password": PASSWORD})
        client.post("/sign-in/code/", {"code": self.mailbox.latest(to=email).code})
        age_proof(client, minutes=-60)
        return client
