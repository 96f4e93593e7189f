"""Worlds at a given state, built through the real verbs; files are noted as the worker would note them."""

from types import SimpleNamespace

from accounts.models import User
from accounts.roles import Role
from merchant_portal.storage import private
from onboarding.actions import applications, catalogue, documents
from onboarding.models import Application, DocumentRule, Requirement
from onboarding.transitions import Status
from reviews.actions import cases, decisions, verdicts
from reviews.items import review_items
from reviews.models import Case, Review, Verdict
from reviews.transitions import Outcome
from tests import factories, sample_files
from tests.onboarding.joining import COMPANY, open_documents

MADE = 0
SHIPPED: dict[type, list] = {}  # rows of the catalogue
RUSSIAN = {
    "country": "RU",
    "legal_form": "sole_trader",
    "legal_name": "ИП «Лесная-пример»",
    "registration_number": "304500116000157",
    "tax_number": "500100732259",
    "representative_name": "Лесная Мария Ивановна",
}


def application_at(status: Status = Status.SUBMITTED, *, owner: User | None = None, **answers) -> Application:
    """Returns an application of `owner` (a fresh one without) that is a draft or submitted."""
    global MADE
    MADE += 1
    load_catalogue()
    owner = owner or factories.confirmed_owner(f"Owner {MADE}", f"owner{MADE}@shop.example", company=f"Shop {MADE}")
    application = Application.objects.get(merchant__memberships__person=owner)
    applications.save_company(application=application, answers=COMPANY | answers, by=owner)
    for requirement in application.requirements.exclude(key="company").select_related("rule"):
        if not requirement.is_optional:
            provide(requirement, owner)
    if status != Status.DRAFT:
        applications.submit(application=application, by=owner)
    application.refresh_from_db()
    return application


def load_catalogue() -> None:
    """Loads what is shipped: by the real verb once in a process, later as a copy of the rows that it wrote."""
    if DocumentRule.objects.exists():
        return
    if not SHIPPED:
        catalogue.load()
        SHIPPED.update({model: list(model.objects.all()) for model in catalogue.KEYS})
    else:
        for model, rows in SHIPPED.items():
            model.objects.bulk_create(rows)


def provide(requirement: Requirement, owner: User, parts=None) -> None:
    """Uploads a clean file for each part of the document."""
    for part in parts or requirement.parts:
        stored = SimpleNamespace(key=private.new_key("documents"), size=1, sha256="0" * 64)
        version = documents.upload(requirement=requirement, part=part, stored=stored, name="document.pdf", by=owner)
        for key in (version.key, version.page_key(1)):
            private.write(key, b"rendered")
        documents.record_result(version.pk, media_type="application/pdf", pages=1)


def provide_drawn(requirement: Requirement, owner: User, parts=None) -> None:
    """Uploads a real file for each part of the document, and opens it as the worker does."""
    for part in parts or requirement.parts:
        stored = private.store(sample_files.upload(), "documents")
        documents.upload(requirement=requirement, part=part, stored=stored, name="document.pdf", by=owner)
    open_documents()


def owner_of(application: Application) -> User:
    return application.merchant.memberships.get().person


def reviewer(name: str = "Rita", role: Role = Role.REVIEWER) -> User:
    return factories.reviewer(name, f"{name.lower()}@portal.example", role)


def claimed(by: User, application: Application | None = None) -> Review:
    """Returns the review of a submitted application that `by` has just claimed."""
    application = application or application_at(Status.SUBMITTED)
    return cases.claim(case=Case.objects.get(pk=application.pk), by=by)


def judge(review: Review, **returned: list[str]) -> None:
    """Accepts every open item, but returns those named: `business_licence=["doc.cropped"]`."""
    for item in review_items(Case.objects.get(pk=review.application_id), review):
        codes = returned.get(item.requirement.key, [])
        if not codes and not item.is_open:
            continue
        verdicts.give(
            review=review,
            key=item.requirement.key,
            version_id=item.version_id,
            kind=Verdict.Kind.RETURN if codes else Verdict.Kind.ACCEPT,
            reasons=[verdicts.ChosenReason.read(code) for code in codes],
            by=review.reviewer,
        )


def decided(review: Review, outcome: Outcome, **more):
    return decisions.decide(review=review, outcome=outcome, by=review.reviewer, **more)
