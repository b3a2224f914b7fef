# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Probes that read network packages and office networks."""

from __future__ import annotations

import time
from typing import Any

from ansible_collections.alicloud.ecd.plugins.module_utils._client.ecd import MAX_IDS
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import (
    NO_PERMISSION,
    CallError,
)
from ansible_collections.alicloud.ecd.plugins.module_utils._model.package import (
    BUSINESS_STATUSES,
    INTERNET_CHARGE_TYPES,
    PAY_TYPES,
    STATUSES,
    package_from_api,
)

from .api import Api, Document, code_of, refusal, rows_of
from .probe import READS, Finding, NotProbed, Probes, contradicted, holds, judged, unclear

PROBES = Probes(READS)
# No package and no tag has these.
UNKNOWN_ID = "np-0contractprobe0000"
UNKNOWN_TAG = "alicloud.ecd-contract-unknown"
NO_TAGS = "no network package of the region has tags"
MISSING = object()
PACKAGE_FIELDS = (
    *("NetworkPackageId", "Bandwidth", "PayType", "InternetChargeType", "NetworkPackageStatus", "BusinessStatus"),
    *("CreateTime", "ExpiredTime"),
)
OFFICE_FIELDS = {"OfficeSiteId": str, "Name": str, "Status": str, "OfficeSiteType": str, "VpcType": str}
# How many pages of one row are read.
MAX_SINGLE = 20
UNKNOWN_OFFICE = "-contract+dir-0000000000"
# The documented one, which is of cloud computers, and guesses.
TAG_TYPES = tuple(
    f"ALIYUN::GWS::{kind}" for kind in ("INSTANCE", "NETWORKPACKAGE", "NETWORK_PACKAGE", "NetworkPackage", "BANDWIDTH")
)
END_OF_POSTPAID = "2099-12-31T15:59:59Z"

FIND, BY_ID = "Find the network package of an office network", "Read network packages by ID"
TAGS, ERRORS, OFFICES = "Tags", "Errors", "Office networks"


@PROBES.probe("package-fields", FIND, "The fields of a network package have the documented names and types.")
def package_fields(api: Api) -> Finding:
    """Let the collection's own reader read each row, and look for fields that no row has."""
    rows = _some_packages(api)
    missing = [name for name in PACKAGE_FIELDS if not any(row.get(name) for row in rows)]
    try:
        packages = [package_from_api(row, api.region_id) for row in rows]
    except ValueError:
        return contradicted("the collection cannot read a row of the listing")
    texts = sum(
        package.bandwidth is not None and not isinstance(row["Bandwidth"], int) for package, row in zip(packages, rows)
    )
    seen = f"{len(rows)} rows; shown by none: {', '.join(missing) or 'nothing'}; bandwidths as text: {texts}"
    return judged(not missing and not texts, seen)


@PROBES.probe("package-values", FIND, "Statuses and types have only documented values.")
def package_values(api: Api) -> Finding:
    """Compare the values of all rows."""
    known = {
        "NetworkPackageStatus": STATUSES,
        "BusinessStatus": BUSINESS_STATUSES,
        "PayType": PAY_TYPES,
        "InternetChargeType": INTERNET_CHARGE_TYPES,
    }
    rows = _some_packages(api)
    other = sorted({name for name, values in known.items() for row in rows if row.get(name) not in (None, *values)})
    return judged(not other, f"{len(rows)} rows; undocumented values of: {', '.join(other) or 'none'}")


@PROBES.probe("pages", FIND, "Pages of one row show each network package once, in any order.")
def pages(api: Api) -> Finding:
    """Compare a listing in pages of one row with the listing in pages of a hundred."""
    rows = _some_packages(api)
    if len(rows) > MAX_SINGLE:
        raise NotProbed(f"more than {MAX_SINGLE} network packages, so this would take as many calls")
    first = rows_of(api.read("DescribeNetworkPackages", MaxResults=1), "NetworkPackages")
    if len(first) > 1:
        return contradicted(f"a page of one has {len(first)} rows")
    single = api.rows("DescribeNetworkPackages", "NetworkPackages", size=1)
    ids = sorted(str(row.get("NetworkPackageId")) for row in single)
    same = ids == sorted(str(row.get("NetworkPackageId")) for row in rows)
    return judged(same, f"{len(rows)} rows in one page, {len(ids)} in pages of one")


