# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What of the requests and responses may be given away: a list of what is allowed, never of what is not.

Of fields that are not listed, the name, the JSON type and the length stay. IDs become numbered words, the same word for
the same ID throughout a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .api import Exchange
from .reads import UNKNOWN_ID, UNKNOWN_TAG
from .trial import TAG

WORDS = frozenset(
    (
        *("AccountType", "AutoPay", "AutoRenew", "BusinessStatus", "Code", "DesktopAccessType"),
        *("Enabled", "InstanceType", "InternetChargeType", "MetricType", "NetworkPackageStatus", "OfficeSiteType"),
        *("OfficeSiteVpcType", "OrderType", "PayType", "PaymentStatus", "PeriodUnit", "ProductCode", "ProductType"),
        *("RegionId", "RenewStatus", "RenewalDurationUnit", "ReservationInternetChargeType", "ResourceType"),
        *("Status", "SubscriptionType", "VpcType"),
    )
)
TIMES = frozenset(
    (
        *(
            "CreateTime",
            "CreationTime",
            "EndTime",
            "ExpectedReleaseTime",
            "ExpiredTime",
            "PaymentTime",
            "ReservationActiveTime",
        ),
        *("StartTime",),
    )
)
NUMBERS = frozenset(
    (
        *("Amount", "Bandwidth", "DiscountPrice", "MaxResults", "OriginalPrice", "PageNum", "PageSize", "Period"),
        *("RenewalDuration", "ReservationBandwidth", "SpPrice", "TotalCount", "TradePrice"),
    )
)
IDS: Mapping[str, str] = {
    "InstanceID": "network-package",
    "InstanceIDs": "network-package",
    "InstanceId": "network-package",
    "NetworkPackageId": "network-package",
    "OfficeSiteId": "office-network",
    "OrderId": "order",
    "SubOrderId": "order",
}
# Ours, so they need no hiding.
OWN = frozenset((UNKNOWN_ID, UNKNOWN_TAG, TAG))
MAX_ROWS, MAX_DEPTH = 20, 20
_WORD = re.compile(r"[A-Za-z0-9_.-]{0,60}")
_TIME = re.compile(r"[0-9T:Z+.-]{0,30}")
# Longer ones may be the number of an account.
_NUMBER = re.compile(r"-?[0-9]{0,9}(\.[0-9]{0,9})?")
_CURRENCY = re.compile(r"[A-Z]{0,3}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,60}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+-]*")


class Redaction:
    """Redacts the exchanges of one run."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, str], str] = {}

    def exchanges(self, exchanges: Iterable[Exchange]) -> list[dict[str, Any]]:
        """Return exchanges as JSON data that may be given away."""
        return [self._exchange(exchange) for exchange in exchanges]

    def _exchange(self, exchange: Exchange) -> dict[str, Any]:
        document = exchange.document
        size = len(exchange.body)
        return {
            "action": exchange.action,
            "at": exchange.at,
            "sent": {name: self._value(_field(name), value) for name, value in exchange.sent.items()},
            "status": exchange.status,
            "retry_after": exchange.retry_after if _NUMBER.fullmatch(exchange.retry_after or "") else None,
            "received": f"({size} bytes, no JSON)" if document is None else self._value("", document),
        }

    def _value(self, name: str, value: Any, depth: int = 0) -> Any:
        if depth > MAX_DEPTH:
            return "(deeper)"
        if isinstance(value, dict):
            return {_shown_name(key): self._value(key, entry, depth + 1) for key, entry in value.items()}
        if isinstance(value, list):
            rows = [self._value(name, entry, depth + 1) for entry in value[:MAX_ROWS]]
            return rows if len(rows) == len(value) else [*rows, f"({len(value) - MAX_ROWS} more)"]
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, (int, float)):
            return self._scalar(name, value, str(value), "number")
        return self._scalar(name, value, str(value), f"text, {len(str(value))} characters")

    def _scalar(self, name: str, value: Any, text: str, placeholder: str) -> Any:
        if text in OWN:
            return value
        allowed = ((WORDS, _WORD), (TIMES, _TIME), (NUMBERS, _NUMBER), (("Currency",), _CURRENCY))
        if any(name in names and form.fullmatch(text) for names, form in allowed):
            return value
        if name in IDS:
            found = _ID.sub(lambda match: self._word(IDS[name], match[0]), text)
            # What is left between IDs is the form of a list of them.
            return found if not _ID.sub("", text).strip('[]", ') else f"({placeholder})"
        return f"({placeholder})"

    def _word(self, kind: str, text: str) -> str:
        count = sum(known == kind for known, _text in self._words) + 1
        return text if text in OWN else self._words.setdefault((kind, text), f"{kind}-{count}")


def _field(name: str) -> str:
    """Return the name of a parameter without its numbers: Tag.1.Key is Key, NetworkPackageId.1 is NetworkPackageId."""
    return next((part for part in reversed(name.split(".")) if not part.isdigit()), "")


def _shown_name(name: str) -> str:
    return name if _NAME.fullmatch(name) else "(a field with an unusual name)"
