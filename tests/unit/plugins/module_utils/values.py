# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hand-made values for tests without a client: desired states, packages, office networks, snapshots."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from ansible_collections.alicloud.ecd.plugins.module_utils._model.dates import DAY, epoch
from ansible_collections.alicloud.ecd.plugins.module_utils._model.desired import Desired
from ansible_collections.alicloud.ecd.plugins.module_utils._model.office_site import OfficeSite
from ansible_collections.alicloud.ecd.plugins.module_utils._model.order import OrderRecord
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import Package
from ansible_collections.alicloud.ecd.plugins.module_utils._model.renewal import Renewal
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.conditions import Snapshot
from ansible_collections.alicloud.ecd.plugins.module_utils._planning.observed import Observed, RegionView

REGION = "cn-hangzhou"
NOW = epoch("2026-01-15T08:00:00Z")
ALPHA = "cn-hangzhou+dir-alpha"
BETA = "cn-hangzhou+dir-beta"


def date(days: float) -> str:
    """Return the API's spelling of the time so many days after NOW."""
    return datetime.fromtimestamp(NOW + days * DAY, tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def desired(**options: Any) -> Desired:
    """Return a desired state in REGION."""
    return Desired(**{"region_id": REGION, **options})


def package(key: str | None = "np-a", **fields: Any) -> Package:
    """Return a pay-as-you-go package of 10 Mbit/s in use at ALPHA, except for ``fields``."""
    usual: dict[str, Any] = {
        "bandwidth": 10,
        "pay_type": "PostPaid",
        "internet_charge_type": "PayByTraffic",
        "network_package_status": "InUse",
        "business_status": "Normal",
        "expired_time": "2099-12-31T15:59:59Z",
        "region_id": REGION,
        "office_site_id": ALPHA,
        "office_site_name": "alpha",
    }
    return Package(key, **{**usual, **fields})


def subscription(key: str | None = "np-a", days: float = 100, **fields: Any) -> Package:
    """Return a subscription that expires so many days after NOW."""
    usual: dict[str, Any] = {
        "pay_type": "PrePaid",
        "internet_charge_type": "PayByBandwidth",
        "expired_time": date(days),
        "business_status": "Normal" if days > 0 else "Expired",
    }
    return package(key, **{**usual, **fields})


def site(key: str = ALPHA, internet_access: bool | None = True, name: str = "") -> OfficeSite:
    """Return an office network."""
    return OfficeSite(key, name or key.rpartition("-")[2], internet_access)


def renewal(auto_renew: bool | None = False, **fields: Any) -> Renewal:
    """Return what billing shows of a subscription, which by default does not renew itself."""
    return Renewal(auto_renew, **{"product_code": "gws", "product_type": "gws_bw", **fields})


def observed(*values: Package | OfficeSite | OrderRecord, **more: Any) -> Observed:
    """Return what was read at NOW, everything confirmed; ALPHA and BETA exist unless ``sites`` says otherwise."""
    view = region(*values, **more)
    packages = tuple(view.packages.values())
    return Observed(packages, NOW, view.sites, view.orders, view.ids, view.confirmed, renewals=view.renewals)


def region(*values: Package | OfficeSite | OrderRecord, **more: Any) -> RegionView:
    """Return a whole region as it was read at NOW; see ``observed``."""
    sites = {ALPHA: site(), BETA: site(BETA)}
    sites.update((value.office_site_id, value) for value in values if isinstance(value, OfficeSite))
    usual: dict[str, Any] = {
        "packages": {str(value.network_package_id): value for value in values if isinstance(value, Package)},
        "began": NOW,
        "sites": sites,
        "orders": {value.order_id: value for value in values if isinstance(value, OrderRecord)},
        "confirmed": True,
    }
    return RegionView(**{**usual, **more})


def snapshot(*values: Package | OfficeSite) -> Snapshot:
    """Return what one poll read."""
    return Snapshot(
        {str(value.network_package_id): value for value in values if isinstance(value, Package)},
        {value.office_site_id: value for value in values if isinstance(value, OfficeSite)},
    )
