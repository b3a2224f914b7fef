# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no probe asks, and why: to learn it would cost money, or would harm the account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .probe import NEVER, Finding, NotProbed, Probes

PROBES = Probes(NEVER)
PAYS = "this needs a subscription that is paid"


def _never(why: str) -> Callable[[Any], Finding]:
    def ask(_evidence: Any) -> Finding:
        raise NotProbed(why)

    return ask


for _id, _row, _claim, _why in (
    ("release-subscription", "Release", "The release of a subscription that has not expired is refused.", PAYS),
    ("downgrade", "Change the bandwidth", "Less bandwidth for a subscription is booked, not in force at once.", PAYS),
    ("renewal-carries-auto-renew", "Automatic renewal", "A renewal sets automatic renewal.", PAYS),
    ("set-renewal-expired", "Automatic renewal", "SetRenewal changes an expired subscription, too.", PAYS),
    ("default-auto-renew", "Automatic renewal", "A subscription that is bought without AutoRenew has it off.", PAYS),
    (
        "unpaid-blocks",
        "Unpaid orders",
        "While an order is unpaid, other orders fail with Order.Unpaid.",
        "if the claim is wrong, a second order stays behind",
    ),
    (
        "out-of-range",
        "Errors",
        "A bandwidth out of range is refused, with a code that begins with Invalid.",
        "if the claim is wrong, it is bought",
    ),
    (
        "unbound-purchase",
        "Buy",
        "A network package that is bought without an office network becomes InUse.",
        "this needs one more purchase",
    ),
    ("quota", "Throttling", "How many calls a minute are allowed is unknown.", "using it up would disturb the account"),
    (
        "balance-short",
        "Buy",
        "Without enough money, a purchase is an error, and leaves no order.",
        "this needs an account that cannot pay",
    ),
    (
        "office-network-deleted",
        "Release",
        "A network package stays when its office network is deleted.",
        "no office network is deleted for a probe",
    ),
):
    PROBES.probe(_id, _row, _claim)(_never(_why))
