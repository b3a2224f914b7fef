# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""network_package_info written with the official SDK, for comparison."""

# mypy: disable-error-code="import-untyped,import-not-found"

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from alibabacloud_ecd20200930.client import Client
from alibabacloud_ecd20200930.models import DescribeNetworkPackagesRequest
from alibabacloud_tea_openapi.models import Config
from ansible.module_utils.basic import AnsibleModule

SPEC: dict[str, dict[str, Any]] = {
    "endpoint": {"type": "str", "required": True},
    "region_id": {"type": "str", "required": True},
    "access_key_id": {"type": "str", "required": True, "no_log": False},
    "access_key_secret": {"type": "str", "required": True, "no_log": True},
    "tags": {"type": "dict", "default": {}},
}


def matching(params: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the network packages with the tags."""
    keys = {name: params[name] for name in ("access_key_id", "access_key_secret")}
    client = Client(Config(endpoint=params["endpoint"], protocol="http", **keys))
    token = None
    while token != "":
        request = DescribeNetworkPackagesRequest(region_id=params["region_id"], max_results=100, next_token=token)
        page = client.describe_network_packages(request).body
        for package in page.network_packages:
            tags = {tag.key: tag.value for tag in package.tags or ()}
            if params["tags"].items() <= tags.items():
                yield package.to_map()
        token = page.next_token or ""


def main() -> None:
    """Return the network packages."""
    module = AnsibleModule(argument_spec=SPEC, supports_check_mode=True)
    module.exit_json(changed=False, network_packages=list(matching(module.params)))


if __name__ == "__main__":
    main()
