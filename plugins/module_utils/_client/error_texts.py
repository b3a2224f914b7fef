# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What to say of an error of the API, without secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from .._text import shown

# Longer than any Message seen; keeps a page of HTML or a dump out of the task's output.
MAX_MESSAGE = 500

MAX_SHORT = 100

# By prefix: the API hangs details behind a dot.
SIGNATURE_CODES = ("SignatureDoesNotMatch", "IncompleteSignature")
CLOCK_CODES = ("IllegalTimestamp", "InvalidTimeStamp")
# The actions of billing have two spellings each, as they were renamed.
BILLING_PERMISSIONS = {
    "GetOrderDetail": "bssapi:GetOrderDetail, which newer pages call bss:DescribeOrderDetail",
    "QueryAvailableInstances": "bssapi:QueryAvailableInstances, which newer pages call bss:DescribeInstances",
    "SetRenewal": "bssapi:SetRenewal",
}

_SIGNED = re.compile(r"Signature=\S+|x-acs-security-token:\s*\S+", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9A-F]{2}")
_REDACTED = "(redacted)"


def redact(text: str, secrets: Iterable[str], limit: int) -> str:
    """Return ``text`` without ``secrets`` and signatures, ``shown`` and not longer than ``limit`` characters."""
    for secret in secrets:
        for spelling in (secret, *(quote(secret, safe=safe, errors="replace") for safe in ("", "/"))):
            text = text.replace(spelling, _REDACTED)
            text = text.replace(_ESCAPE.sub(lambda escape: escape[0].lower(), spelling), _REDACTED)
    return shown(_SIGNED.sub(_REDACTED, text), limit)


def explain(action: str, code: str, document: Mapping[str, Any], secrets: Sequence[str]) -> str:
    """Return the code and the message of an error, and what to do."""
    if code.startswith(SIGNATURE_CODES):
        # The API's own message repeats the whole string to sign, the security token included.
        return f"{code}: the signature was refused; is access_key_secret the one of access_key_id?"
    text = redact(str(document.get("Message") or "no message"), secrets, MAX_MESSAGE)
    return f"{code}: {text}{_permission(document, secrets) or _advice(action, code)}"


def _permission(document: Mapping[str, Any], secrets: Sequence[str]) -> str:
    detail = document.get("AccessDeniedDetail")
    if not isinstance(detail, dict) or not detail.get("AuthAction"):
        return ""
    action = redact(str(detail["AuthAction"]), secrets, MAX_SHORT)
    kind = redact(str(detail.get("NoPermissionType") or "denied"), secrets, MAX_SHORT)
    return f" (RAM: the caller needs the action {action}; {kind})"


def _advice(action: str, code: str) -> str:
    if code == "NotAuthorized" and action in BILLING_PERMISSIONS:
        return f" (RAM: the caller needs {BILLING_PERMISSIONS[action]})"
    if code == "Order.Unpaid":
        return (
            " An unpaid order blocks this one: pay it or cancel it on the Orders page of the console (Expenses and "
            "Costs), then run again; this collection never cancels orders."
        )
    if code.startswith(CLOCK_CODES):
        return " Is this machine's clock right? The API allows 15 minutes of difference."
    if code.startswith("InvalidSecurityToken"):
        return " The temporary credentials have expired or do not belong together: fetch new ones."
    if code.startswith(("PAY.", "InsufficientBalance", "ACCOUNT_BALANCE")):
        return " An unpaid order may remain: look at the Orders page of the console before running again."
    return ""
