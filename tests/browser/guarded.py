"""People who look after the safety of their accounts: each method gives the browser of one of them."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import Browser, Session, User
from accounts.roles import Role
from tests.accounts.test_staff_sign_in import enrol
from tests.factories import PASSWORD, confirm_phone, confirmed_owner, keep_recovery_codes, reviewer

GUARDED = ("safe", "staffer")
SAFE, GREG = "safe@fernhill.example", "greg@portal.example"
WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


class Guarded:
    """Part of the world."""

    def safe(self):
        """Signed in at two places, in browsers that are trusted; somebody else guessed at the password."""
        person = confirmed_owner("Sofia Blum", SAFE)
        User.objects.filter(pk=person.pk).update(password_changed_at=timezone.now() - timedelta(days=41))
        telephone = self._enter(IPHONE, "198.51.100.4")
        Session.objects.update(last_seen_at=timezone.now() - timedelta(minutes=12))
        yesterday = timezone.now() - timedelta(days=1)
        Browser.objects.filter(user=person).update(last_used_at=yesterday, trusted_until=yesterday + timedelta(days=30))
        keep_recovery_codes(person, 2)
        stranger = self._browser(LINUX, "203.0.113.9")
        stranger.post("/sign-in/", {"email": SAFE, "password": "guess"})
        client = self._enter(WINDOWS, "192.0.2.17", trust_browser="on")
        assert telephone.cookies["browser"].value != client.cookies["browser"].value
        confirm_phone(person)
        return client

    def staffer(self):
        """Staff, in the merchants' frame."""
        client = self._browser(WINDOWS, "192.0.2.17")
        reviewer("Greg Moss", GREG, Role.REVIEWER)
        enrol(client, GREG)
        return client

    def _enter(self, agent: str, address: str, **more) -> Client:
        client = self._browser(agent, address)
        client.post("/sign-in/", {"email": SAFE, "password": PASSWORD})
        code = self.mailbox.latest(to=SAFE, kind="accounts/sign-in-code").code
        client.post("/sign-in/code/", {"code": code, **more})
        return client

    def _browser(self, agent: str, address: str) -> Client:
        return Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
