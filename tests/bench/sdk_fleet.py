# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A script with the official SDK for a fleet that is as declared: list, compare, write nothing."""

# mypy: disable-error-code="import-untyped,import-not-found"

from __future__ import annotations

import sys

from alibabacloud_ecd20200930.client import Client
from alibabacloud_ecd20200930.models import DescribeNetworkPackagesRequest
from alibabacloud_tea_openapi.models import Config

endpoint, region_id, key_id, secret, count = sys.argv[1:]
client = Client(Config(access_key_id=key_id, access_key_secret=secret, endpoint=endpoint, protocol="http"))
found = {}
token = None
while token != "":
    request = DescribeNetworkPackagesRequest(region_id=region_id, max_results=100, next_token=token)
    page = client.describe_network_packages(request).body
    found.update({package.office_site_id: package.bandwidth for package in page.network_packages})
    token = page.next_token or ""
desired = {f"cn-hangzhou+dir-{number:010d}": 10 for number in range(int(count))}
sys.exit(0 if desired.items() <= found.items() else 1)
