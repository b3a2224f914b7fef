# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An order as the billing API shows it."""

from __future__ import annotations

from dataclasses import dataclass

UNPAID = "Unpaid"
PAID = "Paid"
CANCELLED = "Cancelled"


@dataclass(frozen=True)
class OrderRecord:
    """An order of an earlier run; None or empty is what billing left out.

    ``order_type`` is billing's word (``New``, ``Renew``, ``Upgrade``, …), ``instance_ids`` are the packages that the
    order made or changed, ``payment_time`` is as billing writes it, and ``paid_at`` the same in epoch seconds.
    """

    order_id: str
    payment_status: str
    order_type: str | None = None
    instance_ids: tuple[str, ...] = ()
    payment_time: str | None = None
    paid_at: float | None = None
