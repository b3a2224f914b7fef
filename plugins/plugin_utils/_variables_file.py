# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The packages that exist as a file of variables for the role: applied, it changes nothing.

What the API returns is data: a text that Ansible would evaluate is marked as unsafe in the file, and what a comment
quotes stays in its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from ..module_utils._errors import InputError
from ..module_utils._model.desired import Desired, check_desired
from ..module_utils._model.package import EXPIRED, INTERNET_CHARGE_TYPES, PAY_TYPES, Package
from ..module_utils._model.rules import MAX_TAGS, check_tags
from ..module_utils._text import MAX_NAME, shown

HEADER = """\
---
# The network packages of {regions}, as alicloud.ecd.export found them.
# To keep them as they are declared here: ansible-playbook alicloud.ecd.apply -e @FILE
"""
UNBOUND = """
# Network packages without an office network. They are not declared above. apply leaves them as they are, unless
# office_site_bandwidth_undeclared is release.
"""
LEFT_OUT = """
# Network packages that cannot be declared as they are. apply leaves them as they are, unless
# office_site_bandwidth_undeclared is release.
"""
_FIELDS = frozenset(Package._fields)


@dataclass(frozen=True)
class Site:
    """A site of the role, and what a reader of the file should know about it."""

    desired: Desired
    name: str
    comments: tuple[str, ...] = ()


def variables_file(results: Iterable[Mapping[str, Any]], regions: Sequence[str]) -> str:
    """Return the text of the file, for packages in the shape in which the modules return them.

    The text depends on what exists alone, and not on the order of a listing or of ``regions``.
    """
    live = [package for package in map(_package, results) if package.live]
    live.sort(key=lambda package: [str(value or "") for value in _order(package)])
    bound = [package for package in live if package.office_site_id]
    sites, left_out = _declared(bound)
    unbound = [_described(package) for package in live if not package.office_site_id]
    lines = [HEADER.format(regions=", ".join(_line(region) for region in sorted(set(regions)))), *_sites(sites)]
    for title, entries in ((UNBOUND, unbound), (LEFT_OUT, left_out)):
        if entries:
            lines += [title, *(f"#   {entry}\n" for entry in entries)]
    return "".join(lines)


def _package(result: Mapping[str, Any]) -> Package:
    shown_fields = {name: _untagged(value) for name, value in result.items() if name in _FIELDS}
    tags = {_untagged(key): _untagged(value) for key, value in shown_fields["tags"].items()}
    return Package(**{**shown_fields, "tags": tags})


def _untagged(value: Any) -> Any:
    """Return Ansible's own kinds of text as Python's, which is the only one that YAML's dumper knows."""
    return str.__str__(value) if isinstance(value, str) else value


def _order(package: Package) -> tuple[Any, ...]:
    return (package.region_id, package.office_site_name, package.office_site_id, package.network_package_id)


def _declared(bound: Iterable[Package]) -> tuple[list[Site], list[str]]:
    """Return the sites, and a line for each office network that cannot be one."""
    at: dict[tuple[Any, ...], list[Package]] = {}
    for package in bound:
        at.setdefault((package.region_id, package.office_site_id), []).append(package)
    sites: list[Site] = []
    left_out: list[str] = []
    for packages in at.values():
        if len(packages) > 1:
            left_out += [f"{_described(package)}: the office network has another one" for package in packages]
            continue
        try:
            sites.append(_site(packages[0]))
        except InputError as error:
            left_out.append(f"{_described(packages[0])}: {_line(str(error))}")
    return sites, left_out


