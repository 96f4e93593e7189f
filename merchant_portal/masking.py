"""How addresses and phone numbers are shown where their owner is not proven, and in records."""

from ipaddress import ip_address, ip_network

import phonenumbers

from merchant_portal.cleaning import readable_address

DOT = "•"


def mask_network(address: str) -> str:
    """Returns the network of an address: `192.0.2.x`, and of IPv6 the first 48 bits, `2001:db8:1::x`."""
    parsed = ip_address(address)
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    if parsed.version == 4:
        return f"{str(parsed).rpartition('.')[0]}.x"
    return f"{ip_network((parsed, 48), strict=False).network_address}x"


def mask_email(address: str, *, letters: int = 1) -> str:
    """Returns `lin@yunshan.example` as `l••@y•••.example`: the first letters, so many, and the last part stay."""
    address = readable_address(address)
    local, _, domain = address.partition("@")
    name, dot, ending = domain.rpartition(".")
    if not dot:
        name, ending = domain, ""
    return f"{local[:letters]}{DOT * 2}@{name[:letters]}{DOT * 3}{dot}{ending}"


def mask_email_beside(address: str, other: str) -> str:
    """Returns `address` masked so that it differs from `other` masked alike: beside the letters that both have in
    common, at most one more is shown. Two addresses that differ only in their endings are masked as usual."""
    for letters in range(1, len(address)):
        shown = mask_email(address, letters=letters)
        if shown != mask_email(other, letters=letters):
            return shown
    return mask_email(address)


def mask_phone(number: str) -> str:
    """Returns `+8613800138000` as `•••• 00`: at most two digits are shown."""
    digits = [sign for sign in number if sign.isdigit()]
    return f"{DOT * 4} {''.join(digits[-2:])}"


def spaced_phone(number: str) -> str:
    """Returns `+8613800138000` as its owner reads it, `+86 138 0013 8000`, in one piece that never breaks."""
    parsed = phonenumbers.parse(number)
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return written.replace(" ", "\xa0").replace("-", "\u2011")
