# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The account in which the examples of each document run: what it holds before, and what changes between two tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

HEADQUARTERS, BRANCH = "cn-hangzhou+dir-111111abcd", "cn-hangzhou+dir-222222abcd"
CREATE, MODIFY, DELETE = "CreateNetworkPackage", "ModifyNetworkPackageBandwidth", "DeleteNetworkPackages"
RENEW, UNBIND, BIND = "RenewNetworkPackages", "DissociateNetworkPackage", "AssociateNetworkPackage"
ENABLE = "ModifyNetworkPackageEnabled"

Seed = Mapping[str, Any]


@dataclass(frozen=True)
class Setting:
    """What the examples of one document need, and the API operations with which they write.

    ``between`` are tasks to insert before the task of that name. ``rescued`` counts the failures that a document shows
    on purpose, ``warnings`` the warnings. ``variables`` are what the document takes from elsewhere.
    """

    seed: Seed
    writes: Sequence[str]
    between: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    rescued: int = 0
    warnings: int = 0
    variables: Mapping[str, Any] = field(default_factory=dict)


def office(suffix: str) -> str:
    """The id of an office network."""
    return f"cn-hangzhou+dir-{suffix}abcd"


def offices(*suffixes: str) -> list[Mapping[str, Any]]:
    """Two office networks with names, and more without."""
    named = {HEADQUARTERS: "headquarters", BRANCH: "branch"}
    return [
        *({"office_site_id": key, "name": name} for key, name in named.items()),
        *({"office_site_id": office(suffix)} for suffix in suffixes),
    ]


def in_shanghai(office_site_id: str) -> Mapping[str, Any]:
    """An office network in another region."""
    return {"office_site_id": office_site_id, "region_id": "cn-shanghai"}


def offices_of_the_examples() -> list[Mapping[str, Any]]:
    """The office networks that the example playbooks name by their ids."""
    return [{"office_site_id": f"cn-hangzhou+dir-363353000{number}"} for number in range(1, 5)]


def subscription(site: str, days: int, **fields: Any) -> Mapping[str, Any]:
    """A subscription that runs for so many days from now."""
    end = datetime.now(timezone.utc) + timedelta(days=days)
    return {
        "office_site_id": site,
        "pay_type": "PrePaid",
        "internet_charge_type": "PayByBandwidth",
        "expired_time": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
        **fields,
    }


def call_emulator(endpoint: str, body: Any) -> Mapping[str, Any]:
    """A task that calls a control endpoint of the emulator."""
    return {
        "name": "Change the account",
        "ansible.builtin.uri": {
            "url": "{{ lookup('env', 'ALIBABA_CLOUD_ECD_ENDPOINT') }}/_emulator/" + endpoint,
            "method": "POST",
            "body_format": "json",
            "body": body,
        },
    }


def pay(order_id: str) -> Mapping[str, Any]:
    """A task that pays an order, as somebody does in the console."""
    return call_emulator("orders", {"order_id": order_id, "payment_status": "Paid"})


ONE_MODULE = Setting(
    {"office_sites": offices("363353", "747474", "969696")},
    [CREATE, CREATE, CREATE, RENEW, MODIFY, UNBIND, BIND, CREATE, DELETE],
    {
        "Renew a subscription for two months if it expires within two weeks": [
            call_emulator(
                "reset",
                {
                    "office_sites": offices("858585", "969696"),
                    "packages": [
                        {"office_site_id": office("363353")},
                        subscription(office("747474"), days=10),
                        {"office_site_id": BRANCH, "network_package_id": "np-amtp8e8q1o9e4abcd"},
                    ],
                },
            )
        ],
        "Later, do not order again. If the order is paid, wait for the package": [pay("{{ unpaid.order_ids[0] }}")],
    },
    # The unpaid order.
    warnings=1,
)

