"""What the case page shows: declared data beside the documents, a verdict for each, and what happened."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from merchant_portal.storage.access import StorageUnavailable
from merchant_portal.storage.faults import caution_sentences
from onboarding import steps
from onboarding.actions import applications, files
from onboarding.models import DocumentVersion
from onboarding.transitions import Status
from reviews import permissions
from reviews.actions import verdicts
from reviews.admin.reasons import reasons_of_field
from reviews.console import history, lists, rows
from reviews.items import ReviewItem, review_items
from reviews.models import Case, Review
from reviews.transitions import Outcome

MANY = 5  # reasons shown at once; the rest folds


def load(case_id: int) -> Case:
    """Returns the case with its merchant. Raises Case.DoesNotExist."""
    return Case.objects.select_related("merchant").get(pk=case_id)


def newest_review(case: Case) -> Review | None:
    """Returns the review of the newest submission: the open one, or the last that was not simply given back."""
    reviews = Review.objects.filter(application_id=case.pk, submission__number=case.submission_number)
    review = reviews.exclude(closed_as="released").select_related("reviewer", "submission").order_by("-pk").first()
    if review is not None:
        review.application = case
    return review


def _is_about(form, item: ReviewItem) -> bool:
    """Returns whether a posted verdict is about `item`."""
    return (form.get("requirement"), form.get("version", "")) == (item.requirement.key, str(item.version_id or ""))


class CasePage:
    """A case as `user` sees it. `wanted` names the document on the right, `came_from` the list that leads back."""

    def __init__(self, case: Case, user, wanted: str = "", compare: str = "", came_from: str = ""):
        self.case, self.user, self.came_from = case, user, came_from
        self.review = newest_review(case)
        self.items = review_items(case, self.review)
        is_open = case.status == Status.IN_REVIEW  # a review may learn of a withdrawal a little later
        self.decision = self.review.waiting_decision if is_open else None
        self.owner = applications.owners_of(case)[0].person
        self.can_judge = is_open and permissions.holds(user, self.review) and self.decision is None
        self.documents = [item for item in self.items if not item.is_company]
        self.current = self._current(wanted)
        self.compare = compare
        self.wanted = wanted
        self.typed = []  # forms of verdicts that were refused or are not saved yet
        self.storage_answers = True

    def _current(self, wanted: str) -> ReviewItem | None:
        named = [item for item in self.documents if item.anchor == wanted]
        still_open = [item for item in self.documents if item.is_open]
        return next(iter([*named, *still_open, *self.documents]), None)

    def keep(self, posted, offered: list) -> None:
        """Shows what forms say of items again, as they were filled in: one that was refused, and unsaved ones.

        The document of the refused one is shown, else the one that was asked for, else that of the newest unsaved one.
        """
        self.typed = [posted, *offered]
        is_named = any(item.anchor == self.wanted for item in self.documents)
        for form in reversed([posted] if is_named else self.typed):
            self.current = next((item for item in self.documents if _is_about(form, item)), self.current)

    def _typed_of(self, item: ReviewItem):
        return next((form for form in self.typed if _is_about(form, item)), None)

    def offered(self, offers) -> list[dict]:
        """Returns what the person typed and is not saved, with the item it is about or the decision it belongs to."""
        return [self._offered(offer.values) | {"offer": offer} for offer in offers if offer.pk]

    def _offered(self, typed) -> dict:
        item = next((item for item in self.items if self._typed_of(item) is typed), None)
        about = {"title": item.title, "url": self.item_url(item)} if item and self.can_judge else {}
        outcome = typed.get("outcome", Outcome.REQUEST_CHANGES)
        is_decision = "requirement" not in typed and self.can_judge
        return about | {
            "text": typed.get("comment") or typed.get("message", ""),
            "fields": [(name, text) for name, texts in typed.lists() for text in texts] if is_decision else [],
            "action": self.address("request_changes" if outcome == Outcome.REQUEST_CHANGES else "decide"),
        }

    def _said(self, item: ReviewItem) -> tuple[set[str], str]:
        """Returns the reasons chosen for an item, as a form sends them, and the comment: as typed, else as noted."""
        typed = self._typed_of(item)
        if typed:
            return set(typed.getlist("reason")), typed.get("comment", "")
        if item.verdict is None:
            return set(), ""
        rows = item.verdict.reasons.all()
        chosen = {f"{row.reason.code}:{row.field}" if row.field else row.reason.code for row in rows}
        return chosen, item.verdict.comment

    @property
    def company(self) -> ReviewItem:
        return next(item for item in self.items if item.is_company)

    def address(self, name: str, fragment: str | None = None, **query) -> str:
        """Returns the address of a page or verb of the case, which carries the list that the person came from."""
        query |= lists.carried(self.came_from)
        return reverse(f"admin:reviews_case_{name}", args=[self.case.pk], query=query or None, fragment=fragment)

    @property
    def queue_address(self) -> str:
        return lists.address_of(self.came_from)

    def head(self) -> dict:
        """Returns what every page about the case reads: whose it is, and where to go from here."""
        name, latin = rows.company_of(self.case)
        return {
            "title": self.case.reference,
            "case": self.case,
            "name": name,
            "latin": latin,
            "language": self.owner.language,
            "language_name": rows.LANGUAGE_NAMES[self.owner.language],
            "queue_url": self.queue_address,
            "claim_next_url": lists.claim_next_address(self.came_from),
            "urls": {
                name: self.address(name)
                for name in ("page", "claim", "release", "verdict", "request_changes", "decide", "undo")
            },
        }

    def context(self) -> dict:
        """Returns everything that the case page reads."""
        self._look_for_files()
        return self.head() | {
            "place": _("%(country)s, %(form)s") % dict(zip(("country", "form"), rows.place_of(self.case), strict=True)),
            "due": rows.time_left(self.case),
            "holder": self._holder(),
            "can_judge": self.can_judge,
            "can_claim": self.case.status == Status.SUBMITTED and permissions.can_review(self.user),
            "declared": self._declared(),
            "company": self._shown(self.company),
            "documents": [self._tab(item) for item in self.documents],
            "document": self._document(self.current) if self.current else None,
            "bar": self._bar(),
            "storage_answers": self.storage_answers,
            "decision": self.decision,
            "can_undo": self.decision is not None and self.decision.decided_by_id == self.user.pk,
            "history": history.timeline_of(self.case),
        }

    def _look_for_files(self) -> None:
        """Notes whether the document on the right can be shown; without its pictures the rest of the case still is."""
        if self.current is None or not self.storage_answers:
            return
        try:
            files.check_exists(self.current.version)
        except StorageUnavailable:
            self.storage_answers = False

    def _holder(self) -> str:
        if self.review is None or not self.review.is_open:
            return ""
        return _("you") if self.review.reviewer_id == self.user.pk else self.review.reviewer.name

    def _declared(self) -> list[dict]:
        """Returns the submitted answers by section, with what changed since the round before."""
        item = self.company
        chosen, _comment = self._said(item)
        reasons = [(reason.code, reason.wording) for reason in verdicts.reasons_for(item)]
        sections: dict = {}
        for field in steps.fields_of(item.answers):
            choices = [
                {"value": f"{code}:{field.name}", "text": text, "chosen": f"{code}:{field.name}" in chosen}
                for code, text in reasons_of_field(reasons, field)
            ]
            sections.setdefault(field.section, []).append(
                {
                    "label": field.title,
                    "value": steps.shown(field, item.answers),
                    "is_number": field.kind is steps.FieldType.NUMBER,
                    "changed": field.name in item.changed_fields,
                    "before": steps.shown(field, item.answers_before),
                    "reason": next((choice["text"] for choice in choices if choice["chosen"]), ""),
                    "choices": choices,
                    "name": field.name,
                }
            )
        return [{"title": section.title, "fields": fields} for section, fields in sections.items()]

    def _shown(self, item: ReviewItem) -> dict:
        """Returns the status of an item, in words and as a state."""
        if item.is_lost and not item.is_returned:
            state, words = "lost", _("File missing")
        elif item.verdict is not None:
            state, words = ("returned", _("Returned")) if item.is_returned else ("accepted", _("Accepted"))
        elif item.accepted_in is not None:
            state, words = "accepted", _("Accepted, submission %(n)s") % {"n": item.accepted_in}
        elif item.is_new:
            state, words = "new", _("New in this submission")
        else:
            state, words = "open", _("Optional") if item.requirement.is_optional else _("Not reviewed yet")
        return {
            "key": item.requirement.key,
            "title": item.title,
            "anchor": item.anchor,
            "state": state,
            "words": words,
            "comment": self._said(item)[1],
            "merchant_says": item.requirement.comment,
            "is_judged": item.verdict is not None,
        }

    def _tab(self, item: ReviewItem) -> dict:
        return self._shown(item) | {"url": self.item_url(item), "current": item is self.current}

    def _document(self, item: ReviewItem) -> dict:
        version = item.version
        chosen, _comment = self._said(item)
        earlier = list(
            DocumentVersion.objects.filter(
                document_id=version.document_id, number__lt=version.number, submitted_in__isnull=False
            ).distinct()
        )
        other = next((row for row in earlier if str(row.pk) == self.compare), None)
        reasons = [self._reason(reason, chosen) for reason in verdicts.reasons_for(item)]
        return self._shown(item) | {
            "version": version,
            "pages": [] if item.is_lost else self._pages(item.title, version),
            "is_lost": item.is_lost,
            "can_be_seen": self.storage_answers and not item.is_lost,
            # what was typed is kept while the storage does not answer: the verb refuses until it does
            "can_be_judged": not item.is_lost and (self.storage_answers or self._typed_of(item) is not None),
            "original_is_lost": version.original_missing_at is not None,
            "other": {"version": other, "pages": self._pages(item.title, other)} if other else None,
            "earlier": [
                {"number": row.number, "url": self.address("page", "documents", item=item.anchor, compare=row.pk)}
                for row in earlier
            ],
            "url": self.item_url(item),
            "verdict_url": self.address("verdict", item=item.anchor),
            "download_url": reverse("onboarding:download", args=[version.pk]),
            "cautions": caution_sentences(version.cautions, for_staff=True),
            "reasons": reasons[:MANY],
            "more_reasons": reasons[MANY:],
            "more_chosen": any(reason["chosen"] for reason in reasons[MANY:]),
            "is_new": item.is_new,
        }

    def _reason(self, reason, chosen) -> dict:
        with translation.override(self.owner.language):
            reads = {"wording": reason.wording, "advice": reason.advice}
        return {"code": reason.code, "text": reason.wording, "reads": reads, "chosen": reason.code in chosen}

    @staticmethod
    def _pages(title: str, version) -> list[dict]:
        return [
            {
                "url": reverse("onboarding:page_picture", args=[version.pk, number]),
                "alt": _("%(title)s, page %(n)s of %(all)s") % {"title": title, "n": number, "all": version.pages},
            }
            for number in version.page_numbers
        ]

    def _bar(self) -> dict:
        """Returns what the decision bar says: how far it is, what is open, and which button follows from it."""
        judged = sum(not item.is_open for item in self.items)
        returned = [item for item in self.items if item.is_returned]
        still_open = [item for item in self.items if item.is_open]
        following = "" if still_open else "request_changes" if returned else "approve"
        text = _("%(done)s of %(all)s reviewed") % {"done": judged, "all": len(self.items)}
        count = len(returned)
        return {
            "text": text,
            "returned": count,
            "returned_words": ngettext("%(n)d to return", "%(n)d to return", count) % {"n": count} if count else "",
            "open": [{"title": item.title, "url": self.item_url(item)} for item in still_open],
            "following": following,
        }

    def item_url(self, item: ReviewItem) -> str:
        """Returns the address that shows an item."""
        if item.is_company:
            return self.address("page", "declared")
        return self.address("page", "documents", item=item.anchor)
