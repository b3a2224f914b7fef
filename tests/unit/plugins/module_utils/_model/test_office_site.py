# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Office networks: what is kept of a response, and finding one by its name."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import PlanningError
from ansible_collections.alicloud.ecd.plugins.module_utils._model.office_site import (
    ALLOWED,
    MAX_NAMES,
    OfficeSite,
    SiteNames,
    closest,
    site_from_api,
)

REGION = "cn-hangzhou"
OPTION = "office_site_name"


def names(*pairs: tuple[str, str]) -> SiteNames:
    return SiteNames([OfficeSite(key, name, None) for key, name in pairs], REGION)


def named(*known: str) -> SiteNames:
    return names(*((f"site-{number}", name) for number, name in enumerate(known)))


def refused(sites: SiteNames, name: str) -> str:
    with pytest.raises(PlanningError) as caught:
        sites.find(name, OPTION)
    message = str(caught.value)
    assert message.startswith(f"{OPTION}: ")
    assert repr(name) in message
    assert REGION in message
    return message


class TestFromApi:
    @pytest.mark.parametrize(
        ("document", "site"),
        [
            ({"OfficeSiteId": "site-a"}, OfficeSite("site-a", "", None)),
            ({"OfficeSiteId": "site-a", "Name": None}, OfficeSite("site-a", "", None)),
            ({"OfficeSiteId": "site-a", "Name": ""}, OfficeSite("site-a", "", None)),
            ({"OfficeSiteId": "site-a", "Name": "alpha"}, OfficeSite("site-a", "alpha", None)),
            ({"OfficeSiteId": "site-a", "Name": "名称 ü"}, OfficeSite("site-a", "名称 ü", None)),
            ({"OfficeSiteId": "site-a", "EnableInternetAccess": True}, OfficeSite("site-a", "", True)),
            ({"OfficeSiteId": "site-a", "EnableInternetAccess": False}, OfficeSite("site-a", "", False)),
            # Neither on nor off.
            ({"OfficeSiteId": "site-a", "EnableInternetAccess": "true"}, OfficeSite("site-a", "", None)),
            ({"OfficeSiteId": "site-a", "EnableInternetAccess": 1}, OfficeSite("site-a", "", None)),
            ({"OfficeSiteId": "site-a", "EnableInternetAccess": None}, OfficeSite("site-a", "", None)),
        ],
    )
    def test_what_is_kept(self, document: dict[str, Any], site: OfficeSite) -> None:
        assert site_from_api(document) == site

    def test_nothing_else_is_kept(self) -> None:
        """What the API may add tomorrow is not kept either, nor what hides in a field of another type."""
        secrets = dict.fromkeys(("ClientSecret", "DomainPassword", "TrustPassword", "AddedTomorrow"), "secret")
        odd = {field: {"Password": "secret"} for field, _read in ALLOWED.values() if field != "OfficeSiteId"}
        for more in ({}, odd, {field: ["secret"] for field in odd}):
            document = {"OfficeSiteId": "site-a", **secrets, "ADConnectors": [{"TrustKey": "secret"}], **more}
            site = site_from_api(document)
            assert "secret" not in repr(site)
            assert site.to_result(REGION) == {
                "region_id": REGION,
                **dict.fromkeys(ALLOWED),
                "office_site_id": "site-a",
            }

    def test_the_allow_list(self) -> None:
        """The fields of the API whose values nobody minds to see; a new one is added by a decision, and here."""
        assert {field for field, _read in ALLOWED.values()} == {
            *("OfficeSiteId", "Name", "Status", "OfficeSiteType", "AccountType", "VpcType", "VpcId", "CidrBlock"),
            *("CreationTime", "DesktopAccessType", "DesktopCount", "TotalEdsCount", "EnableInternetAccess"),
            *("BasicInternetType", "Bandwidth", "NetworkPackageId", "CenId", "MfaEnabled", "SsoEnabled"),
        }

    @pytest.mark.parametrize(
        ("field", "value", "shown"),
        [
            *(("Bandwidth", value, shown) for value, shown in ((0, 0), ("", None), ("50", 50), (None, None))),
            *(("DesktopCount", value, None) for value in ("many", True, 1.5, [1])),
            *(("MfaEnabled", value, value if isinstance(value, bool) else None) for value in (True, False, "true", 1)),
            *(("Name", value, None) for value in ("", None, 7, True)),
            ("CidrBlock", "172.16.0.0/12", "172.16.0.0/12"),
        ],
    )
    def test_types(self, field: str, value: Any, shown: Any) -> None:
        (name,) = [name for name, (known, _read) in ALLOWED.items() if known == field]
        assert site_from_api({"OfficeSiteId": "site-a", field: value}).to_result(REGION)[name] == shown

    @pytest.mark.parametrize(
        "document",
        [
            *(None, "secret", ["secret"], {}, {"OfficeSiteId": ""}),
            {"OfficeSiteId": None, "DomainPassword": "secret"},
            *({"OfficeSiteId": value} for value in (7, True, 1.5, ["secret"], {"Id": "secret"})),
        ],
    )
    def test_malformed_and_not_quoted(self, document: Any) -> None:
        with pytest.raises(ValueError, match=r"OfficeSiteId") as caught:
            site_from_api(document)
        assert "secret" not in str(caught.value)