SETTINGS: Mapping[str, Setting] = {
    "plugins/modules/network_package.py": ONE_MODULE,
    "plugins/modules/network_packages.py": Setting(
        {
            "office_sites": [
                *offices("363353", "858585", "969696"),
                in_shanghai("cn-shanghai+dir-171717abcd"),
            ],
            "packages": [{"office_site_id": office("747474")}],
        },
        [CREATE, CREATE, DELETE, CREATE, CREATE, CREATE],
    ),
    "plugins/modules/network_package_info.py": Setting({"packages": [{"office_site_id": office("363353")}]}, []),
    "plugins/modules/office_site_info.py": Setting({"office_sites": offices()}, []),
    "docs/examples/first_playbook.yml": Setting({"office_sites": offices_of_the_examples()}, [CREATE]),
    "docs/examples/offices.yml": Setting({"office_sites": offices_of_the_examples()}, [CREATE, CREATE, CREATE]),
    "docs/examples/look_around.yml": Setting(
        {
            "office_sites": [{"office_site_id": BRANCH, "name": "branch"}, in_shanghai("cn-shanghai+dir-1")],
            "packages": [{"office_site_id": BRANCH}, {"network_package_id": "np-nobody", "region_id": "cn-shanghai"}],
        },
        [],
    ),
    "docs/examples/packages.yml": Setting({"packages": [{"office_site_id": "cn-hangzhou+dir-3633530001"}]}, []),
    "docs/examples/life_of_packages.yml": Setting(
        {
            "office_sites": [
                *offices_of_the_examples(),
                {"office_site_id": "cn-hangzhou+dir-3633530005", "name": "annex"},
                {"office_site_id": "cn-hangzhou+dir-3633530006", "name": "new-building"},
            ],
            "packages": [
                subscription("cn-hangzhou+dir-3633530001", days=10),
                {"office_site_id": "cn-hangzhou+dir-3633530002", "network_package_id": "np-amtp8e8q1o9e40002"},
                {"office_site_id": "cn-hangzhou+dir-3633530003", "bandwidth": 50},
                subscription("cn-hangzhou+dir-3633530004", days=10, bandwidth=20),
            ],
        },
        [RENEW, UNBIND, BIND, MODIFY, RENEW, MODIFY, CREATE, ENABLE],
    ),
    "README.md": Setting({"office_sites": offices("747474")}, [CREATE, CREATE]),
    "roles/office_site_bandwidth/README.md": Setting(
        {
            "office_sites": [
                *({"office_site_id": f"cn-hangzhou+dir-363353000{number}"} for number in (1, 2)),
                in_shanghai("cn-shanghai+dir-3633530004"),
            ],
            "packages": [{"office_site_id": "cn-hangzhou+dir-3633530003"}],
        },
        [CREATE, CREATE, DELETE, CREATE],
        variables={
            "office_site_bandwidth_region_id": "cn-hangzhou",
            "office_site_bandwidth_sites": [{"office_site_id": "cn-hangzhou+dir-3633530001", "bandwidth": 50}],
        },
    ),
    "roles/office_site_bandwidth/meta/argument_specs.yml": Setting(
        {
            "office_sites": [*offices("747474"), in_shanghai("cn-shanghai+dir-636363abcd")],
            "packages": [{"office_site_id": office("858585")}],
        },
        [CREATE, CREATE, DELETE, CREATE, CREATE],
    ),
    "docs/site/index.rst": Setting({"office_sites": offices()}, [CREATE, CREATE]),
    "docs/docsite/rst/guide_costs_and_safety.rst": Setting(
        {"office_sites": offices()},
        [CREATE, CREATE],
        {"Check the order later": [pay("{{ unpaid.order_ids[0] }}")]},
        # The unpaid order.
        warnings=1,
    ),
    "docs/docsite/rst/guide_fleets.rst": Setting(
        {
            "office_sites": [
                *offices("747474", "969696", "979797", "616161", "626262"),
                in_shanghai("cn-shanghai+dir-636363abcd"),
            ],
            "packages": [
                {"office_site_id": office("858585")},
                subscription(office("999999"), days=10, network_package_id="np-expiring"),
                {"office_site_id": office("515151"), "bandwidth": 20},
                {"office_site_id": office("525252"), "tags": {"project": "trial"}},
            ],
            # The branch cannot be served.
            "faults": [{"kind": "error", "action": CREATE, "skip": 2, "code": "RISK.RISK_CONTROL_REJECTION"}],
        },
        [CREATE, CREATE, DELETE, CREATE, *[CREATE] * 3, CREATE, CREATE, DELETE, RENEW],
        rescued=1,
    ),
}
# Documents whose examples have tests of their own.
ELSEWHERE = {
    "docs/docsite/rst/guide_awx.rst": "test_awx.py",
    "docs/docsite/rst/guide_cookbook.rst": "test_cookbook.py",
    "docs/docsite/rst/guide_first_playbook.rst": "test_first_playbook.py",
    "docs/docsite/rst/guide_rehearsal.rst": "test_rehearsal.py",
    "docs/docsite/rst/guide_inventory.rst": "test_inventory.py",
}
