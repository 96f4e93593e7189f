from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.languages import choose_language
from merchant_portal.http import safe_next
from merchant_portal.idempotency.presses import own_answer


@login_not_required
@require_POST
@own_answer
def set_language(request):
    """Keeps the language in a cookie, and in the profile of a signed-in person; back to the same page."""
    response = redirect(safe_next(request, request.POST.get("next"), "/"))
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        choose_language(request, response, code)
    return response
