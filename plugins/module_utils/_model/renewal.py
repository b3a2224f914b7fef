# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The automatic renewal of a subscription as the billing API shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

NOT_SHOWN = "billing shows no subscription with the ID of the package"


@dataclass(frozen=True)
class Renewal:
    """Whether a subscription renews itself; None or empty is what billing left out.

    ``auto_renew`` is None where it cannot be told, and ``problem`` then says why. ``period`` and ``period_unit``
    (``Month``, ``Year``) are the term that is added; the codes are what a change has to name.
    """

    auto_renew: bool | None = None
    problem: str = ""
    known: bool = True
    period: int | None = None
    period_unit: str | None = None
    end_time: str | None = None
    expected_release_time: str | None = None
    product_code: str | None = None
    product_type: str | None = None

    def to_result(self) -> dict[str, Any] | None:
        """Return the shape in which a module returns it; None where billing does not know the package."""
        if not self.known:
            return None
        return {
            "auto_renew": self.auto_renew,
            "period": self.period,
            "period_unit": self.period_unit,
            "end_time": self.end_time,
            "expected_release_time": self.expected_release_time,
        }


def unknown(problem: str) -> Renewal:
    """Return what is known of a package that billing shows nothing of."""
    return Renewal(problem=problem, known=False)
