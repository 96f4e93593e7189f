"""Signing in again, as whoever the form belongs to."""

from accounts.models import TotpDevice
from tests.accounts.test_staff_sign_in import code_for
from tests.factories import PASSWORD
from tests.onboarding.judged import sign_in
from tests.unsaved.leaving import Form


def sign_in_again(form: Form, mailbox, client=None, **more):
    """Signs the person of the form in and returns the last answer."""
    client = client or form.client
    if not form.person.is_staff:
        return sign_in(client, form.person, mailbox, **more)
    client.post("/admin/sign-in/", {"email": form.person.email, "password": PASSWORD} | more)
    TotpDevice.objects.update(last_step=0)
    return client.post("/admin/sign-in/code/", {"code": code_for(form.client.key)})
