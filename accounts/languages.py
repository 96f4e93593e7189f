"""The language that somebody chose."""

from accounts.models.user import User
from merchant_portal.views import keep_language


def choose_language(request, response, code: str) -> None:
    """Keeps `code` in a cookie of `response`, and in the profile of a signed-in person."""
    keep_language(response, code)
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=code)
