# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the user allows, from the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from decimal import Decimal

from ansible_collections.alicloud.ecd.plugins.module_utils._client.region import Access
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import InputError
from ansible_collections.alicloud.ecd.plugins.module_utils._options.connection import (
    access_from,
    region_from,
    required_region,
)

OFFICE_SITE, MAX_COST, SUBSCRIPTION = "LIVE_OFFICE_SITE", "LIVE_MAX_COST", "LIVE_SUBSCRIPTION"
MIN_INTERVAL, MAX_INTERVAL = 0.01, 60.0
RETRIES = 2
_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


@dataclass(frozen=True)
class Settings:
    """What may be done, and where. ``max_cost`` is for each order and for an hour of all packages, in the currency of
    the account; ``interval`` in seconds.
    """

    access: Access
    region_id: str
    office_site: str | None = None
    max_cost: Decimal | None = None
    subscription: bool = False
    interval: float = 2.0


def settings_from(environ: MutableMapping[str, str], interval: float = 2.0) -> Settings:
    """Return the settings of an environment. Raises InputError or CredentialsError before any call."""
    office_site = environ.get(OFFICE_SITE, "").strip() or None
    max_cost = _max_cost(environ)
    subscription = _subscription(environ)
    if (office_site is None) != (max_cost is None):
        given, missing = (OFFICE_SITE, MAX_COST) if office_site else (MAX_COST, OFFICE_SITE)
        raise InputError(f"{given} needs {missing}: both are required to buy a network package")
    if subscription and not office_site:
        raise InputError(f"{SUBSCRIPTION}=yes needs {OFFICE_SITE} and {MAX_COST}: an order names an office network")
    if not MIN_INTERVAL <= interval <= MAX_INTERVAL:
        raise InputError(f"--interval: {interval:g} is not allowed; give {MIN_INTERVAL:g} to {MAX_INTERVAL:g} seconds")
    region_id = required_region(region_from({}))
    access = access_from({}, environ)
    # Each probe that fails would otherwise take minutes.
    access = access._replace(connection=access.connection._replace(retries=RETRIES))
    return Settings(access, region_id, office_site, max_cost, subscription, interval)


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Return what no output may hold: of the key the ID, too, because people give the output away."""
    credentials = settings.access.credentials
    values = (credentials.access_key_id, credentials.access_key_secret, credentials.security_token)
    return tuple(value for value in values if value)


def _max_cost(environ: Mapping[str, str]) -> Decimal | None:
    text = environ.get(MAX_COST, "").strip()
    if not text:
        return None
    if not _AMOUNT.fullmatch(text) or not Decimal(text):
        raise InputError(f"{MAX_COST}: {text!r} is not allowed; give an amount above 0, such as 1.50")
    return Decimal(text)


def _subscription(environ: Mapping[str, str]) -> bool:
    text = environ.get(SUBSCRIPTION, "").strip().lower()
    if text not in ("", "yes", "no"):
        raise InputError(f"{SUBSCRIPTION}: {text!r} is not allowed; give yes or no")
    return text == "yes"
