"""Why an address cannot sign in: looked up when the email is sent, and said only to its owner."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import attempts, challenges, links, lockouts
from accounts.models import SingleUseLink, User
from merchant_portal import clock, date_formats
from merchant_portal.messaging.message_types import Email, SecretOutdated, WithSecret
from merchant_portal.site import address_of
from onboarding.models import Application, Membership
from onboarding.transitions import MerchantStatus, Status

Purpose = SingleUseLink.Purpose


class NextStep(NamedTuple):
    """The reason, in words, and the button that leads on; without an address there is no button.

    Where a single-use link leads on, `purpose` and `about` say which, and `page` is where it is redeemed.
    """

    sentence: str
    button: str = ""
    link: str = ""
    reference: str = ""
    blocks: bool = False  # whether the person cannot sign in even with the right password
    purpose: str = ""
    about: str = ""
    page: str = ""


@dataclass(frozen=True, kw_only=True)
class WhyNotSignedIn(WithSecret, Email):
    """What prevents a sign-in, and the next step. Links are written here, when it is sent.

    It carries nothing that an unconfirmed person typed: the mailbox may belong to somebody else.
    """

    name: ClassVar[str] = "onboarding/why-not-signed-in"

    person: str
    sentence: str
    button: str
    link: str
    expires_at: datetime | None
    reference: str
    password_changed_at: datetime | None
    reset_url: str  # nothing where a new password would not help

    @classmethod
    def generate(cls, reference: str) -> str:
        person = _person(reference)
        way = person and next_step_for(person)
        if not way or not way.purpose:
            return ""
        link = links.issue(purpose=way.purpose, reference=way.about, address=person.email_key)
        return f"{link.pk}:{link.generate_token()}"

    @classmethod
    def load(cls, reference: str, secret: str):
        person = _person(reference)
        if not person:
            return None
        with translation.override(person.language):
            way = next_step_for(person)
        address, expires_at = way.link, None
        if way.purpose:
            link = _link_of(secret)
            if not link or not link.is_live or (link.purpose, link.reference) != (way.purpose, way.about):
                raise SecretOutdated
            address, expires_at = address_of(way.page, secret.partition(":")[2]), link.expires_at
        return cls.to_person(
            person,
            person=person.name if person.is_confirmed else "",
            sentence=way.sentence,
            button=way.button,
            link=address,
            expires_at=expires_at,
            reference=way.reference,
            password_changed_at=person.password_changed_at,
            reset_url="" if way.blocks else address_of("accounts:reset"),
        )

    @classmethod
    def note_delivery(cls, reference: str, secret: str) -> None:
        link = _link_of(secret)
        if link:
            link.note_delivery()


def _person(reference: str) -> User | None:
    """Returns whoever signs in with the address of the person who asked."""
    asked = reference.isdigit() and User.objects.filter(pk=reference).first()
    return User.objects.on_address(asked.email_key) if asked else None


def _link_of(secret: str) -> SingleUseLink | None:
    pk = secret.partition(":")[0]
    return SingleUseLink.objects.filter(pk=pk).first() if pk else None


def next_step_for(person: User) -> NextStep:
    """Returns what prevents `person` from signing in, in the active language."""
    if person.is_staff:
        sentence = _("This address belongs to a staff account. Ask an administrator of the portal for help.")
        return NextStep(sentence, blocks=True)
    if not person.is_active:
        return NextStep(
            _asking(_("You can't sign in with this address: the account has been deactivated.")), blocks=True
        )
    if not person.is_confirmed:
        sentence = _("This address isn't confirmed yet. Confirm it, then sign in.")
        return _by_link(Purpose.CONFIRM, person.pk, "accounts:confirm_email", sentence, _("Confirm this address"))
    return _past_a_lock(person) or _past_wrong_codes(person) or _as_it_stands(person)


def _asking(sentence: str) -> str:
    ask = _("To find out why and what you can do, write to %(mail)s.") % {"mail": settings.SUPPORT_EMAIL}
    return f"{sentence} {ask}"


def _by_link(purpose: str, about: int, page: str, sentence: str, button: str, *, blocks: bool = True) -> NextStep:
    return NextStep(sentence, button, blocks=blocks, purpose=purpose, about=str(about), page=page)


def _past_a_lock(person: User) -> NextStep | None:
    until = lockouts.locked_until(person)
    if until is None:
        return None
    sentence = _(
        "Someone entered too many wrong passwords, so sign-in is locked until %(until)s. If this was you and you know "
        "the password, open the link below in the browser you want to sign in with, and unlock it there."
    ) % {"until": date_formats.moment(until)}
    return _by_link(Purpose.UNLOCK, person.pk, "accounts:unlock", sentence, _("Unlock or report"), blocks=False)


def _past_wrong_codes(person: User) -> NextStep | None:
    next_attempt_at = attempts.next_attempt_at(attempts.Limit.STEP_UP, challenges.step_up_key(person.pk))
    if next_attempt_at is None:
        return None
    sentence = _(
        "Someone entered your password correctly, and then too many wrong codes. No code will be accepted until "
        "%(time)s. Not you? Someone knows your password. Choose a new one now."
    ) % {"time": date_formats.moment(next_attempt_at)}
    return NextStep(sentence, _("Choose a new password"), address_of("accounts:reset"), blocks=True)


def _as_it_stands(person: User) -> NextStep:
    """Returns the status of the person's merchant: whatever that is, the person can sign in."""
    member = Membership.objects.select_related("merchant").filter(person=person).order_by("pk").first()
    application = member and Application.objects.filter(merchant=member.merchant).order_by("-pk").first()
    if application is None or member.merchant.status == MerchantStatus.ACTIVE:
        sentence = _("Your account is ready. Sign in with this address and your password.")
        return NextStep(sentence, _("Sign in"), address_of("accounts:sign_in"))
    if member.merchant.status == MerchantStatus.SUSPENDED:
        return _look(application, _asking(_("You can sign in, but your seller account is suspended.")))
    if member.merchant.status == MerchantStatus.CLOSED:
        return _look(application, _asking(_("You can sign in, but your seller account is closed.")))
    if application.status == Status.APPROVED and member.is_owner:
        sentence = _(
            "You can sign in. Your application is approved, but your seller account isn't active yet. Activate it now."
        )
        button, page = _("Activate account"), "onboarding:activate_by_link"
        way = _by_link(Purpose.ACTIVATE, member.merchant_id, page, sentence, button, blocks=False)
        return way._replace(reference=application.reference)
    return _look(application, _standing_of(application))


