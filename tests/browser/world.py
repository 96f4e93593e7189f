"""The cast in a small world, made as its members are needed: what the browser of each of them holds."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.actions import passwords
from accounts.models import SingleUseLink, User
from accounts.roles import Role
from reviews.actions import staff
from tests.accounts.test_staff_sign_in import enrol
from tests.browser.back import Back
from tests.browser.contacting import Contacting
from tests.browser.desk import Desk
from tests.browser.factors import Factors
from tests.browser.guarded import Guarded
from tests.browser.judged import Judged
from tests.browser.texting import Texting
from tests.factories import PASSWORD, confirmed_owner, register_form, registered_owner, reviewer
from tests.onboarding import joining

OLIVE, NADIA = "olive@fernhill.example", "nadia@fernhill.example"
WEN = "wen@fernhill.example"
RITA, NORA, FRED = "rita@portal.example", "nora@portal.example", "fred@portal.example"


class World(Judged, Desk, Texting, Guarded, Back, Factors, Contacting):
    """`cookies("olive")` signs Olive in, once. Olive goes through the stages of an application in their order."""

    def __init__(self, mailbox):
        self.mailbox = mailbox
        self.clients: dict[str, Client] = {}
        self._paths: dict[str, str] = {}

    def client(self, who: str) -> Client:
        """Returns Django's client as `who`, a method below."""
        if who not in self.clients:
            self.clients[who] = getattr(self, who)()
        return self.clients[who]

    def cookies(self, who: str) -> dict[str, str]:
        """Returns the cookies of `who`, but for the language."""
        held = self.client(who).cookies
        return {name: cookie.value for name, cookie in held.items() if name != "language" and cookie.value}

    def stranger(self):
        return Client()

    def registered(self):
        """Has an account; the mailbox is not confirmed."""
        client = Client()
        client.post("/register/", register_form(client.get("/register/"), email="rosa@fernhill.example"))
        self.mailbox.all()
        return client

    def asked(self):
        """Gave the right password; the code is in the mail."""
        client, person = Client(), confirmed_owner("Nadia Petrova", NADIA)
        client.post("/sign-in/", {"email": person.email, "password": PASSWORD})
        self.mailbox.all()
        return client

    def olive(self):
        """Signed in, with a draft that is still empty."""
        client, person = Client(), confirmed_owner("Olive Tan", OLIVE)
        client.post("/sign-in/", {"email": person.email, "password": PASSWORD})
        client.post("/sign-in/code/", {"code": self.mailbox.latest(to=OLIVE).code})
        return client

    def begun(self):
        """Olive after the company profile and one document."""
        client = self.client("olive")
        joining.save_company(client)
        joining.send_document(client, "business_licence")
        return client

    def filled(self):
        """Olive with everything handed in, before the last look."""
        client = self.client("begun")
        for part in (1, 2):
            joining.send_document(client, "representative_id", part)
        return client

    def submitted(self):
        client = self.client("filled")
        client.post("/application/check/", {"declaration": "on"})
        self.mailbox.all()
        return client

    def withdrawn(self):
        client = self.client("submitted")
        client.post("/application/withdraw/")
        return client

    def new_staff(self):
        """Gave the right password and has no authenticator app yet."""
        client, person = Client(), reviewer("Nora Weiss", NORA)
        client.post("/admin/sign-in/", {"email": person.email, "password": PASSWORD})
        return client

    def lead(self):
        """Signed in to the console."""
        client = Client()
        reviewer("Rita Chen", RITA, Role.LEAD)
        enrol(client, RITA)
        return client

    def asked_app(self):
        """The lead in another browser, before the code of the app."""
        self.client("lead")
        client = Client()
        client.post("/admin/sign-in/", {"email": RITA, "password": PASSWORD})
        return client

    def forced(self):
        """Staff with a password that was made for them."""
        client = Client()
        _, generated = staff.create(email=FRED, name="Fred Okoye", role=Role.REVIEWER, by="tests")
        enrol(client, FRED, generated)
        return client

    def known_to_others(self):
        """Signed in with a password that others may know."""
        client, person = Client(), confirmed_owner("Wen Zhao", WEN)
        passwords.flag_compromised(person=person, by="tests", reason="leaked")
        client.post("/sign-in/", {"email": person.email, "password": PASSWORD})
        client.post("/sign-in/code/", {"code": self.mailbox.latest(to=WEN, kind="accounts/sign-in-code").code})
        return client

    def confirm_link(self, standing: str) -> str:
        """Returns the path of a link to confirm an address: ready, used, expired or superseded."""
        person = registered_owner("Lin", f"{standing}@fernhill.example")
        link = self.mailbox.latest(to=person.email).link
        mine = SingleUseLink.objects.filter(reference=str(person.pk))
        past = timezone.now() - timedelta(days=2)
        if standing != "ready":
            mine.update(**{{"used": "used_at", "superseded": "superseded_at", "expired": "expires_at"}[standing]: past})
        return link

    def page_of_a_person(self) -> str:
        """Returns the path of the console's page about the lead."""
        self.client("lead")
        return f"/admin/accounts/user/{User.objects.get(email=RITA).pk}/change/"
