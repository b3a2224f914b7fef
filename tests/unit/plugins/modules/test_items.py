# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The items of the bulk module and their defaults: what is read, and what is refused before the first call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from .runner import REGION, Runner
from .scenarios import CREATE, DELETE

A, B = f"{REGION}+dir-a", f"{REGION}+dir-b"


def runner() -> Runner:
    here = Runner()
    here.emulator.add_office_site(A, name="alpha")
    here.emulator.add_office_site(B, name="beta")
    return here


def sent(here: Runner, action: str) -> list[Mapping[str, str]]:
    return [call.params for call in here.emulator.calls if call.action == action]


@pytest.mark.parametrize("blank", ["", None])
def test_a_default_holds_for_every_item_that_leaves_it_blank(blank: Any) -> None:
    here = runner()
    result = here.network_packages(
        defaults={"bandwidth": "20", "internet_charge_type": "PayByBandwidth", "promotion_id": blank},
        network_packages=[
            {"office_site_id": A, "bandwidth": blank, "internet_charge_type": blank, "tags": blank},
            {"office_site_id": B, "bandwidth": 30, "internet_charge_type": "PayByTraffic"},
        ],
    )
    assert "failed" not in result, result["msg"]
    orders = {params["OfficeSiteId"]: params for params in sent(here, CREATE)}
    assert (orders[A]["Bandwidth"], orders[A]["InternetChargeType"]) == ("20", "PayByBandwidth")
    assert (orders[B]["Bandwidth"], orders[B]["InternetChargeType"]) == ("30", "PayByTraffic")
    assert "PromotionId" not in orders[A]


def test_a_default_state_is_not_undone_by_a_blank() -> None:
    here = runner()
    here.emulator.add_package(A)
    result = here.network_packages(
        defaults={"state": "absent"}, network_packages=[{"office_site_id": A, "state": ""}, {"office_site_id": B}]
    )
    assert result["actions"] == [DELETE]


def test_a_region_may_be_a_default() -> None:
    here = runner()
    result = here.network_packages(
        region_id="", defaults={"region_id": REGION}, network_packages=[{"office_site_id": A, "bandwidth": 10}]
    )
    assert result["results"][0]["network_package"]["region_id"] == REGION


def test_values_have_their_types_as_surveys_give_numbers_as_text() -> None:
    here = runner()
    item = {"office_site_id": A, "bandwidth": "10", "auto_pay": "yes", "tags": {"cost": 47}, "reseller_owner_uid": "7"}
    assert "failed" not in here.network_packages(network_packages=[item])
    (order,) = sent(here, CREATE)
    assert (order["Bandwidth"], order["AutoPay"], order["ResellerOwnerUid"]) == ("10", "true", "7")


TAGS = {"tags": {"team": "workplace"}}


@pytest.mark.parametrize("item", [{}, {"office_site_id": ""}, {"office_site_name": None}, {"network_package_id": ""}])
@pytest.mark.parametrize("defaults", [{**TAGS, "bandwidth": 20}, {**TAGS, "state": "absent"}])
def test_tags_of_the_defaults_identify_nothing(item: dict[str, Any], defaults: dict[str, Any]) -> None:
    """A field left blank must not buy a package without an office network, or release somebody else's."""
    here = runner()
    here.emulator.add_package(B, bandwidth=200, tags=TAGS["tags"])
    result = here.network_packages(defaults=defaults, network_packages=[{"office_site_id": A, **GOOD}, item])
    assert "network_packages[1]: no package is identified" in result["msg"]
    assert here.emulator.calls == []


def test_a_blank_beside_tags_is_not_a_change_of_identity() -> None:
    here = runner()
    result = here.network_packages(network_packages=[{"office_site_id": "", **TAGS, "state": "absent"}])
    assert "office_site_id is blank; set it, or remove it" in result["msg"]
    assert here.emulator.calls == []


def test_tags_of_the_defaults_are_set_at_purchase() -> None:
    here = runner()
    here.network_packages(defaults=TAGS, network_packages=[GOOD])
    assert sent(here, CREATE)[0]["Tag.1.Key"] == "team"


@pytest.mark.parametrize("defaults", [None, {}])
def test_no_defaults(defaults: Any) -> None:
    assert "failed" not in runner().network_packages(defaults=defaults, network_packages=[GOOD])


GOOD = {"office_site_id": A, "bandwidth": 10}

REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    (
        {"network_packages": [{**GOOD, "bandwith": 10}]},
        f"network_packages[0] ({A}): bandwith is not an option; did you mean bandwidth?",
    ),
    ({"network_packages": [{**GOOD, "zzz": 10}]}, "zzz is not an option; there are auto_pay, auto_renew, bandwidth"),
    (
        {"network_packages": [{**GOOD, "bandwidth": "ten"}]},
        f"network_packages[0] ({A}): bandwidth: 'ten' is not allowed; it is a whole number",
    ),
    ({"network_packages": [{**GOOD, "bandwidth": True}]}, "bandwidth: True is not allowed"),
    ({"network_packages": [{**GOOD, "bandwidth": [1]}]}, "bandwidth: [1] is not allowed"),
    (
        {"network_packages": [{**GOOD, "auto_pay": "perhaps"}]},
        "auto_pay: 'perhaps' is not allowed; it is true or false",
    ),
    ({"network_packages": [{**GOOD, "tags": "a"}]}, "tags: 'a' is not allowed; it is a dictionary"),
    ({"network_packages": [{**GOOD, "tags": ["a"]}]}, "tags: ['a'] is not allowed; it is a dictionary"),
    ({"network_packages": [{**GOOD, "state": "latest"}]}, "state: 'latest' is not allowed; one of present, absent"),
    (
        {"network_packages": [{**GOOD, "pay_type": "Postpaid"}]},
        "pay_type: 'Postpaid' is not allowed; one of PostPaid, PrePaid",
    ),
    ({"network_packages": [{"office_site_id": {"a": 1}, "bandwidth": 10}]}, "is not allowed; it is text"),
    ({"network_packages": [{**GOOD, "region_id": "Not A Region"}]}, "region_id: 'Not A Region' is not allowed"),
    (
        {"network_packages": [GOOD, {"office_site_id": "", "bandwidth": 10}]},
        "network_packages[1]: no package is identified",
    ),
    ({"network_packages": [GOOD], "region_id": ""}, f"network_packages[0] ({A}): region_id is missing"),
    (
        {"network_packages": [GOOD], "defaults": {"bandwith": 10}},
        "defaults: bandwith is not an option; did you mean bandwidth?",
    ),
    ({"network_packages": [GOOD], "defaults": {"bandwidth": "ten"}}, "defaults: bandwidth: 'ten' is not allowed"),
    ({"network_packages": [GOOD], "defaults": {"region_id": "a_b"}}, "defaults: region_id: 'a_b' is not allowed"),
    ({"network_packages": [GOOD], "defaults": {"office_site_id": A}}, "defaults: office_site_id is not allowed there"),
    ({"network_packages": [GOOD], "region_id": "no region"}, "region_id: 'no region' is not allowed"),
)


@pytest.mark.parametrize(("options", "message"), REFUSED, ids=[message for _options, message in REFUSED])
@pytest.mark.parametrize("check_mode", [True, False])
def test_refused_before_any_call(options: dict[str, Any], message: str, check_mode: bool) -> None:
    here = runner()
    result = here.network_packages(check_mode=check_mode, **options)
    assert result["failed"] and message in result["msg"], result["msg"]
    assert here.emulator.calls == []
    assert result["msg"].count(message) == 1
    assert "argument_spec" not in repr(result)


def test_what_is_wrong_in_defaults_and_in_items_is_told_at_once() -> None:
    """What an item lacks is not told: it may be what the defaults mean."""
    here = runner()
    items = [{"office_site_id": A, "state": "presnt"}, {**GOOD, "remaining_day": 7}, {"office_site_id": A}]
    result = here.network_packages(defaults={"bandwith": 10}, network_packages=items)
    assert result["msg"] == (
        "defaults: bandwith is not an option; did you mean bandwidth?; "
        f"network_packages[0] ({A}): state: 'presnt' is not allowed; one of present, absent; "
        f"network_packages[1] ({A}): remaining_day is not an option; did you mean remaining_days?"
    )
    assert here.emulator.calls == []


def test_a_value_of_an_unknown_key_is_not_repeated() -> None:
    """Somebody may have put the secret of the account into an item."""
    here = runner()
    item = {**GOOD, "access_key_secret": here.secret}
    result = here.network_packages(network_packages=[item])
    assert "access_key_secret is not an option of an item; set it for the task" in result["msg"]
    assert here.leaked() == []


@pytest.mark.parametrize("name", ["access_key_id", "access_key_secret", "security_token", "profile", "endpoint"])
def test_how_to_reach_the_api_is_not_said_by_an_item(name: str) -> None:
    here = runner()
    for options in (
        {"network_packages": [{**GOOD, name: "not-to-be-repeated"}]},
        {"network_packages": [GOOD], "defaults": {name: "not-to-be-repeated"}},
    ):
        result = here.network_packages(**options)
        assert f"{name} is not an option of an item; set it for the task" in result["msg"]
        assert "not-to-be-repeated" not in repr(here.output)
    assert here.emulator.calls == []


def test_many_wrong_items_are_counted() -> None:
    here = runner()
    result = here.network_packages(network_packages=[{"office_site_id": f"s-{n}", "bandwidth": 1} for n in range(9)])
    assert result["msg"].count("is not allowed") == 5
    assert result["msg"].endswith("; and 4 more")
