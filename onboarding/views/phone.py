from django.views.decorators.http import require_http_methods

from accounts.decorators import fresh_proof
from accounts.views import phone_proof
from onboarding.decorators import member

PAGES = phone_proof.PhonePages(
    page="onboarding:phone",
    code="onboarding:phone_code",
    back="onboarding:application",
    page_template="onboarding/phone.html",
    code_template="onboarding/phone_code.html",
)


@require_http_methods(["GET", "HEAD", "POST"])
@member
@fresh_proof
def application_phone(request):
    """The phone as a task of the application, which can be submitted without it."""
    return phone_proof.verify_phone(request, PAGES)


@require_http_methods(["GET", "HEAD", "POST"])
@member
@fresh_proof
def application_phone_code(request):
    """The texted code."""
    return phone_proof.verify_phone_code(request, PAGES)
