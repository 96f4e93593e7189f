"""Nothing typed is lost: what a form that could not be performed carried is shown again, or kept for its person.

A view says by `keeps_typed` which of its fields may be kept; passwords, codes and files never are among them.
"""

from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.actions import unsaved
from accounts.languages import choose_language
from merchant_portal import form_ids
from merchant_portal.errors import Refused
from merchant_portal.http import is_from_our_site

AGAIN = "again"  # the button of the page that says why a form was not performed
LANGUAGE = "language"  # the buttons that switch the language of a page with an open form


class OpenedByAnother(Refused):
    """The form's page was made for another person than the one who is signed in now."""

    sentence = _("Someone else was signed in when this page was opened, so nothing was saved.")


@dataclass(frozen=True)
class KeptForm:
    """What of a form may be kept: fields that are typed into, hidden ones that tell it apart, its page's route."""

    fields: tuple[str, ...]
    parts: tuple[str, ...]
    page: str

    def page_of(self, request) -> str:
        """Returns the address of the page that shows the form."""
        return reverse(self.page, kwargs=request.resolver_match.kwargs) if self.page else request.path

    def hash_of(self, request) -> str:
        """Returns the key under which the posted form is kept."""
        return unsaved.form_hash(request.path, [request.POST.get(name, "") for name in self.parts])

    def values_of(self, request) -> QueryDict:
        """Returns what was posted in the fields that may be kept."""
        values = QueryDict(mutable=True)
        for name in (*self.fields, *self.parts):
            if name in request.POST:
                values.setlist(name, request.POST.getlist(name))
        return values

    def has_typed(self, request) -> bool:
        """Returns whether anything was typed or chosen at all."""
        return any(text for name in self.fields for text in request.POST.getlist(name))


def keeps_typed(*fields, parts=(), page="", stored=True):
    """Lets the view of a form lose nothing that is typed into `fields`.

    The view finds `request.offers`, values to put back into its form; and `request.is_shown_again`, true if a form
    was posted only to be shown again as it is: nothing may be done then. `parts` are the hidden fields that tell
    several forms of one address apart, `page` the route of the page that shows the form if that is another one. With
    `stored` the values of somebody signed in are kept when the form cannot be performed, until it was performed.
    """
    kept = KeptForm(fields, tuple(parts), page)

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            is_post = request.method == "POST"
            request.is_shown_again = is_post and (AGAIN in request.POST or LANGUAGE in request.POST)
            request.offers = _offers(request, kept, stored=stored)
            if request.is_shown_again:
                return _in_chosen_language(request, lambda: view(request, *args, **kwargs))
            response = view(request, *args, **kwargs)
            if stored and is_post and response.status_code == 302 and getattr(response, "is_done", True):
                unsaved.forget(person=request.user, form=kept.hash_of(request))
            return response

        guarded.kept_form = kept
        return guarded

    return guard


def typed_again(request) -> dict[str, str]:
    """Returns the values to be put back into the one form of a page, by field name."""
    return request.offers[0].values.dict() if request.offers else {}


def _offers(request, kept: KeptForm, *, stored: bool) -> list[unsaved.SavedInput]:
    if request.is_shown_again:
        return [unsaved.SavedInput(kept.values_of(request))]
    if stored and request.method in ("GET", "HEAD"):
        return unsaved.offers(person=request.user, page=request.path)
    return []


def _in_chosen_language(request, answer):
    """Returns what `answer` returns, in the language of the button that was pressed, if it was one of those."""
    code = request.POST.get(LANGUAGE)
    if code not in dict(settings.LANGUAGES):
        return answer()
    translation.activate(code)
    request.LANGUAGE_CODE = code
    response = answer()
    choose_language(request, response, code)
    return response


def form_of(request) -> KeptForm | None:
    """Returns what may be kept of the posted form, or None."""
    match = request.resolver_match
    return getattr(match.func, "kept_form", None) if match and request.method == "POST" else None


def marker_of(request) -> form_ids.FormId | None:
    """Returns what the id of the posted form says, or None without a valid one."""
    try:
        return form_ids.read(request.POST.get("form_id", "")) if request.method == "POST" else None
    except form_ids.Stale:
        return None


def is_of_another(request) -> bool:
    """Returns whether the posted form is on a page that was made for another person than the one signed in."""
    marker = marker_of(request)
    return marker is not None and marker.person_id not in (None, request.user.pk)


def keep_posted(request) -> str:
    """Keeps what was posted for the person whose page it was. Returns the page that offers it, to be led back to.

    Returns nothing, and keeps nothing, for a form without our own marker or not sent by a page of our own.
    """
    form, marker = form_of(request), marker_of(request)
    if form is None or marker is None or marker.person_id is None or not is_from_our_site(request):
        return ""
    page = form.page_of(request)
    if len(page) > unsaved.MAX_PAGE:
        return ""
    if form.has_typed(request):
        values = form.values_of(request)
        unsaved.keep(person_id=marker.person_id, form=form.hash_of(request), page=page, values=values)
    return page
