# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The exceptions of the collection. Every one renders itself as the result of a task, and none carries a secret::

    EcdError
    ├── InputError              an option, or a combination of options, is not allowed; before any call
    ├── CredentialsError        no usable credentials, or an incomplete pair
    ├── LibraryMissing          a Python library is not installed where the module runs
    ├── PlanningError           the desired state cannot be reached from the observed one; before any write
    ├── CallError               a call of the API failed
    │   ├── RefusedError        the failure proves that the call changed nothing
    │   │   ├── PassingStateError   refused because of a state that passes
    │   │   └── StaleError          not sent: what it rests on was observed too long ago
    │   └── UnclearError        the call may or may not have taken effect
    ├── OutcomeUnknown          an unclear write whose effect could not be determined either
    ├── DuplicatePurchase       two packages exist for one identity
    ├── NotSettled              what was bought is not found by its identity
    ├── WaitTimeout             a condition was not met in time
    ├── Interrupted             a signal asked the task to stop
    └── UnexpectedError         a defect of this collection

``_planning.costs`` adds ``TooExpensive`` (an EcdError) and ``PriceRefused`` (a PlanningError).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ._text import MAX_SENTENCE, shown

# How codes begin that tell of a missing permission.
NO_PERMISSION = ("NotAuthorized", "NoPermission", "Forbidden")
# More messages would only hide what they have in common.
MAX_MESSAGES = 5


class EcdError(Exception):
    """Root of all errors that a module reports to its user. Its text has nothing in it that a terminal would obey."""

    # The most characters of its text; None: as many as there are.
    limit: int | None = MAX_SENTENCE

    def __str__(self) -> str:
        return shown(super().__str__(), self.limit)

    def to_result(self) -> dict[str, Any]:
        """Return the result of a task that failed with this error."""
        return {"failed": True, "msg": str(self)}

    def about(self, item: str) -> EcdError:
        """Return this error with the list item that it concerns in front of its message."""
        if item:
            self.args = (f"{item}: {self}",)
        return self


class InputError(EcdError):
    """An option or a combination of options is not allowed. Raised before any call."""


class CredentialsError(EcdError):
    """No usable credentials, or only half of a pair."""


class LibraryMissing(EcdError):
    """A Python library is not installed where the module runs."""


class PlanningError(EcdError):
    """The desired state cannot be reached from the observed one. Raised before any write."""


class CallError(EcdError):
    """A call of the API failed.

    ``code`` and ``request_id`` are None when no response of the API was read. ``order_id`` and ``network_package_id``
    are what a response named although it tells of a failure.
    """

    def __init__(
        self,
        message: str,
        *,
        action: str,
        code: str | None = None,
        request_id: str | None = None,
        order_id: str | None = None,
        network_package_id: str | None = None,
    ) -> None:
        named = ", ".join(filter(None, (network_package_id, order_id and f"order {order_id}")))
        super().__init__(f"{message}; the response names {named}" if named else message)
        self.action = action
        self.code = code
        self.request_id = request_id
        self.order_id = order_id
        self.network_package_id = network_package_id

    @property
    def shared(self) -> bool:
        """Whether the same operation fails for other packages as well: a permission is missing, or nothing responds."""
        return self.code.startswith(NO_PERMISSION) if self.code else not self.request_id

    def to_result(self) -> dict[str, Any]:
        result = {**super().to_result(), "action": self.action}
        if self.code or self.request_id:
            result.update(code=self.code, request_id=self.request_id)
        if self.order_id:
            result["order_ids"] = [self.order_id]
        return result


class RefusedError(CallError):
    """The failure proves that the call changed nothing."""


class PassingStateError(RefusedError):
    """The call was refused because of a state of the package that passes."""


class StaleError(RefusedError):
    """The call was not sent: what it rests on was observed too long ago."""


class UnclearError(CallError):
    """The failure does not tell whether the call took effect."""


class OutcomeUnknown(EcdError):
    """The response to a write was unclear, and polling did not show whether it took effect."""

    def __init__(self, message: str, cause: CallError) -> None:
        super().__init__(message)
        self.cause = cause

    def to_result(self) -> dict[str, Any]:
        return {**self.cause.to_result(), "msg": str(self), "outcome_unknown": True, "changed": True}


class DuplicatePurchase(EcdError):
    """Two packages exist for one identity: this run bought one, and somebody else another."""


class NotSettled(EcdError):
    """What was bought is not found by its identity, so that the next run would buy again."""


class WaitTimeout(EcdError):
    """A condition was not met within ``wait_timeout``."""


class Interrupted(EcdError):
    """A signal asked the task to stop."""


class UnexpectedError(EcdError):
    """A defect of this collection, reported as a failure so that what was done before is not lost."""

    def __init__(self, error: Exception) -> None:
        super().__init__(
            f"unexpected {type(error).__name__}: {error}. This is a defect of alicloud.ecd, please report it"
        )


def raise_together(errors: Sequence[EcdError], most: int = MAX_MESSAGES) -> None:
    """Raise one InputError for all of ``errors``, quoting at most so many; a single one as it is; none for none."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        together = InputError(joined([str(error) for error in errors], most))
        together.limit = None
        raise together


def joined(messages: Sequence[str], most: int = MAX_MESSAGES) -> str:
    """Return ``messages`` in one line, of which it quotes at most so many."""
    more = f"; and {len(messages) - most} more" if len(messages) > most else ""
    return "; ".join(messages[:most]) + more
