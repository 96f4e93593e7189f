"""People who are asked for a code over more ways than mail."""

from django.test import Client

from tests.factories import PASSWORD, confirm_phone, confirmed_owner, keep_recovery_codes

TARA = "tara@fernhill.example"


class Texting:
    """The part of the world whose phones are confirmed."""

    def texted(self):
        """Gave the right password; the code is in a text message. An address and recovery codes are at hand too."""
        return self._texted("Tara Lindqvist", TARA)

    def recovering(self):
        """Has no phone at hand, and chose to type a recovery code."""
        client = self._texted("Uma Berg", "uma@fernhill.example")
        client.post("/sign-in/channel/", {"channel": "recovery"})
        return client

    def _texted(self, name: str, email: str):
        client, person = Client(), confirm_phone(confirmed_owner(name, email))
        keep_recovery_codes(person)
        client.post("/sign-in/", {"email": person.email, "password": PASSWORD})
        self.mailbox.all()
        return client
