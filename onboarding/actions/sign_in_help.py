"""Asking why an address cannot sign in. The answer goes by mail to its owner."""

from django.db import transaction

from accounts.actions import browsers, flows
from accounts.actions.lockouts import NOBODY
from accounts.client_info import ClientInfo
from accounts.models import User
from merchant_portal.audit import recording as audit
from merchant_portal.messaging import outbox as messaging
from onboarding.emails import WhyNotSignedIn
from onboarding.events import OnboardingEvent


def ask(*, client: ClientInfo, email_key: str) -> None:
    """Queues the mail that tells the owner of `email_key`, a normalised address, what prevents a sign-in.

    The work and the queue are the same for an address of nobody: whether a mail leaves, and what it says, is seen by
    the worker. Raises flows.TooEarly when the hour's mails to the address are used up.
    """
    flows.consume_send_quota(browsers.send_limit_of(client, email_key), email_key)
    person = User.objects.on_address(email_key)
    with transaction.atomic():
        audit.record(OnboardingEvent.SIGN_IN_HELP_ASKED, target=person, **client.origin)
        messaging.send(WhyNotSignedIn, person.pk if person else NOBODY)
