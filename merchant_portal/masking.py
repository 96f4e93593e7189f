"""How addresses and phone numbers are shown where their owner is not proven, and in records."""

DOT = "•"


def mask_email(address: str) -> str:
    """Returns `lin@yunshan.example` as `l••@y•••.example`: the first letters and the last part stay."""
    local, _, domain = address.partition("@")
    name, dot, ending = domain.rpartition(".")
    if not dot:
        name, ending = domain, ""
    return f"{local[:1]}{DOT * 2}@{name[:1]}{DOT * 3}{dot}{ending}"


def mask_phone(number: str) -> str:
    """Returns `+8613800138000` as `•••• 00`: at most two digits are shown."""
    digits = [sign for sign in number if sign.isdigit()]
    return f"{DOT * 4} {''.join(digits[-2:])}"
