"""Registering: the person, the merchant, the owner's membership and the draft come into being together."""

from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from accounts.actions import passwords, registration, sign_in
from accounts.models import User
from accounts.validators import email_key
from merchant_portal.audit import recording as audit
from onboarding.events import Event
from onboarding.models import Application, Membership, Merchant


@sensitive_variables("password")
def join(
    *,
    company_name: str,
    contact_name: str,
    email: str,
    phone: str,
    password: str,
    language: str,
    form_key: str,
) -> sign_in.Begun:
    """Registers a merchant and its owner and queues the confirmation link.

    Returns the pending registration with the secret for this browser. The answer, the work and the queue are
    the same whether or not the address is known. A form that is sent twice registers once: the second caller
    gets the first one's registration. Raises Busy, with nothing written, when every place for a hash is taken.
    """
    encoded = passwords.make_hash(password)
    key = email_key(email)
    held_until = registration.take_first_sending(key)
    try:
        with transaction.atomic():
            owner = registration.register(
                email=email,
                name=contact_name,
                phone=phone,
                language=language,
                encoded=encoded,
                form_key=form_key,
            )
            _open_draft(company_name, owner)
            if held_until is None:
                registration.send_link(owner)
    except IntegrityError:
        owner = User.objects.filter(form_key=form_key, email_key=key).first()
        if owner is None:
            raise
    return sign_in.hold_registration(owner, resend_at=held_until)


def _open_draft(company_name: str, owner: User) -> Application:
    merchant = Merchant.objects.create(name=company_name)
    Membership.objects.create(merchant=merchant, person=owner, role=Membership.Role.OWNER)
    draft = Application.objects.create(merchant=merchant)
    audit.record(Event.JOINED, target=draft, by=owner, merchant=merchant.pk)
    return draft
