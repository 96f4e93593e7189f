from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password
from django.views.decorators.debug import sensitive_variables

from accounts.models import User


class PortalBackend(ModelBackend):
    """Returns the person only if the password is right. States are judged afterwards.

    Unknown, unconfirmed and inactive people cost the same look-up and the same hash.
    """

    @sensitive_variables("password")
    def authenticate(self, request, email_key=None, password=None, **unused):
        user = User.objects.on_address(email_key)
        if user is None:
            make_password(password)
            return None
        is_right = user.check_password(password)  # the one place where a password is compared
        return user if is_right and self.user_can_authenticate(user) else None
