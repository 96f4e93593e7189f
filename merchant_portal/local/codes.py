"""What an authenticator app of the demo world's staff would show. Nobody else's is ever read."""

import time
from dataclasses import dataclass

from django_otp.oath import TOTP

from accounts.models import TotpDevice
from accounts.models.device import STEP_SECONDS
from merchant_portal.local.demo import world_status
from merchant_portal.local.demo.plans import STAFF_ADDRESSES


@dataclass(frozen=True)
class AppCode:
    """A code that has not been used, and whose it is. `wait` is above 0 for one that is not accepted yet."""

    name: str
    role: str
    email: str
    digits: str
    seconds: int
    wait: int


def current() -> list[AppCode]:
    """Returns the next unused code of each of the demo staff; none without the demo world."""
    if not world_status.is_built():
        return []
    devices = TotpDevice.objects.filter(user__email_key__in=STAFF_ADDRESSES, confirmed=True).exclude(user__role="")
    return [_code_of(device, time.time()) for device in devices.select_related("user").order_by("user_id")]


def _code_of(device: TotpDevice, now: float) -> AppCode:
    """A code is accepted once, and one step early: after its use the next one is shown, when it is accepted."""
    step = int(now) // STEP_SECONDS
    shown = max(step, device.last_step + 1)
    totp = TOTP(device.open_key(), step=STEP_SECONDS)
    totp.time = shown * STEP_SECONDS
    return AppCode(
        name=device.user.name,
        role=device.user.get_role_display(),
        email=device.user.email,
        digits=f"{totp.token():06d}",
        seconds=round((shown + 1) * STEP_SECONDS - now),
        wait=max(0, round((shown - 1) * STEP_SECONDS - now)),
    )
