# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A network package, as the API shows it and as results return it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

CREATING = "Creating"
IN_USE = "InUse"
RELEASING = "Releasing"
RELEASED = "Released"
NORMAL = "Normal"
EXPIRED = "Expired"

POST_PAID = "PostPaid"
PRE_PAID = "PrePaid"
BY_TRAFFIC = "PayByTraffic"
BY_BANDWIDTH = "PayByBandwidth"

PAY_TYPES = (POST_PAID, PRE_PAID)
INTERNET_CHARGE_TYPES = (BY_TRAFFIC, BY_BANDWIDTH)
PERIOD_UNITS = ("Week", "Month", "Year")
STATUSES = (CREATING, IN_USE, RELEASING, RELEASED)
BUSINESS_STATUSES = (NORMAL, EXPIRED)

# What an order, or the release of an undeclared package, is about.
BANDWIDTH, TERM, WHOLE = CONCERNS = ("bandwidth", "term", "whole")


class Package(NamedTuple):
    """A network package as observed or predicted; None is what the API left out. Bandwidth in Mbit/s.

    A tuple, which takes much less time to define and to make than a dataclass: a listing may have ten thousand.
    """

    network_package_id: str | None
    bandwidth: int | None = None
    pay_type: str | None = None
    internet_charge_type: str | None = None
    network_package_status: str | None = None
    business_status: str | None = None
    create_time: str | None = None
    expired_time: str | None = None
    region_id: str | None = None
    office_site_id: str | None = None
    office_site_name: str | None = None
    office_site_vpc_type: str | None = None
    eip_addresses: tuple[str, ...] = ()
    reservation_bandwidth: int | None = None
    reservation_active_time: str | None = None
    reservation_internet_charge_type: str | None = None
    tags: Mapping[str, str] = MappingProxyType({})

    @property
    def live(self) -> bool:
        """Whether the package serves its office network or soon will.

        An undocumented status counts as live: taking it for "no package" could buy a second one.
        """
        return self.network_package_status not in (RELEASING, RELEASED)

    @property
    def usable(self) -> bool:
        return self.network_package_status == IN_USE

    @property
    def expired(self) -> bool:
        return self.business_status == EXPIRED

    def has_tags(self, tags: Mapping[str, str]) -> bool:
        """Tell whether the package has every one of ``tags`` with the same value."""
        return all(self.tags.get(key) == value for key, value in tags.items())

    def has_bandwidth(self, bandwidth: int) -> bool:
        """Tell whether ``bandwidth`` is in force or booked."""
        return bandwidth in (self.bandwidth, self.reservation_bandwidth)

    @property
    def unplaced(self) -> bool:
        """Whether it is being created, and shows neither an office network nor tags yet."""
        return self.network_package_status == CREATING and not self.office_site_id and not self.tags

    @property
    def shows_whose(self) -> tuple[Any, ...]:
        """What tells which desired state means the package."""
        return (self.office_site_id, self.tags)

    def order_basis(self, concern: str) -> tuple[Any, ...]:
        """Return what decides whether an order for the ``bandwidth`` or for another ``term`` is needed.

        For the ``whole``, it is what must not change between the decision to release it and the release.
        """
        if concern == BANDWIDTH:
            return (self.bandwidth, self.reservation_bandwidth)
        if concern == TERM:
            return (self.expired_time, self.business_status)
        return self.release_basis

    @property
    def release_basis(self) -> tuple[Any, ...]:
        """What tells whose the package is and how it is paid; a change says that somebody is at work on it."""
        return (
            *(self.network_package_status, self.office_site_id, tuple(sorted(self.tags.items()))),
            *(self.pay_type, self.internet_charge_type, self.expired_time, self.create_time),
            *(self.bandwidth, self.reservation_bandwidth, self.reservation_internet_charge_type),
        )

    def to_result(self) -> dict[str, Any]:
        """Return the one shape in which every module returns a package."""
        return {**self._asdict(), "eip_addresses": list(self.eip_addresses), "tags": dict(self.tags)}


def package_from_api(document: Any, region_id: str) -> Package:
    """Return the package of one element of ``NetworkPackages``.

    Raises ValueError for an element that is not what DescribeNetworkPackages documents.
    """
    if not isinstance(document, dict) or not _id(document, "NetworkPackageId"):
        raise ValueError("a network package without NetworkPackageId")
    return Package(
        network_package_id=_id(document, "NetworkPackageId"),
        bandwidth=_number(document, "Bandwidth"),
        pay_type=_text(document, "PayType"),
        internet_charge_type=_text(document, "InternetChargeType"),
        network_package_status=_text(document, "NetworkPackageStatus"),
        business_status=_text(document, "BusinessStatus"),
        create_time=_text(document, "CreateTime"),
        expired_time=_text(document, "ExpiredTime"),
        region_id=region_id,
        office_site_id=_id(document, "OfficeSiteId"),
        office_site_name=_text(document, "OfficeSiteName"),
        office_site_vpc_type=_text(document, "OfficeSiteVpcType"),
        eip_addresses=_texts(document, "EipAddresses"),
        reservation_bandwidth=_number(document, "ReservationBandwidth"),
        reservation_active_time=_text(document, "ReservationActiveTime"),
        reservation_internet_charge_type=_text(document, "ReservationInternetChargeType"),
        tags=_tags(document),
    )


def _id(document: Mapping[str, Any], name: str) -> str | None:
    """Return an id; one that is not text might be spelled in another way by the next response, and is none."""
    value = document.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} is {value!r}, not text")
    return value or None


def _text(document: Mapping[str, Any], name: str) -> str | None:
    value = document.get(name)
    # The common case first: ten thousand packages have this value sixteen times each.
    if isinstance(value, str):
        return value or None
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{name} is {value!r}, not text")
    return str(value)


def _number(document: Mapping[str, Any], name: str) -> int | None:
    value = document.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    raise ValueError(f"{name} is {value!r}, not a whole number")


def _items(document: Mapping[str, Any], name: str) -> list[Any]:
    value = document.get(name) or []
    if not isinstance(value, list):
        raise ValueError(f"{name} is not a list")
    return value


def _texts(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = _items(document, name)
    if not all(isinstance(value, str) for value in values):
        raise ValueError(f"{name} holds something that is not text")
    return tuple(values)


def _tags(document: Mapping[str, Any]) -> dict[str, str]:
    tags = _items(document, "Tags")
    if not tags:
        return {}
    if not all(isinstance(tag, dict) and _text(tag, "Key") for tag in tags):
        raise ValueError("Tags holds something that is not a tag")
    return {str(tag["Key"]): _text(tag, "Value") or "" for tag in tags}
