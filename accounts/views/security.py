from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import passwords, sign_in
from accounts.decorators import home_of
from accounts.forms import PasswordForm
from merchant_portal.handlers import refusal_page


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def password(request):
    """P29: a new password. Every other session ends; this one goes on."""
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            person = passwords.change(
                user=request.user,
                current=form.cleaned_data["current_password"],
                new=form.cleaned_data["new_password"],
                request=request,
            )
        except passwords.WrongPassword as refused:
            form.add_error("current_password", str(refused.message))
        except passwords.Locked as refused:
            return refusal_page(request, refused, "accounts/locked.html", support_email=settings.SUPPORT_EMAIL)
        else:
            sign_in.keep_session(request, person)
            messages.success(request, _("Your password is changed. Every other session has ended."))
            return redirect(home_of(person))
    context = {
        "form": form,
        "forced": request.user.must_change_password,
        "password_min_length": settings.PASSWORD_MIN_LENGTH,
    }
    return render(request, "accounts/password.html", context)
