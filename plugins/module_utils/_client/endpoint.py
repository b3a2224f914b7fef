# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Endpoints: which hosts are allowed, and over which scheme."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from .. import _errors as errors

_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")


def endpoint_url(endpoint: str, option: str) -> str:
    """Return ``scheme://host[:port]`` of an endpoint given as host, host:port or URL.

    Raises InputError: not a host, or plain http to a host that is not this machine.
    """
    # What stands before an @ is a password.
    shown = endpoint.rpartition("@")[2]
    problem = f"{option}: {shown!r} is not allowed; give a host, host:port or URL such as https://host:443"
    try:
        parts = urlsplit(endpoint if "://" in endpoint else "https://" + endpoint)
        port = parts.port
    except ValueError:
        raise errors.InputError(problem) from None
    extras = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or extras or not _is_host(host) or not endpoint.isprintable():
        raise errors.InputError(problem)
    if parts.scheme == "http" and not is_loopback(host):
        raise errors.InputError(
            f"{option}: {shown!r} is not allowed; plain http is allowed for loopback addresses only, use https"
        )
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}" + ("" if port is None else f":{port}")


def is_plain(url: str | None) -> bool:
    """Tell whether a URL is plain http, which is for this machine only."""
    return url is not None and url.startswith("http://")


def _is_host(host: str) -> bool:
    if "%" in host:
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return len(host) <= 253 and all(_LABEL.fullmatch(label) for label in host.rstrip(".").split("."))
    return True


def is_loopback(host: str) -> bool:
    """Tell whether ``host`` is this machine, by name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
