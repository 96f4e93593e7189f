from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: who someone is and how they prove it."""

    name = "accounts"
    verbose_name = "People"

    def ready(self):
        from accounts import emails
        from merchant_portal.messaging import kinds

        kinds.register(emails.ConfirmEmail, emails.SignInCode, emails.PasswordChanged)
