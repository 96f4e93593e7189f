from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People: who someone is and how they prove it."""

    name = "accounts"
    verbose_name = _("People")

    def ready(self):
        from accounts import contact_emails, emails, factor_emails
        from merchant_portal.messaging import kinds

        kinds.register(
            emails.ConfirmEmail,
            emails.SignInCode,
            emails.SignInSms,
            emails.PasswordChanged,
            emails.NewPasswordNeeded,
            emails.ResetCode,
            emails.Locked,
            emails.Unlocked,
            emails.StepUpLockedMail,
            emails.NewBrowser,
            factor_emails.RecoveryCodeUsed,
            factor_emails.TwoStepOn,
            factor_emails.TwoStepOff,
            factor_emails.RecoveryCodesDrawn,
            contact_emails.PhoneCode,
            contact_emails.PhoneConfirmed,
            contact_emails.PhoneChangeCode,
            contact_emails.PhoneChanged,
            contact_emails.PhoneNotice,
            contact_emails.ContactCode,
            contact_emails.AddressWanted,
            contact_emails.EmailChanged,
            contact_emails.EmailIsNew,
            contact_emails.ContactChangeWaits,
            contact_emails.ContactRestored,
        )
