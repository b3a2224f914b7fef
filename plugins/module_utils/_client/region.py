# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The APIs of the regions that a task works with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .connection import Connection, open_http
from .ecd import ECD_VERSION, Ecd
from .signing import Credentials
from .timing import Timing
from .transport import Client, Service

if TYPE_CHECKING:
    from .._model.order import OrderRecord


@dataclass(frozen=True)
class Access:
    """How to reach the APIs, and as whom. ``endpoint`` and ``bss_endpoint`` are URLs; None is the vendor's host."""

    credentials: Credentials
    connection: Connection
    endpoint: str | None = None
    bss_endpoint: str | None = None


@dataclass(frozen=True)
class Session:
    """The regions of a task by id, the clocks to wait by, and the order of an id."""

    regions: Mapping[str, Ecd]
    timing: Timing
    order_record: Callable[[str], OrderRecord]


Connect = Callable[[Access, Iterable[str]], AbstractContextManager[Session]]


@contextmanager
def connect(
    access: Access, region_ids: Iterable[str], *, timing: Timing | None = None, transport: Any = None
) -> Iterator[Session]:
    """Yield the session of a task; its regions share one pool of connections.

    Raises InputError or LibraryMissing before anything is sent.
    """
    timing = timing or Timing()
    urls = {region_id: access.endpoint or f"https://ecd.{region_id}.aliyuncs.com" for region_id in region_ids}

    def order_record(order_id: str) -> OrderRecord:
        from .billing import BSS_VERSION, SITE_HOSTS, order_record

        hosts = (access.bss_endpoint,) if access.bss_endpoint else SITE_HOSTS
        # A connection of its own: what suits the endpoint of ECD (plain http, say) need not suit this one.
        with open_http(access.connection, hosts[0], transport) as http:
            service = Service(hosts[0], BSS_VERSION)
            client = Client(http, access.credentials, service, access.connection, timing)
            return order_record(client, hosts, order_id)

    with open_http(access.connection, next(iter(urls.values()), ""), transport) as http:
        regions = {
            region_id: Ecd(
                Client(http, access.credentials, Service(url, ECD_VERSION), access.connection, timing), region_id
            )
            for region_id, url in urls.items()
        }
        yield Session(regions, timing, order_record)
