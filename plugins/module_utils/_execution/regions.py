# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read several regions side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from .._client.ecd import Ecd
from .._client.region import Session
from .._errors import CallError, raise_together

Key = TypeVar("Key")
Region = TypeVar("Region")
T = TypeVar("T")


def side_by_side(
    regions: Mapping[Key, Region], read: Callable[[Region], T], errors: dict[Key, CallError]
) -> dict[Key, T]:
    """Return what ``read`` returns for each region, on a thread for each; a CallError goes into ``errors``."""
    if len(regions) < 2:
        pending: Iterable[tuple[Key, Callable[[], T]]] = [(key, partial(read, entry)) for key, entry in regions.items()]
        return dict(_results(pending, errors))
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(regions)) as pool:
        futures = {key: pool.submit(read, entry) for key, entry in regions.items()}
        return dict(_results([(key, future.result) for key, future in futures.items()], errors))


def _results(pending: Iterable[tuple[Key, Callable[[], T]]], errors: dict[Key, CallError]) -> Iterator[tuple[Key, T]]:
    for key, result in pending:
        try:
            yield key, result()
        except CallError as error:
            errors[key] = error


def read_all(session: Session, read: Callable[[Ecd], T]) -> dict[str, T]:
    """Return what ``read`` returns for each region of the task, in the order of the regions.

    Raises EcdError of what could not be read, with the name of the region.
    """
    errors: dict[str, CallError] = {}
    found = side_by_side(session.regions, read, errors)
    raise_together([error.about(f"region {region_id}") for region_id, error in errors.items()])
    return found