@PROBES.probe("last-token", FIND, "The last page has no NextToken.")
def last_token(api: Api) -> Finding:
    """Read one page that holds everything, with rows if there are some."""
    ids = [str(row.get("NetworkPackageId")) for row in api.listing[:10]] or [UNKNOWN_ID]
    token = api.read("DescribeNetworkPackages", MaxResults=100, NetworkPackageId=ids).get("NextToken", MISSING)
    if token is MISSING:
        return holds("no NextToken")
    if token in ("", None):
        return contradicted("an empty NextToken", last_token="empty")
    return contradicted("a NextToken after the last page")


@PROBES.probe("unbound-package", FIND, "A network package without an office network shows no OfficeSiteId.")
def unbound_package(api: Api) -> Finding:
    """Look for rows without an office network, or with one that does not exist."""
    known = [site.get("OfficeSiteId") for site in api.office_sites]
    rows = [row for row in _some_packages(api) if row.get("OfficeSiteId") not in known]
    if not rows:
        raise NotProbed("every network package of the region is bound; the purchase level settles it")
    shown = [row for row in rows if row.get("OfficeSiteId")]
    return judged(not shown, f"{len(rows) - len(shown)} without OfficeSiteId, {len(shown)} with an unknown one")


@PROBES.probe("postpaid-end", FIND, "A pay-as-you-go package expires at the end of 2099, in UTC+8.")
def postpaid_end(api: Api) -> Finding:
    """Compare ExpiredTime of pay-as-you-go packages."""
    rows = _some_packages(api, PayType="PostPaid")
    other = [row for row in rows if row.get("ExpiredTime") != END_OF_POSTPAID]
    return judged(not other, f"{len(rows)} pay-as-you-go packages, {len(other)} of which with another time")


