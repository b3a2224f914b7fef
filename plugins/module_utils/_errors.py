# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection's exceptions: one root, every one renders itself for ``fail_json``.

No text here may hold a secret: whoever raises passes redacted text on.
"""

from __future__ import annotations

from typing import Any


class EcdError(Exception):
    """Root of all errors that a module reports to its user."""

    def to_result(self) -> dict[str, Any]:
        """Return the keyword arguments for ``fail_json``."""
        return {"msg": str(self)}

    def of(self, item: str) -> EcdError:
        """Return this error with the item of a list that it is about in front."""
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
    """What was observed cannot be turned into what is wished. Raised before any write."""


class CallError(EcdError):
    """A call of the API failed.

    ``code`` and ``request_id`` are null when no answer of the API was read.
    """

    def __init__(
        self,
        message: str,
        *,
        action: str,
        code: str | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.action = action
        self.code = code
        self.request_id = request_id

    def to_result(self) -> dict[str, Any]:
        result: dict[str, Any] = {"msg": str(self), "action": self.action}
        if self.code or self.request_id:
            result.update(code=self.code, request_id=self.request_id)
        return result


class RefusedError(CallError):
    """The failure proves that the call changed nothing."""


class PassingStateError(RefusedError):
    """Refused because of the state that the plan is in for the moment."""


class UnclearError(CallError):
    """The call failed in a way that does not tell whether it took effect."""


class Interrupted(EcdError):
    """A signal asked the task to stop."""


class WaitTimeout(EcdError):
    """What was waited for did not come in time."""


class OutcomeUnknown(EcdError):
    """A write failed unclearly and looking for its effect did not tell either."""

    def __init__(self, message: str, cause: CallError) -> None:
        super().__init__(message)
        self.cause = cause

    def to_result(self) -> dict[str, Any]:
        return {**self.cause.to_result(), "msg": str(self), "outcome_unknown": True, "changed": True}


class Unexpected(EcdError):
    """A defect of this collection. It is reported like a failure, for what was done before must not be lost."""

    def __init__(self, error: Exception) -> None:
        super().__init__(
            f"unexpected {type(error).__name__}: {error}. This is a defect of alicloud.ecd, please report it"
        )


class TaskFailed(EcdError):
    """A task that may have changed something failed; ``result`` tells what was done."""

    def __init__(self, result: dict[str, Any]) -> None:
        super().__init__(result["msg"])
        self._result = result

    def to_result(self) -> dict[str, Any]:
        return self._result
