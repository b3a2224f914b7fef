# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the API behaves where its documentation is silent. Each default is the most friendly manner."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Manners:
    """The manners of one world; ``CHOICES`` has what each may be."""

    creating: float = 5
    releasing: float = 5
    # Reads show the account as it was so many seconds ago, all of them or every second one.
    lag: float = 0
    flapping: bool = False
    # So many reads do not show a package that was just bought.
    hidden_reads: int = 0
    # Office networks name the package that they had so many seconds ago.
    names_lag: float = 0
    # What a package does not show while it is Creating.
    unshown: str = ""
    released: str = "gone"
    second_package: str = "refused"
    second_code: str = "OperationDenied.OfficeSite"
    order_id: str = "text"
    unpaid_blocks: bool = True
    # What the response to an unpaid purchase and the listing show of its package.
    unpaid_id: bool = True
    unpaid_listed: bool = False
    same_value: str = "order"
    downgrade: str = "booked"
    downgrade_postpaid: str = "at once"
    prepaid_release: str = "refused"
    unknown_release: str = "refused"
    balance: str = "enough"
    last_token: str = "absent"
    page_size: int = 100
    switch_shown: bool = True
    expiry: str = "exact"
    billing_names_package: bool = True
    # Billing knows a subscription by the id of its package, does not, or refuses what is about renewals.
    billing: str = "knows"
    # RenewStatus of what does not renew itself.
    by_hand: str = "ManualRenewal"

    def differences(self) -> dict[str, Any]:
        """Return the manners that are not the friendly ones, for the story of a failure."""
        return {
            entry.name: getattr(self, entry.name)
            for entry in fields(self)
            if getattr(self, entry.name) != entry.default
        }


CHOICES: dict[str, tuple[Any, ...]] = {
    "creating": (5, 0, 60),
    "releasing": (5, 0, 45),
    "lag": (0, 2, 10),
    "flapping": (False, True),
    "hidden_reads": (0, 1, 3),
    "names_lag": (0, 10, 60),
    "unshown": ("", "tags", "office network", "tags and office network", "bandwidth"),
    "released": ("gone", "listed"),
    "second_package": ("refused", "accepted"),
    "second_code": ("OperationDenied.OfficeSite", "InvalidOfficeSiteId.Used", "IncorrectNetworkPackageStatus.Exists"),
    "order_id": ("text", "number", "absent"),
    "unpaid_blocks": (True, False),
    "unpaid_id": (True, False),
    # Not drawn: unpaid_listed. An unpaid package that is listed as Creating looks just like a paid one.
    "same_value": ("order", "refused"),
    "downgrade": ("booked", "at once"),
    "downgrade_postpaid": ("at once", "booked"),
    "prepaid_release": ("refused", "accepted"),
    "unknown_release": ("refused", "accepted"),
    "balance": ("enough", "refused", "unpaid"),
    "last_token": ("absent", "empty"),
    "page_size": (100, 1, 2),
    "switch_shown": (True, False),
    "expiry": ("exact", "midnight"),
    "billing_names_package": (True, False),
    "billing": ("knows", "unknown", "refused"),
    "by_hand": ("ManualRenewal", "NotRenewal"),
}
