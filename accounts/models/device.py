import base64
import secrets
from datetime import timedelta
from hmac import compare_digest
from typing import ClassVar
from urllib.parse import quote

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device
from django_otp.oath import TOTP

from merchant_portal import clock, crypto

KEY_BYTES = 20  # RFC 4226, 4, R6: 160 bits are recommended
KEY_LASTS = timedelta(minutes=30)  # a key that was shown and not used by then is replaced
STEP_SECONDS = 30
TOLERANCE = (-1, 0, 1)  # steps; clocks of phones drift


class TotpDevice(Device):
    """An authenticator app. The key is encrypted and bound to the person's id; the last accepted step is kept."""

    encrypted_key = models.BinaryField()
    last_step = models.BigIntegerField(default=-1)
    created_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("authenticator app")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "confirmed"], name="device_one_confirmed_and_one_new"),
            models.CheckConstraint(
                condition=models.Q(confirmed=True, confirmed_at__isnull=False)
                | models.Q(confirmed=False, confirmed_at__isnull=True),
                name="device_confirmed_with_its_time",
            ),
        ]

    def generate_key(self) -> None:
        """Draws a new key into this row, not yet saved."""
        self.encrypted_key = crypto.encrypt(secrets.token_bytes(KEY_BYTES), bound_to=str(self.user_id))

    def open_key(self) -> bytes:
        """Returns the key. Raises crypto.CannotDecrypt when it was sealed with a key that is gone."""
        return crypto.decrypt(self.encrypted_key, bound_to=str(self.user_id))

    @property
    def is_new(self) -> bool:
        """Returns whether it was confirmed so lately that its key would still count if it had not been."""
        return self.confirmed_at is not None and self.confirmed_at > clock.now() - KEY_LASTS

    @property
    def answers(self) -> bool:
        """Returns whether its codes can be checked: the key that sealed it is still listed."""
        try:
            self.open_key()
        except crypto.CannotDecrypt:
            return False
        return True

    def written_key(self) -> str:
        """Returns the key as it is typed into an app, in groups of four signs."""
        text = base64.b32encode(self.open_key()).decode()
        return " ".join(text[start : start + 4] for start in range(0, len(text), 4))

    def address(self, site: str, account: str) -> str:
        """Returns the `otpauth:` address that an app on the same phone opens."""
        key = self.written_key().replace(" ", "")
        return f"otpauth://totp/{quote(f'{site}:{account}')}?secret={key}&issuer={quote(site)}"

    def step_of(self, code: str) -> int | None:
        """Returns the newest time step that `code` belongs to, used or not, or None. Every allowed one is compared."""
        now_step = int(clock.now().timestamp()) // STEP_SECONDS
        totp = TOTP(self.open_key(), step=STEP_SECONDS)
        found = None
        for offset in TOLERANCE:
            totp.time = (now_step + offset) * STEP_SECONDS
            if compare_digest(f"{totp.token():06d}", code):
                found = now_step + offset
        return found
