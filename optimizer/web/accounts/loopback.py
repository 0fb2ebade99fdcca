"""Which addresses are this computer itself."""

from ipaddress import ip_address


def is_loopback(address: str) -> bool:
    """Whether an address is this computer itself.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if address == "localhost":
        return True
    try:
        return ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False