class TestFind:
    @pytest.mark.parametrize("name", ["alpha", "Alpha", "名称 ü", " ", "a'b", "{{ x }}"])
    def test_the_one_of_this_name(self, name: str) -> None:
        assert names(("site-a", name), ("site-b", "other"), ("site-c", "")).find(name, OPTION) == "site-a"

    def test_every_name_finds_its_own(self) -> None:
        sites = named(*(f"office {number}" for number in range(2000)))
        assert [sites.find(f"office {number}", OPTION) for number in range(2000)] == [
            f"site-{number}" for number in range(2000)
        ]

    @pytest.mark.parametrize("order", [("site-a", "site-b", "site-c"), ("site-c", "site-b", "site-a")])
    def test_a_name_that_several_have_is_refused_with_all_their_ids(self, order: tuple[str, ...]) -> None:
        message = refused(names(*((key, "alpha") for key in order), ("site-d", "other")), "alpha")
        assert "3 office networks" in message
        assert "site-a, site-b, site-c." in message
        assert "site-d" not in message
        assert "office_site_id" in message

    @pytest.mark.parametrize("name", ["beta", "Alpha", "alpha ", "alph", ""])
    def test_nothing_but_the_very_name_is_found(self, name: str) -> None:
        assert "no office network is named" in refused(named("alpha"), name)

    @pytest.mark.parametrize("sites", [names(), names(("site-a", ""), ("site-b", ""))])
    @pytest.mark.parametrize("name", ["alpha", ""])
    def test_no_office_network_has_a_name(self, sites: SiteNames, name: str) -> None:
        # An empty name is no name, and several of them are not ambiguous.
        assert "none there has a name" in refused(sites, name)

    def test_the_closest_names_are_told(self) -> None:
        message = refused(named("headquarters", "headquarter", "warehouse", "lab"), "head-quarters")
        assert message.endswith("the closest names are 'headquarters', 'headquarter'")

    def test_a_name_that_several_have_is_suggested_once(self) -> None:
        assert refused(named("alpha", "alpha"), "alfa").endswith("the closest names are 'alpha'")

    @pytest.mark.parametrize("count", [1, MAX_NAMES, MAX_NAMES + 1, 2000])
    def test_without_a_close_one_some_names_are_told(self, count: int) -> None:
        known = [f"office {number:04}" for number in range(count)]
        message = refused(named(*reversed(known)), "xyz")
        quoted = ", ".join(repr(name) for name in known[:MAX_NAMES])
        more = f" and {count - MAX_NAMES} more" if count > MAX_NAMES else ""
        assert message.endswith(f"; there are {quoted}{more}")


class TestClosest:
    KNOWN = ("headquarters", "Warehouse", "lab", "名称一号店")

    @pytest.mark.parametrize(
        ("word", "found"),
        [
            ("headquarters", ["headquarters"]),
            ("HeadQuarters", ["headquarters"]),
            ("hedquarters", ["headquarters"]),
            ("warehouse", ["Warehouse"]),
            ("WAREHOUSES", ["Warehouse"]),
            ("名称二号店", ["名称一号店"]),
            ("xyz", []),
            ("", []),
        ],
    )
    def test_misspelled(self, word: str, found: list[str]) -> None:
        assert closest(word, self.KNOWN) == found

    def test_at_most_three_the_best_first(self) -> None:
        known = ["bandwith", "bandwidths", "bandwidth", "bandwidth_", "band"]
        found = closest("bandwidth", known)
        assert found[0] == "bandwidth"
        assert len(found) == 3
        assert set(found) <= set(known)

    @pytest.mark.parametrize("known", [["Beta", "BETA"], ["BETA", "Beta"]])
    def test_names_that_differ_in_case_are_all_told(self, known: list[str]) -> None:
        assert sorted(closest("beta", known)) == ["BETA", "Beta"]

    def test_nothing_is_close_to_nothing(self) -> None:
        assert closest("alpha", []) == []