@PROBES.probe("expired-status", "Renew", "An expired subscription is shown as InUse and Expired.")
def expired_status(api: Api) -> Finding:
    """Look for a subscription whose ExpiredTime is past."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(api.timing.now()))
    subscriptions = [row for row in api.listing if row.get("PayType") == "PrePaid"]
    rows = [row for row in subscriptions if _expired(row, now)]
    if not rows:
        raise NotProbed("no expired subscription in the region")
    pairs = {f"{_word(row, 'NetworkPackageStatus')} and {_word(row, 'BusinessStatus')}" for row in rows}
    return judged(pairs == {"InUse and Expired"}, "; ".join(sorted(pairs)))


@PROBES.probe("unknown-id", BY_ID, "An ID that does not exist is left out of the response, without an error.")
def unknown_id(api: Api) -> Finding:
    """Read one unknown ID, alone and beside one that exists."""
    try:
        alone = api.packages([UNKNOWN_ID])
        known = [str(row["NetworkPackageId"]) for row in api.listing[:1]]
        together = api.packages([*known, UNKNOWN_ID])
    except CallError as error:
        return _refused(error)
    right = not alone and [row.get("NetworkPackageId") for row in together] == known
    return judged(right, f"{len(alone)} rows for it alone, {len(together)} for it and {len(known)} known ones")


@PROBES.probe("hundred-ids", BY_ID, f"A request may name {MAX_IDS} IDs.")
def hundred_ids(api: Api) -> Finding:
    """Read as many unknown IDs as the collection reads at once."""
    try:
        rows = api.packages([f"np-0contractprobe{number:04d}" for number in range(MAX_IDS)])
    except CallError as error:
        return _refused(error)
    return judged(not rows, f"accepted, {len(rows)} rows")


@PROBES.probe("too-many-ids", BY_ID, f"A request with {MAX_IDS + 1} IDs is refused.")
def too_many_ids(api: Api) -> Finding:
    """Read one more."""
    try:
        api.packages([f"np-0contractprobe{number:04d}" for number in range(MAX_IDS + 1)])
    except CallError as error:
        return holds(f"refused: {code_of(refusal(error))}")
    return contradicted("accepted")


@PROBES.probe("by-id", BY_ID, "A read by ID shows what the listing shows.")
def by_id(api: Api) -> Finding:
    """Compare the rows of both."""
    listed = {str(row.get("NetworkPackageId")): row for row in api.packages()[:MAX_IDS]}
    if not listed:
        raise NotProbed("no network package in the region")
    read = {str(row.get("NetworkPackageId")): row for row in api.packages(list(listed))}
    names = sorted({name for key, row in listed.items() for name in row if row[name] != read.get(key, {}).get(name)})
    return judged(not names, f"{len(listed)} rows; different fields: {', '.join(map(_field, names)) or 'none'}")


@PROBES.probe("tag-filter", TAGS, "DescribeNetworkPackages filters by tag.")
def tag_filter(api: Api) -> Finding:
    """Ask for a tag that no network package has, and for one that one has."""
    rows = _some_packages(api)
    try:
        unknown = _tagged(api, UNKNOWN_TAG, "1")
    except CallError as error:
        return _refused(error)
    if unknown:
        return contradicted(f"{len(unknown)} of {len(rows)} rows for an unknown tag")
    row, tag = next(((row, tag) for row in rows for tag in _tags(row)), (None, {}))
    if row is None:
        raise NotProbed(NO_TAGS)
    found = _tagged(api, str(tag["Key"]), str(tag.get("Value") or ""))
    right = row.get("NetworkPackageId") in [entry.get("NetworkPackageId") for entry in found]
    return judged(right, f"no row for an unknown tag, {len(found)} of {len(rows)} for a known one")


@PROBES.probe("tag-resource-type", TAGS, "ListTagResources shows the tags of a network package under no likely type.")
def tag_resource_type(api: Api) -> Finding:
    """Ask for the tags of a package that has some, under each likely type."""
    tagged = next((row for row in api.listing if _tags(row)), None)
    if tagged is None:
        raise NotProbed(NO_TAGS)
    package_id = tagged["NetworkPackageId"]
    shown = [kind for kind in TAG_TYPES if _tags_of(api, package_id, kind)]
    return judged(not shown, f"shown under: {', '.join(shown) or f'none of {len(TAG_TYPES)} types'}")


@PROBES.probe("office-fields", OFFICES, "The fields of an office network have the documented names and types.")
def office_fields(api: Api) -> Finding:
    """Look for fields that no row has, or has with another type."""
    rows = _some_offices(api)
    missing = [name for name, kind in OFFICE_FIELDS.items() if not any(isinstance(row.get(name), kind) for row in rows)]
    return judged(not missing, f"{len(rows)} office networks; shown by none: {', '.join(missing) or 'nothing'}")


@PROBES.probe("office-unknown-id", OFFICES, "An office network that does not exist is left out, without an error.")
def office_unknown_id(api: Api) -> Finding:
    """Read one unknown ID."""
    try:
        row = api.office_site(api.region_id + UNKNOWN_OFFICE)
    except CallError as error:
        return _refused(error)
    return judged(row is None, "no row" if row is None else "a row")


@PROBES.probe("office-names-package", OFFICES, "DescribeOfficeSites names the network package of an office network.")
def office_names_package(api: Api) -> Finding:
    """Compare it with the listing of network packages."""
    sites = {str(site.get("OfficeSiteId")): site for site in _some_offices(api)}
    used = [row for row in api.listing if row.get("NetworkPackageStatus") == "InUse"]
    bound = [(row, sites[str(row["OfficeSiteId"])]) for row in used if str(row.get("OfficeSiteId")) in sites]
    if not bound:
        raise NotProbed("no network package in use is bound to an office network")
    named = [row for row, site in bound if site.get("NetworkPackageId") == row.get("NetworkPackageId")]
    return judged(len(named) == len(bound), f"{len(named)} of {len(bound)}")


@PROBES.probe("office-internet", OFFICES, "DescribeOfficeSites shows EnableInternetAccess.")
def office_internet(api: Api) -> Finding:
    """Look for the field."""
    sites = _some_offices(api)
    shown = sum(isinstance(site.get("EnableInternetAccess"), bool) for site in sites)
    seen = f"{shown} of {len(sites)}"
    return holds(seen) if shown == len(sites) else contradicted(seen, **({} if shown else {"enabled_shown": False}))


@PROBES.probe("error-shape", ERRORS, "An error has Code, Message and RequestId, and a status from 400 on.")
def error_shape(api: Api) -> Finding:
    """Leave out a parameter that every operation needs."""
    try:
        api.read("DescribePrice")
    except CallError as error:
        if error.code is None:
            raise
        exchange = api.record.last("DescribePrice")
        document = exchange.document if isinstance(exchange.document, dict) else {}
        missing = [name for name in ("Code", "Message", "RequestId") if not document.get(name)]
        right = not missing and exchange.status is not None and exchange.status >= 400
        seen = f"HTTP {exchange.status}, {code_of(error)}; missing: {', '.join(missing) or 'nothing'}"
        return judged(right, seen)
    return unclear("DescribePrice needs no parameters")


@PROBES.probe("permissions", "Permissions", "The credentials may make all calls that probes make.")
def permissions(api: Api) -> Finding:
    """Look for refused ones among all responses so far."""
    refused = sorted({entry.action for entry in api.record.exchanges if _forbidden(entry.document)})
    return judged(not refused, f"refused: {', '.join(refused) or 'none'}")


@PROBES.probe("throttling", "Throttling", "A throttled response has the header x-acs-retry-after.")
def throttling(api: Api) -> Finding:
    """Look for one among all responses so far."""
    throttled = [entry for entry in api.record.exchanges if _throttled(entry.document)]
    if not throttled:
        raise NotProbed(f"none of {len(api.record.exchanges)} calls was throttled")
    with_header = sum(entry.retry_after is not None for entry in throttled)
    return judged(with_header == len(throttled), f"{with_header} of {len(throttled)} throttled responses")


def _tags(row: Document) -> list[Document]:
    tags = row.get("Tags")
    return [tag for tag in tags if isinstance(tag, dict) and tag.get("Key")] if isinstance(tags, list) else []


def _tagged(api: Api, key: str, value: str) -> list[Document]:
    document = api.read("DescribeNetworkPackages", MaxResults=100, Tag=[{"Key": key, "Value": value}])
    return rows_of(document, "NetworkPackages")


def _tags_of(api: Api, package_id: Any, kind: str) -> Any:
    try:
        return api.read("ListTagResources", ResourceType=kind, ResourceId=[package_id]).get("TagResources")
    except CallError as error:
        refusal(error)
        return None


def _throttled(document: object) -> bool:
    code = document.get("Code") if isinstance(document, dict) else None
    return isinstance(code, str) and "Throttling" in code


def _forbidden(document: object) -> bool:
    code = document.get("Code") if isinstance(document, dict) else None
    return isinstance(code, str) and code.startswith(NO_PERMISSION)


def _some_packages(api: Api, **values: str) -> list[Document]:
    rows = [row for row in api.listing if all(row.get(name) == value for name, value in values.items())]
    if not rows:
        kind = f"{values['PayType']} " if values else ""
        raise NotProbed(f"no {kind}network package in the region")
    return rows


def _some_offices(api: Api) -> list[Document]:
    if not api.office_sites:
        raise NotProbed("no office network in the region")
    return api.office_sites


def _expired(row: Document, now: str) -> bool:
    return row.get("BusinessStatus") == "Expired" or str(row.get("ExpiredTime") or "9") < now


def _word(row: Document, name: str) -> str:
    value = row.get(name)
    return value if value in (*STATUSES, *BUSINESS_STATUSES) else "another value"


def _field(name: str) -> str:
    return name if name.isascii() and name.isalnum() else "a field with an unusual name"


def _refused(error: CallError) -> Finding:
    """Return the finding of a call that should be accepted. Raises ``error`` if it does not tell."""
    return contradicted(f"refused: {code_of(refusal(error))}")
