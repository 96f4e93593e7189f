"""The queue: what waits for whom. Named querysets, each served by an index of its own."""

from datetime import timedelta

from django.core.cache import caches
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from accounts.validators import email_key
from merchant_portal import clock
from merchant_portal.cleaning import UnusableAddress, clean
from onboarding import identifiers
from onboarding.models import DocumentVersion, Membership
from onboarding.transitions import LIVE, UNDER_REVIEW, Status
from reviews.models import Case, Review
from reviews.transitions import ClosedAs, ReviewStatus

COUNTRIES_KEPT_SECONDS = 60
OPEN = ~Q(status=ReviewStatus.CLOSED)


def unassigned() -> QuerySet[Case]:
    """Returns what was submitted and is held by nobody."""
    return Case.objects.filter(status=Status.SUBMITTED)


def mine(by: User) -> QuerySet[Case]:
    """Returns what `by` holds."""
    held = Review.objects.filter(OPEN, reviewer=by).values("application_id")
    return Case.objects.filter(pk__in=held)


def waiting() -> QuerySet[Case]:
    """Returns what waits for its merchant's corrections."""
    return Case.objects.filter(status=Status.CHANGES_REQUESTED)


def overdue() -> QuerySet[Case]:
    """Returns what is with us beyond the promised date."""
    return Case.objects.filter(status__in=UNDER_REVIEW, due_at__lt=clock.now())


def with_missing_files() -> QuerySet[Case]:
    """Returns what is not decided and has a document, one that counts, whose file is missing from our storage."""
    lost = Q(original_missing_at__isnull=False) | Q(pictures_missing_at__isnull=False)
    versions = DocumentVersion.objects.filter(lost, current_of__isnull=False)
    return Case.objects.filter(status__in=LIVE, pk__in=versions.values("document__requirement__application_id"))


def due_today() -> QuerySet[Case]:
    """Returns what is with us, not overdue yet, and promised before the end of today in the operator's time zone."""
    now = clock.now()
    tomorrow = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Case.objects.filter(status__in=UNDER_REVIEW, due_at__gte=now, due_at__lt=tomorrow)


def countries() -> list[str]:
    """Returns the codes of the countries that occur, kept in each process for COUNTRIES_KEPT_SECONDS."""
    return caches["template_fragments"].get_or_set("queue.countries", _find_countries, COUNTRIES_KEPT_SECONDS)


def _find_countries() -> list[str]:
    return list(Case.objects.exclude(country="").order_by().values_list("country", flat=True).distinct())


def returned_to(by: User) -> QuerySet[Case]:
    """Returns what came back corrected to the reviewer who had asked for it, unless they gave it back since."""
    asked = Review.objects.filter(reviewer=by, closed_as=ClosedAs.CHANGES_REQUESTED).values("application_id")
    given_back = Review.objects.filter(
        reviewer=by, closed_as=ClosedAs.RELEASED, submission__number=F("application__submission_number")
    )
    return (
        unassigned().filter(submission_number__gt=1, pk__in=asked).exclude(pk__in=given_back.values("application_id"))
    )


def held_for_others(by: User, since) -> Q:
    """Returns the condition of what came back after `since` to another reviewer, who is asked first.

    Once anybody has held the submission, it is everybody's.
    """
    another = Review.objects.filter(
        application_id=OuterRef("pk"), closed_as=ClosedAs.CHANGES_REQUESTED, reviewer__is_active=True
    ).exclude(reviewer=by)
    held = Review.objects.filter(application_id=OuterRef("pk"), submission__number=OuterRef("submission_number"))
    return Q(Exists(another), ~Exists(held), submission_number__gt=1, submitted_at__gte=since)


def for_list(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Returns `cases` with what a row of the queue shows: company, holder, language of the letters."""
    owner = Membership.objects.filter(merchant_id=OuterRef("merchant_id"), role=Membership.Role.OWNER).order_by("pk")
    review = Review.objects.filter(OPEN, application_id=OuterRef("pk"))
    return cases.select_related("merchant").annotate(
        holder=Subquery(review.values("reviewer__name")[:1]),
        language=Subquery(owner.values("person__language")[:1]),
    )


def search(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Returns those of `cases` that `text` names: a reference, a number, an address, or part of a company's name."""
    text = clean(text)
    number = text.rpartition("-")[2]
    if text.upper().startswith("MP-") and number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS:
        return cases.filter(pk=int(number))
    if "@" in text:
        return cases.filter(merchant_id__in=_merchants_of(text))
    compact = identifiers.normalised(text)
    return cases.filter(
        Q(registration_number=compact) | Q(legal_name_key__icontains=text) | Q(merchant__name_key__icontains=text)
    )


def _merchants_of(address: str) -> QuerySet:
    """Returns the ids of the merchants that somebody with this address belongs to."""
    try:
        key = email_key(address)
    except UnusableAddress:
        return Membership.objects.none().values("merchant_id")
    return Membership.objects.filter(person__email_key=key).values("merchant_id")


MAX_DIGITS = 18  # what a bigint holds for certain


def bounded_counts(*querysets: QuerySet) -> list[int]:
    """Returns how many rows each has, in one statement; beyond COUNTED the number is COUNTED + 1."""
    parts, params = [], []
    for rows in querysets:
        sql, given = rows.order_by().values("pk")[: COUNTED + 1].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608 - Django's own SQL, parameters apart
        params += given
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return list(cursor.fetchone())


COUNTED = 1000  # a longer list is shown as "1,000+"