def _site(package: Package) -> Site:
    """Return the site that ``package`` is as declared for. Raises InputError where no site can say what it has."""
    tags, comments = _tags(package)
    bandwidth = package.reservation_bandwidth or package.bandwidth
    if not bandwidth:
        raise InputError("the API does not show its bandwidth")
    if bandwidth != package.bandwidth:
        comments.append(f"changes from {package.bandwidth} to {bandwidth} Mbit/s at {package.reservation_active_time}")
    if package.business_status == EXPIRED:
        comments.append(f"expired at {package.expired_time}")
    desired = Desired(
        region_id=str(package.region_id),
        office_site_id=package.office_site_id,
        bandwidth=bandwidth,
        pay_type=package.pay_type if package.pay_type in PAY_TYPES else None,
        internet_charge_type=_charge_type(package),
        tags=tags,
    )
    try:
        check_desired(desired)
    except InputError:
        # More than a purchase of this type may have. Without the types it is what it is.
        desired = replace(desired, pay_type=None, internet_charge_type=None)
        check_desired(desired)
    return Site(desired, package.office_site_name or "", tuple(comments))


def _charge_type(package: Package) -> str | None:
    """Return how the package is billed, unless that is going to change: the file would then be wrong."""
    charge_type, booked = package.internet_charge_type, package.reservation_internet_charge_type
    return charge_type if charge_type in INTERNET_CHARGE_TYPES and booked in (None, charge_type) else None


def _tags(package: Package) -> tuple[dict[str, str], list[str]]:
    """Return the tags that may be declared, and which may not."""
    tags = {key: value for key, value in package.tags.items() if _declarable(key, value)}
    left_out = [key for key in package.tags if key not in tags]
    if len(tags) > MAX_TAGS:
        tags, left_out = {}, list(package.tags)
    return tags, [f"without the tags {', '.join(map(_line, sorted(left_out)))}"] if left_out else []


def _declarable(key: str, value: str) -> bool:
    try:
        check_tags({key: value})
        f"{key}{value}".encode()
    except (InputError, UnicodeEncodeError):
        return False
    return True


def _sites(sites: Iterable[Site]) -> Iterator[str]:
    entries = list(sites)
    yield f"office_site_bandwidth_sites:{'' if entries else ' []'}\n"
    for site in entries:
        about = "; ".join(filter(None, [_line(site.name), *map(_line, site.comments)]))
        if about:
            yield f"  # {about}\n"
        options = ("region_id", "office_site_id", "bandwidth", "pay_type", "internet_charge_type")
        given = [(name, getattr(site.desired, name)) for name in options]
        for number, (name, value) in enumerate((name, value) for name, value in given if value is not None):
            yield f"  {' ' if number else '-'} {name}: {_scalar(value)}\n"
        if site.desired.tags:
            yield "    tags:\n"
            for key, value in sorted(site.desired.tags.items()):
                yield f"      {_quoted(key)}: {_scalar(value, quote=True)}\n"


def _scalar(value: Any, quote: bool = False) -> str:
    """Return a value in YAML. Braces begin what Ansible would evaluate."""
    if not isinstance(value, str):
        return str(value)
    unsafe = "!unsafe " if "{" in value else ""
    return unsafe + (_quoted(value) if quote or not _plain(value) else value)


def _plain(value: str) -> bool:
    """Whether the value needs no quotes: it consists of harmless signs, and is text to YAML."""
    return value.isascii() and value.replace("-", "").replace("+", "").isalnum() and yaml.safe_load(value) == value


def _quoted(value: str) -> str:
    # As YAML's own dumper does it: Python's and JSON's escapes are not all known to YAML.
    text: str = yaml.safe_dump(value, default_style='"', allow_unicode=True, width=float("inf"))
    return text.strip()


def _described(package: Package) -> str:
    """Return one line about a package."""
    place = package.office_site_id and f"{package.office_site_id} ({package.office_site_name or 'no name'})"
    bandwidth = None if package.bandwidth is None else f"{package.bandwidth} Mbit/s"
    types = (package.pay_type, package.internet_charge_type, package.network_package_status)
    parts = (package.region_id, place, package.network_package_id, bandwidth, *types, *_tag_texts(package))
    return ", ".join(_line(part) for part in parts if part)


def _tag_texts(package: Package) -> list[str]:
    return [f"{key}={value}" for key, value in sorted(package.tags.items())]


def _line(text: str) -> str:
    return shown(text, MAX_NAME)
