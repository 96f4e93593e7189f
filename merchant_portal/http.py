"""What a request says about where it comes from and where it may go on to."""

from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 - a value to count by, nothing listens on it
FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_VIA",
)
MAX_NEXT = 1000  # characters; a longer address is dropped rather than carried along


def _parsed(text: str):
    try:
        return ip_address(text.strip())
    except ValueError:
        return None


def is_trusted_proxy(address: str) -> bool:
    """Returns whether forwarded headers from `address` are believed. A unix socket ("") counts as trusted."""
    parsed = _parsed(address)
    if parsed is None:
        return address == ""
    return any(parsed in network for network in settings.TRUSTED_PROXIES)


def is_forwarded(request) -> bool:
    """Returns whether the request was passed on by a proxy, or claims to be."""
    return any(header in request.META for header in FORWARDED)


def is_insider(request) -> bool:
    """Returns whether the request comes from this machine or from a trusted proxy itself, forwarded for nobody."""
    if is_forwarded(request):
        return False
    address = request.META.get("REMOTE_ADDR", "")
    parsed = _parsed(address)
    return is_trusted_proxy(address) or bool(parsed and parsed.is_loopback)


def client_address(request, *unused) -> str:
    """Returns the address of the nearest hop that is not a trusted proxy; never None.

    The header is walked from right to left while each hop is in `TRUSTED_PROXIES`: what is further left
    was written by the client and can say anything.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    current = request.META.get("REMOTE_ADDR", "")
    while hops and is_trusted_proxy(current):
        if _parsed(hops[-1]) is None:
            break
        current = hops.pop()
    return current if _parsed(current) else UNKNOWN_ADDRESS


def client_network(request) -> str:
    """Returns what limits by network count: the IPv4 address, or the /64 of an IPv6 address."""
    address = ip_address(client_address(request))
    if address.version == 6 and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    if address.version == 6:
        return str(ip_network((address, 64), strict=False))
    return str(address)


def safe_next(request, wanted: str | None, default: str = "") -> str:
    """Returns `wanted` if it is a path of this site, else `default`. Checked where it is used."""
    if not wanted or len(wanted) > MAX_NEXT or not wanted.isprintable():
        return default
    if not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted:
        return default
    if urlsplit(wanted).scheme or not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return default
    return wanted


def is_from_our_site(request) -> bool:
    """Returns whether a page of this site sent the request: by its Origin or, without one, its Referer."""
    ours = {f"{request.scheme}://{request.get_host()}", settings.PUBLIC_ORIGIN}
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in ours
    try:
        referer = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # no address at all
        return False
    return f"{referer.scheme}://{referer.netloc}" in ours


def page_of(request) -> str:
    """Returns the page that was asked for, or the one whose form was sent, to come back to."""
    if request.method == "GET":
        return request.get_full_path()
    site, page = request.build_absolute_uri("/"), request.headers.get("Referer", "")
    return page.removeprefix(site[:-1]) if page.startswith(site) else ""


class TrustedProxyHeaders:
    """Believes `X-Forwarded-Proto` only from a trusted proxy, and hands it on under a name no client can set."""

    NAME = "HTTP_X_PORTAL_FORWARDED_PROTO"

    def believe_trusted_proxy(self, request) -> None:
        """Copies the scheme a trusted proxy forwards; drops what a client may have sent under our own name."""
        request.META.pop(self.NAME, None)
        proto = request.META.get("HTTP_X_FORWARDED_PROTO")
        if proto and is_trusted_proxy(request.META.get("REMOTE_ADDR", "")):
            request.META[self.NAME] = proto.split(",")[-1].strip()
