# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All probes, level by level, and what they found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ansible_collections.alicloud.ecd.plugins.module_utils._client.error_texts import redact
from ansible_collections.alicloud.ecd.plugins.module_utils._client.timing import Timing
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import CallError, EcdError, Interrupted
from ansible_collections.alicloud.ecd.plugins.module_utils._text import MAX_SENTENCE, shown

from . import billing, never, prices, reads, subscription, trial, trial_probes
from .api import Exchange, Run, UnexpectedShape, code_of, lacks_permission, opened, rows_of
from .probe import BROKEN, NOT_PROBED, Finding, NotProbed, Probe, unclear
from .settings import Settings, secrets_of

READING = (*reads.PROBES.all, *prices.PROBES.all, *billing.PROBES.all)
# These look at the calls of all others.
LAST = tuple(probe for probe in READING if probe.id in ("permissions", "throttling"))
ALL: tuple[Probe, ...] = (
    *(probe for probe in READING if probe not in LAST),
    *trial_probes.PROBES.all,
    *subscription.PROBES.all,
    *LAST,
    *never.PROBES.all,
)
STOPPED = "stopped by a signal"


@dataclass
class Result:
    """What was found, what was sent and received, and what is left for the user to do (sentences).

    ``unreleased`` when some of it costs money.
    """

    findings: dict[str, Finding] = field(default_factory=dict)
    exchanges: Sequence[Exchange] = ()
    left: list[str] = field(default_factory=list)
    unreleased: bool = False
    # The API did not let itself be asked anything.
    unreachable: bool = False
    stopped: bool = False

    @property
    def broken(self) -> bool:
        """Whether a probe has a defect."""
        return any(finding.verdict == BROKEN for finding in self.findings.values())


def run(settings: Settings, timing: Timing, run_id: str, say: Callable[[str], None], transport: Any = None) -> Result:
    """Ask all probes that the settings allow.

    Raises InputError or LibraryMissing before any call. Whatever happens later is in the result, and what was bought is
    released or named there.
    """
    result = Result()
    secrets = secrets_of(settings)
    shown_say = partial(_say_redacted, say, secrets)
    with opened(settings, timing, transport) as (api, after_stop):
        result.exchanges = api.record.exchanges
        suite = _Suite(Run(api, after_stop, settings, run_id, shown_say), result)
        try:
            suite.run()
        except Interrupted:
            result.stopped = True
    result.left = [shown(sentence, MAX_SENTENCE) for sentence in result.left]
    for probe in ALL:
        result.findings.setdefault(probe.id, Finding(NOT_PROBED, STOPPED))
    result.findings = {probe.id: result.findings[probe.id] for probe in ALL}
    return result


def _say_redacted(say: Callable[[str], None], secrets: Sequence[str], line: str) -> None:
    say(redact(line, secrets, MAX_SENTENCE))


def unreached(why: str) -> Result:
    """Return the result of a suite that made no call."""
    return Result({probe.id: Finding(NOT_PROBED, why) for probe in ALL})


class _Suite:
    def __init__(self, run: Run, result: Result) -> None:
        self._run = run
        self._result = result

    def run(self) -> None:
        self._ask(never.PROBES.all, None)
        why = self._unreachable()
        if why:
            self._not_probed([probe for probe in ALL if probe.id not in self._result.findings], why)
            self._result.unreachable = True
            return
        for probe in READING:
            if probe not in LAST:
                self._check_stop()
                self._ask([probe], self._run.api)
        try:
            self._subscription(after_trial=self._trial())
        finally:
            self._ask(LAST, self._run.api)

    def _unreachable(self) -> str:
        """Return why no probe can ask anything; empty if they can."""
        access = self._run.settings.access
        if access.endpoint or access.bss_endpoint:
            self._run.say(f"Not the vendor's own endpoint: {access.endpoint or access.bss_endpoint}")
        self._run.say(f"Reading {self._run.settings.region_id} ...")
        try:
            rows_of(self._run.api.read("DescribeNetworkPackages", MaxResults=1), "NetworkPackages")
        except UnexpectedShape as error:
            return f"the API cannot be used: {error}"
        except CallError as error:
            if lacks_permission(error):
                return ""
            self._run.say(f"  {error}")
            return f"the API cannot be used: {code_of(error)}"
        return ""

    def _trial(self) -> bool:
        """Carry out the trial. Return whether it began, and left nothing."""
        probes = trial_probes.PROBES.all
        story = trial.Story(self._run, self._ask_again)
        try:
            trial.check(self._run.api, self._run.settings, self._run.say)
            self._check_stop()
        except (NotProbed, CallError, UnexpectedShape) as error:
            self._not_probed(probes, _why(error))
            if self._run.settings.office_site:
                self._run.say(f"Nothing was bought: {_why(error)}")
            return False
        try:
            story.tell()
        finally:
            self._result.left += story.trial.left
            self._result.unreleased |= bool(story.trial.left)
            self._ask(probes, story.trial)
        return not story.trial.left

    def _ask_again(self) -> None:
        """Ask what could not be asked without a network package."""
        self._run.api.forget()
        found = self._result.findings
        self._ask(
            [probe for probe in READING if probe not in LAST and found[probe.id].verdict == NOT_PROBED], self._run.api
        )

    def _subscription(self, after_trial: bool) -> None:
        probes = subscription.PROBES.all
        try:
            subscription.check(self._run.api, self._run.settings, after_trial)
            self._check_stop()
            unpaid = subscription.order(self._run)
        except (NotProbed, CallError, UnexpectedShape) as error:
            self._not_probed(probes, _why(error))
            return
        self._result.left += unpaid.left
        self._result.unreleased |= unpaid.doubtful
        self._ask(probes, unpaid)

    def _check_stop(self) -> None:
        if self._run.api.timing.stopping():
            raise Interrupted("a signal asked the suite to stop")

    def _not_probed(self, probes: Iterable[Probe], why: str) -> None:
        for probe in probes:
            self._result.findings[probe.id] = Finding(NOT_PROBED, why)

    def _ask(self, probes: Iterable[Probe], evidence: Any) -> None:
        for probe in probes:
            self._result.findings[probe.id] = _finding(probe, evidence, self._run.say)


def _finding(probe: Probe, evidence: Any, say: Callable[[str], None]) -> Finding:
    try:
        return probe.ask(evidence)
    except NotProbed as error:
        return Finding(NOT_PROBED, str(error))
    except CallError as error:
        say(f"  {probe.id}: {error}")
        return Finding(NOT_PROBED, _why(error)) if lacks_permission(error) else unclear(_why(error))
    except UnexpectedShape as error:
        return unclear(str(error))
    except EcdError:
        raise
    except Exception as error:  # noqa: BLE001 - a defect of one probe must not stop what releases
        say(f"  {probe.id} has a defect: {type(error).__name__}: {error}")
        return Finding(BROKEN, f"defect of the probe ({type(error).__name__})")


def _why(error: Exception) -> str:
    if not isinstance(error, CallError):
        return str(error)
    if lacks_permission(error):
        return f"the credentials may not call {error.action} ({code_of(error)})"
    return f"{error.action} failed: {code_of(error)}"