def _look(application: Application, sentence: str) -> NextStep:
    page, button = {
        Status.DRAFT: ("onboarding:application", _("Continue your application")),
        Status.CHANGES_REQUESTED: ("onboarding:changes", _("See what to correct")),
    }.get(application.status, ("onboarding:status", _("View status")))
    return NextStep(sentence, button, address_of(page), reference=application.reference)


def _standing_of(application: Application) -> str:
    """Returns the status of an application that is not active yet, with the date that counts."""
    day = date_formats.day(application.updated_at)
    if application.due_at and application.due_at < clock.now():
        return _("You can sign in. We're still reviewing your application. It's taking longer than we said.")
    if application.due_at:
        promised = date_formats.day(application.due_at)
        return _("You can sign in. We're reviewing your application and will decide by %(day)s.") % {"day": promised}
    if application.status == Status.CHANGES_REQUESTED:
        day = date_formats.day(application.changes_due_at)
    return {
        Status.DRAFT: _("You can sign in. Your application hasn't been submitted yet. It was last saved on %(day)s."),
        Status.CHANGES_REQUESTED: _("You can sign in. Your application needs corrections by %(day)s."),
        Status.APPROVED: _(
            "You can sign in. The application was approved on %(day)s. An owner of your company's account can "
            "activate it."
        ),
        Status.REJECTED: _(
            "You can sign in. Your application was not accepted on %(day)s. The status page explains why and what "
            "you can do."
        ),
        Status.WITHDRAWN: _("You can sign in. Your application was withdrawn on %(day)s. You can start again."),
    }[application.status] % {"day": day}
