"""Forms that anybody may send are taken a number of times an hour from one address of the network, and no more.

Many people may come from one address, as in a library: the number is high for forms that fill nothing, and low where
what is sent has room for so much and no more. The address is kept for an hour as a keyed hash, in memory only.
"""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest

from ouzel.core.errors import ContentError
from ouzel.core.signin import client_address
from ouzel.governance.limits import often

MOST = 60
WITHIN = timedelta(hours=1)
OF_ONE = 64  # bits of an address of IPv6 that tell one connection from another: whoever has one has all behind them


def check(request: HttpRequest, what: str, *, most: int | None = None) -> None:
    """Count one more; ContentError where there were more than `most` (MOST, where not given) within the hour."""
    if often("form", what, _sender(request), most=MOST if most is None else most, within=WITHIN):
        raise ContentError("too many forms were sent from where you are", right="Try again in an hour")


def _sender(request: HttpRequest) -> str:
    """Where a form came from: an address, or all that one connection may choose from."""
    given = client_address(request) or ""
    try:
        address = ip_address(given)
    except ValueError:
        return given
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, OF_ONE), strict=False))
    return given
