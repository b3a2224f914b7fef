# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The official SDK as a client of the HTTP server."""

# mypy: disable-error-code="import-untyped,import-not-found"

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
from alibabacloud_ecd20200930 import models
from alibabacloud_ecd20200930.client import Client
from alibabacloud_tea_openapi.exceptions import ClientException
from alibabacloud_tea_openapi.models import Config
from ansible_collections.alicloud.ecd.plugins.module_utils._model.office_site import ALLOWED
from ansible_collections.alicloud.ecd.tests.emulator import (
    ACCESS_KEY_ID,
    ACCESS_KEY_SECRET,
    REGION,
    SECURITY_TOKEN,
    SITE_SECRETS,
    STS_ACCESS_KEY_ID,
    STS_ACCESS_KEY_SECRET,
    Emulator,
    RealClock,
    Server,
    serve,
)
from ansible_collections.alicloud.ecd.tests.emulator.site_secrets import secret_fields
from ansible_collections.alicloud.ecd.tests.unit.emulator.conftest import SITE


@pytest.fixture
def server() -> Iterator[Server]:
    emulator = Emulator(clock=RealClock(), creating_seconds=0.0, releasing_seconds=0.0)
    emulator.add_office_site(SITE, name="first")
    with serve(emulator, initial_seed={"packages": [{"network_package_id": "np-seed"}]}) as server:
        yield server


def sdk(server: Server, *keys: str) -> Client:
    names = ("access_key_id", "access_key_secret", "security_token")
    return Client(Config(endpoint=server.endpoint, protocol="http", **dict(zip(names, keys))))


def all_pages(client: Client) -> list[Any]:
    found: list[Any] = []
    token = None
    while token != "":
        request = models.DescribeNetworkPackagesRequest(region_id=REGION, max_results=10, next_token=token)
        page = client.describe_network_packages(request).body
        found += page.network_packages
        token = page.next_token or ""
    return found


@pytest.mark.parametrize(
    "keys", [(ACCESS_KEY_ID, ACCESS_KEY_SECRET), (STS_ACCESS_KEY_ID, STS_ACCESS_KEY_SECRET, SECURITY_TOKEN)]
)
def test_official_sdk(server: Server, keys: tuple[str, ...]) -> None:
    client, emulator = sdk(server, *keys), server.emulator
    for number in range(24):
        emulator.add_package(f"cn-hangzhou+dir-{number}")
    created = client.create_network_package(
        models.CreateNetworkPackageRequest(
            region_id=REGION,
            office_site_id=SITE,
            bandwidth=10,
            auto_pay=True,
            tag=[models.CreateNetworkPackageRequestTag(key="a key", value="v+1*~/中")],
        )
    ).body
    package_id = created.network_package_id
    found = all_pages(client)
    assert len({package.network_package_id for package in found}) == len(found) == 25
    package = next(package for package in found if package.network_package_id == package_id)
    assert (package.network_package_status, package.office_site_name) == ("InUse", "first")
    assert len(package.eip_addresses) == 1
    assert [(tag.key, tag.value) for tag in package.tags] == [("a key", "v+1*~/中")]
    change = {"region_id": REGION, "network_package_id": package_id, "bandwidth": 20}
    client.modify_network_package_bandwidth(models.ModifyNetworkPackageBandwidthRequest(**change))
    assert emulator.packages[package_id].bandwidth == 20
    deletion = models.DeleteNetworkPackagesRequest(region_id=REGION, network_package_id=[package_id])
    client.delete_network_packages(deletion)
    assert package_id not in emulator.packages
    with pytest.raises(ClientException) as caught:
        client.delete_network_packages(deletion)
    assert caught.value.code == "InvalidNetworkPackageId.NotFound"
    assert emulator.effects() == 3


def test_sdk_reads_prices_and_office_sites(server: Server) -> None:
    client = sdk(server, ACCESS_KEY_ID, ACCESS_KEY_SECRET)
    request = models.DescribePriceRequest(
        region_id=REGION, resource_type="Bandwidth", bandwidth=10, period=1, period_unit="Month"
    )
    assert client.describe_price(request).body.price_info.price.trade_price == 300
    one, two = (server.emulator.add_package(pay_type="PrePaid") for _number in range(2))
    renewal = models.DescribeRenewalPriceRequest(region_id=REGION, resource_type="Bandwidth", instance_ids=[one, two])
    assert client.describe_renewal_price(renewal).body.price_info.price.trade_price == 600
    sites = client.describe_office_sites(models.DescribeOfficeSitesRequest(region_id=REGION)).body
    assert (sites.total_count, sites.office_sites[0].client_secret) == (1, SITE_SECRETS[0])


def test_the_emulator_knows_every_field_of_an_office_network() -> None:
    """So that a secret in any of them is looked for; SecurityProtection is a filter, and no secret."""
    ours = {api_name for api_name, _read in ALLOWED.values()} | set(secret_fields(everything=True))
    source = inspect.getsource(models.DescribeOfficeSitesResponseBodyOfficeSites.to_map)
    theirs = set(re.findall(r"result\['(\w+)'\]", source))
    assert len(theirs) > 60
    assert theirs <= ours | {"SecurityProtection"}
