"""Who attacks, and in which state: a browser, the parts of addresses, and what its forms honestly hold."""

from dataclasses import dataclass, field
from ipaddress import ip_network

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from django.utils import timezone

from accounts.actions import authenticators
from accounts.models import PendingSignIn, TotpDevice
from merchant_portal import form_ids
from onboarding.actions import documents
from onboarding.models import DocumentVersion
from onboarding.transitions import Status
from tests import factories, worlds
from tests.accounts.test_staff_sign_in import code_for
from tests.factories import PASSWORD
from tests.onboarding import judged

LOOPBACK = ip_network("127.0.0.0/8")
OLIVE = "olive@fernhill.example"


@dataclass
class Stage:
    """`parts` fill the address by the names of its converters; `fields` are added to what the form holds."""

    client: Client
    parts: dict = field(default_factory=dict)
    fields: dict = field(default_factory=dict)


def stranger(mailbox) -> Stage:
    """Nobody is known; a form id is at hand."""
    return Stage(Client(), fields={"form_id": form_ids.new()})


def registered(mailbox) -> Stage:
    """Registered in this browser; the next sending is possible."""
    client = Client()
    client.post("/register/", factories.register_form(client.get("/register/"), email="rosa@fernhill.example"))
    mailbox.all()
    PendingSignIn.objects.update(resend_at=timezone.now())
    return Stage(client)


def confirming(mailbox) -> Stage:
    """Holds a good link from the mail."""
    stage = registered(mailbox)
    stage.parts["token"] = mailbox.latest().link.split("/")[2]
    return stage


def has_account(mailbox) -> Stage:
    factories.confirmed_owner("Olive Tan", OLIVE)
    return Stage(Client())


def asked_by_mail(mailbox) -> Stage:
    """Gave the right password; the code is in the mail, and another can be asked for."""
    stage = has_account(mailbox)
    stage.client.post("/sign-in/", {"email": OLIVE, "password": PASSWORD})
    PendingSignIn.objects.update(resend_at=timezone.now())
    stage.fields["code"] = mailbox.latest(to=OLIVE).code
    return stage


def asked_by_app(mailbox) -> Stage:
    """Gave the right password; the code is in the app."""
    device = authenticators.offer(factories.confirmed_owner("Olive Tan", OLIVE))
    TotpDevice.objects.filter(pk=device.pk).update(confirmed=True, confirmed_at=timezone.now())
    client = Client()
    client.post("/sign-in/", {"email": OLIVE, "password": PASSWORD})
    return Stage(client, fields={"code": device_code(device)})


def device_code(device: TotpDevice) -> str:
    return code_for(device.open_key())


def signed_in(mailbox) -> Stage:
    stage = asked_by_mail(mailbox)
    stage.client.post("/sign-in/code/", stage.fields | {"trust_browser": "on"})
    stage.fields.clear()
    return stage


def draft(mailbox) -> Stage:
    """Everything is handed in and nothing sent."""
    stage = signed_in(mailbox)
    worlds.application_at(Status.DRAFT, owner=factories.User.objects.get(email=OLIVE))
    version = DocumentVersion.objects.get(document__requirement__key="business_licence")
    for key in documents.files_of(version):
        default_storage.save(key, ContentFile(b"drawn"))
    stage.parts = {"key": "business_licence", "version_id": version.pk, "number": 1}
    return stage


def _judged(mailbox, made, **returned) -> Stage:
    stage = signed_in(mailbox)
    with override_settings(DECISION_UNDO_SECONDS=0):
        made(factories.User.objects.get(email=OLIVE), worlds.reviewer("Rita"), **returned)
    return stage


def submitted(mailbox) -> Stage:
    return _judged(mailbox, judged.in_review)


def returned(mailbox) -> Stage:
    return _judged(mailbox, judged.returned, business_licence=["doc.cropped"], company=["address.differs:city"])


def rejected(mailbox) -> Stage:
    stage = _judged(mailbox, judged.rejected)
    stage.fields["form_id"] = form_ids.new()
    return stage


def approved(mailbox) -> Stage:
    """Approved, with a good link from the mail."""
    stage = _judged(mailbox, judged.approved)
    stage.parts["token"] = mailbox.latest(kind="onboarding/approved").link.split("/")[2]
    return stage


def active(mailbox) -> Stage:
    stage = approved(mailbox)
    stage.client.post("/activate/")
    return stage
