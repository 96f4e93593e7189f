"""Registering: the person, the merchant, the owner's membership and the draft come into being together.

And beginning again, after an application has ended without an approval.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.actions import passwords, registration, sign_in
from accounts.models import User
from accounts.validators import email_key
from merchant_portal import crypto, form_ids
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Refused
from onboarding import permissions, steps
from onboarding.actions import documents, requirements
from onboarding.events import OnboardingEvent
from onboarding.history import with_last_move
from onboarding.models import COMPANY, Application, Document, Membership, Merchant, Return
from onboarding.transitions import RequirementStatus, Status, VersionStatus


class CannotBeginAgain(Refused):
    """The application is still under way, or was approved."""

    sentence = _("You already have an application. Check its status.")

    def __init__(self, application: Application):
        super().__init__(with_last_move(self.sentence, application))


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
) -> sign_in.SignInStep:
    """Registers a merchant and its owner and queues the confirmation link.

    Returns the pending registration with the secret for this browser. The answer, the work and the queue are
    the same whether or not the address is known. A form that is sent twice registers once: the second caller
    gets the first one's registration; with other contents it is another one. Raises Busy, with nothing written, when
    every place for a hash is taken.
    """
    encoded = passwords.make_hash(password)
    key = email_key(email)
    form_key = form_ids.hash_of(form_key, company_name, contact_name, key, phone)
    secrets = crypto.possible_hashes("registration secret", form_key)
    held_until = registration.consume_first_send(key)
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
            return sign_in.hold_registration(owner, resend_at=held_until, secret=secrets[0])
    except IntegrityError:
        return _joined_before(form_key, secrets, held_until)


def _joined_before(form_key: str, secrets: list[str], held_until: datetime | None) -> sign_in.SignInStep:
    """Returns the registration of an equal press, as its browser holds it; a fresh one if that has ended.

    The first press may have made its secret under another pepper.
    """
    owner = User.objects.get(form_key=form_key)
    for secret in secrets:
        if pending := sign_in.registration_of(secret):
            return sign_in.SignInStep(owner, pending, secret)
    return sign_in.hold_registration(owner, resend_at=held_until)


def _open_draft(company_name: str, owner: User) -> Application:
    merchant = Merchant.objects.create(name=company_name)
    Membership.objects.create(merchant=merchant, person=owner, role=Membership.Role.OWNER)
    draft = Application.objects.create(merchant=merchant)
    audit.record(OnboardingEvent.JOINED, target=draft, by=owner, merchant=merchant.pk)
    return draft


ENDED_WITHOUT_APPROVAL = (Status.REJECTED, Status.WITHDRAWN)


def check_has_ended(application: Application) -> None:
    """Raises CannotBeginAgain unless the application was rejected or withdrawn."""
    if application.status not in ENDED_WITHOUT_APPROVAL:
        raise CannotBeginAgain(application)


def begin_again(*, application: Application, form_key: str, by) -> Application:
    """Opens a new draft after a rejected or withdrawn application, and takes over what is still good.

    That is the company profile, which is looked at once more if it was returned, and every clean file that was not.
    Returns the draft; a form that is sent twice opens one. Raises Forbidden or CannotBeginAgain.
    """
    permissions.check_can_submit(by, application)
    with transaction.atomic():
        Merchant.objects.select_for_update().get(pk=application.merchant_id)
        made = Application.objects.filter(form_key=form_key).first()
        if made is not None:
            return made
        newest = Application.objects.filter(merchant_id=application.merchant_id).order_by("-pk").first()
        if newest.pk != application.pk:
            raise CannotBeginAgain(newest)
        check_has_ended(newest)
        draft = Application.objects.create(merchant_id=newest.merchant_id, answers=newest.answers, form_key=form_key)
        if newest.answers:
            _take_over(newest, draft)
        audit.record(OnboardingEvent.BEGUN_AGAIN, target=draft, by=by, after=newest.pk)
    return draft


def _take_over(old: Application, draft: Application) -> None:
    requirements.sync(draft, drop_unneeded=True)
    new = {row.key: row for row in draft.requirements.select_related("rule")}
    returned = Return.objects.filter(
        requirement__application=old,
        requirement__status=RequirementStatus.RETURNED,
        submission_number=old.submission_number,
    )
    bad = set(returned.values_list("requirement__key", "part"))
    if (COMPANY, 0) not in bad and not steps.missing_fields(draft.answers):
        requirements.set_status(new[COMPANY], RequirementStatus.PROVIDED)
    clean = Document.objects.filter(
        requirement__application=old,
        current__status=VersionStatus.CLEAN,
        current__original_missing_at__isnull=True,
        current__pictures_missing_at__isnull=True,
    )
    for document in clean.select_related("requirement", "current"):
        key, part = document.requirement.key, document.part
        if key in new and (key, part) not in bad:
            documents.take_over(document.current, new[key], part)
    for requirement in new.values():
        if not requirement.is_company:
            requirements.refresh(requirement)
