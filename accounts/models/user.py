from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import roles
from accounts.roles import Role
from accounts.validators import email_key
from merchant_portal.cleaning import EMAIL_MAX
from merchant_portal.statements import Select

STAMP_LENGTH = 22  # characters of 62: 131 bits


def new_stamp() -> str:
    """Returns a fresh security stamp."""
    return get_random_string(STAMP_LENGTH)


class UserManager(BaseUserManager):
    """Finds people by the form of the address that is kept unique."""

    def on_address(self, key: str):
        """Returns whom a sign-in with the address `key` means: the confirmed person, else the newest unconfirmed."""
        found = ON_ADDRESS.first(key)
        if found is None:
            self.model()  # nobody costs what somebody does: hundreds of attempts would tell the difference
        return found


class User(AbstractBaseUser):
    """A person. Staff have a role, merchants none; nobody is both.

    `email` is the cleaned address, where mail goes; `email_key` is the same, and what it is compared by.
    Trust depends on `security_stamp` and never on the password hash, so that a better hash signs
    nobody out.
    """

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("unconfirmed")
        CONFIRMED = "confirmed", _("confirmed")

    last_login = None  # would be written at each sign-in; the audit knows better

    email = models.EmailField(_("email"), max_length=EMAIL_MAX)
    email_key = models.CharField(_("email, normalised"), max_length=EMAIL_MAX, editable=False)
    name = models.CharField(_("name"), max_length=150)
    phone = models.CharField(_("phone"), max_length=20, blank=True)  # E.164
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    role = models.CharField(_("role"), max_length=20, choices=Role, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.UNCONFIRMED)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    phone_confirmed_at = models.DateTimeField(_("phone confirmed"), null=True, blank=True)
    security_stamp = models.CharField(max_length=STAMP_LENGTH, default=new_stamp, editable=False)
    password_changed_at = models.DateTimeField(_("password changed"), null=True, blank=True)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    # since when others may know the password; without it, one that must be changed was generated
    compromised_at = models.DateTimeField(null=True, blank=True, editable=False)
    reset_at = models.DateTimeField(null=True, blank=True, editable=False)  # the password came back by a mailed code
    is_active = models.BooleanField(pgettext_lazy("account", "active"), default=True)
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)
    form_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email_key"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["email", "name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        default_permissions = ("view",)
        indexes: ClassVar = [
            models.Index(fields=["email_key", "-id"], name="user_by_address"),
            models.Index(fields=["created_at"], condition=models.Q(status="unconfirmed"), name="user_unconfirmed"),
            models.Index(
                fields=["phone"], condition=models.Q(phone_confirmed_at__isnull=False), name="user_by_confirmed_phone"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email_key"],
                condition=models.Q(status="confirmed"),
                name="user_one_confirmed_per_address",
            ),
            models.CheckConstraint(
                condition=models.Q(status="confirmed", confirmed_at__isnull=False)
                | models.Q(status="unconfirmed", confirmed_at__isnull=True),
                name="user_confirmed_with_its_time",
            ),
            models.CheckConstraint(condition=~models.Q(email_key=""), name="user_has_an_address"),
            models.CheckConstraint(
                condition=models.Q(compromised_at__isnull=True) | models.Q(must_change_password=True),
                name="user_changes_a_compromised_password",
            ),
            models.CheckConstraint(
                condition=models.Q(phone_confirmed_at__isnull=True) | ~models.Q(phone=""),
                name="user_confirmed_phone_is_there",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Keeps the looked-up form of the address in step."""
        self.email_key = email_key(self.email)

    @property
    def is_confirmed(self) -> bool:
        return self.status == self.Status.CONFIRMED

    @property
    def is_staff(self) -> bool:
        return bool(self.role)

    def rotate_stamp(self) -> None:
        """Ends all trust that depends on the old stamp; the caller holds the row's lock."""
        self.security_stamp = new_stamp()
        self.save(update_fields=["security_stamp"])

    def has_perm(self, perm: str, obj=None) -> bool:
        """Returns whether the person's role holds `perm`; nothing is asked of the database."""
        return self.is_active and roles.allows(self.role, perm)

    def has_perms(self, perm_list, obj=None) -> bool:
        return all(self.has_perm(perm) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and roles.allows_any_of(self.role, app_label)

    def _get_session_auth_hash(self, secret=None) -> str:
        """Returns what a session must carry: it dies with the security stamp, and only with it."""
        return salted_hmac("accounts.session", self.security_stamp, secret=secret, algorithm="sha256").hexdigest()

    def get_session_auth_hash(self) -> str:
        return self._get_session_auth_hash()


class Consent(models.Model):
    """A person accepted a version of the terms."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    version = models.CharField(max_length=40)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "version"], name="consent_once_per_version"),
        ]

    def __str__(self):
        return self.version


ON_ADDRESS = Select(User, "WHERE email_key = %s ORDER BY confirmed_at NULLS LAST, id DESC LIMIT 1")
