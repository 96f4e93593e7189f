"""The local mailbox and the codes of the demo staff as pages. They exist on a developer's machine only."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from merchant_portal.local import codes, mailbox

LINK = re.compile(r"https?://[!-~]+")  # a full stop of Chinese ends it
# A letter's own styles may work; its scripts, forms and pictures from elsewhere may not.
LETTER_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


@login_not_required
@require_safe
def show_mailbox(request):
    """Every message, newest first."""
    messages = mailbox.messages()
    numbers = range(len(messages), 0, -1)  # a message keeps its number while newer ones come in
    letters = [
        message | {"number": number, "at": parse_datetime(message["at"]), "linked": _linked(message["text"])}
        for number, message in zip(numbers, messages, strict=True)
    ]
    return render(request, "local/mailbox.html", {"letters": letters})


def _linked(text: str):
    return mark_safe(LINK.sub(r'<a href="\g<0>">\g<0></a>', escape(text)))  # noqa: S308 - escaped


@login_not_required
@require_safe
def list_messages(request):
    """The same for programs."""
    return JsonResponse(mailbox.messages(), safe=False, json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
def show_letter(request, number: int):
    """One message's HTML, as a page that can do nothing. The oldest message is number 1."""
    messages = mailbox.messages()[::-1]
    if not 1 <= number <= len(messages) or not messages[number - 1]["html"]:
        raise Http404
    return HttpResponse(messages[number - 1]["html"], headers={"Content-Security-Policy": LETTER_POLICY})


@login_not_required
@require_safe
def show_codes(request):
    """The codes by which the demo staff sign in, as they are at this moment."""
    answer = render(request, "local/codes.html", {"codes": codes.current()})
    answer["Cache-Control"] = "no-store"
    return answer
