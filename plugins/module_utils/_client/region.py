# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The APIs of the regions that a task works with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from . import signing
from .connection import Connection, open_http
from .ecd import ECD_VERSION, Ecd
from .timing import Timing
from .transport import Client, Service

if TYPE_CHECKING:
    from .._model.order import OrderRecord
    from .._model.renewal import Renewal
    from .billing import Billing


class Access(NamedTuple):
    """How to reach the APIs, and as whom. ``endpoint`` and ``bss_endpoint`` are URLs; None is the vendor's host."""

    credentials: signing.Credentials
    connection: Connection
    endpoint: str | None = None
    bss_endpoint: str | None = None


class Session(NamedTuple):
    """The regions of a task by id, the clocks to wait by, and the billing API of the account.

    ``billing`` is connected when it is called first: most tasks never do.
    """

    regions: Mapping[str, Ecd]
    timing: Timing
    billing: Callable[[], Billing]

    def order_record(self, order_id: str) -> OrderRecord:
        """Return an order. Raises CallError."""
        from .orders import order_record

        return order_record(self.billing(), order_id)

    def renewals(self, ids: Sequence[str]) -> Mapping[str, Renewal]:
        """Return what billing shows of at most a hundred network packages. Raises CallError."""
        from .renewals import renewals

        return renewals(self.billing(), ids)


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

    with ExitStack() as opened, open_http(access.connection, next(iter(urls.values()), ""), transport) as http:
        regions = {
            region_id: Ecd(
                Client(http, access.credentials, Service(url, ECD_VERSION), access.connection, timing), region_id
            )
            for region_id, url in urls.items()
        }
        yield Session(regions, timing, _billing_once(access, timing, transport, opened))


def _billing_once(access: Access, timing: Timing, transport: Any, opened: ExitStack) -> Callable[[], Billing]:
    """Return a function that connects to billing at its first call, and is for threads."""
    lock = Lock()
    made: list[Billing] = []

    def billing() -> Billing:
        from .billing import BSS_VERSION, SITE_HOSTS, Billing

        with lock:
            if not made:
                hosts = (access.bss_endpoint,) if access.bss_endpoint else SITE_HOSTS
                # A connection of its own: what suits the endpoint of ECD (plain http, say) need not suit this one.
                http = opened.enter_context(open_http(access.connection, hosts[0], transport))
                service = Service(hosts[0], BSS_VERSION)
                made.append(Billing(Client(http, access.credentials, service, access.connection, timing), hosts))
        return made[0]

    return billing
