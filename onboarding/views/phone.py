from django.views.decorators.http import require_http_methods

from accounts.decorators import fresh_proof
from accounts.views import phone_proof
from onboarding.decorators import member

PLACE = phone_proof.Place(
    page="onboarding:phone",
    code="onboarding:phone_code",
    back="onboarding:application",
    page_template="onboarding/phone.html",
    code_template="onboarding/phone_code.html",
)


@require_http_methods(["GET", "HEAD", "POST"])
@member
@fresh_proof
def page(request):
    """P07: the phone as a task of the application, which can be submitted without it."""
    return phone_proof.page(request, PLACE)


@require_http_methods(["GET", "HEAD", "POST"])
@member
@fresh_proof
def code(request):
    """P07: the texted code."""
    return phone_proof.code(request, PLACE)
