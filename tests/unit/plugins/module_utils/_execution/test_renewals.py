# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What billing showed when: hundreds, agreement of two reads, freshness, and questions that fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

import pytest
from ansible_collections.alicloud.ecd.plugins.module_utils._client.timing import Timing
from ansible_collections.alicloud.ecd.plugins.module_utils._errors import CallError
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.account import Account
from ansible_collections.alicloud.ecd.plugins.module_utils._execution.renewals import RenewalReader, ask_in_hundreds
from ansible_collections.alicloud.ecd.plugins.module_utils._model.limits import MAX_AGE
from ansible_collections.alicloud.ecd.plugins.module_utils._model.renewal import Renewal

from ..values import renewal


class Billing:
    """Shows ``shown``; each question takes a second, and those of ``fails`` (by number from 0) fail with ``facts``."""

    def __init__(self, *fails: int, **facts: str) -> None:
        self.now = 0.0
        self.fails = fails
        self.facts = facts
        self.shown: dict[str, bool] = {}
        self.asked: list[list[str]] = []

    def ask(self, ids: Sequence[str]) -> Mapping[str, Renewal]:
        self.now += 1
        self.asked.append(list(ids))
        if len(self.asked) - 1 in self.fails:
            raise CallError(f"question {len(self.asked) - 1} failed", action="QueryAvailableInstances", **self.facts)
        return {key: renewal(self.shown.get(key, False)) for key in ids}

    def reader(self) -> RenewalReader:
        return RenewalReader(self.ask, self.timing, count(1).__next__)

    @property
    def timing(self) -> Timing:
        return Timing(monotonic=lambda: self.now)


IDS = [f"np-{number:03}" for number in range(250)]


def test_in_hundreds() -> None:
    billing = Billing()
    billing.reader().read(set(IDS))
    assert billing.asked == [IDS[:100], IDS[100:200], IDS[200:]]
    assert ask_in_hundreds(billing.ask, []) == {}


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"code": "NotAuthorized", "request_id": "R"},
        {"code": "Forbidden.RAM", "request_id": "R"},
        {"code": "NoPermission", "request_id": "R"},
    ],
    ids=str,
)
@pytest.mark.parametrize("number", [0, 1])
def test_a_failure_that_all_questions_share_ends_them(number: int, facts: dict[str, str]) -> None:
    """A permission is missing, or (without a code) nothing responds."""
    billing = Billing(number, **facts)
    found = ask_in_hundreds(billing.ask, IDS)
    problems = [key for key, entry in found.items() if entry.problem == f"question {number} failed"]
    assert (len(billing.asked), problems, list(found)) == (number + 1, IDS[100 * number :], IDS)
    assert not any(found[key].known for key in problems)


@pytest.mark.parametrize("facts", [{"code": "InvalidParameter"}, {"code": "Throttling"}, {"request_id": "R"}], ids=str)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_any_other_failure_is_a_problem_of_its_own_packages(number: int, facts: dict[str, str]) -> None:
    billing = Billing(number, **facts)
    found = ask_in_hundreds(billing.ask, IDS)
    assert [key for key, entry in found.items() if entry.problem] == IDS[100 * number :][:100]
    assert (len(billing.asked), list(found)) == (3, IDS)


def test_two_reads_agree_where_both_show_the_same() -> None:
    billing = Billing()
    reader = billing.reader()
    reader.read(["np-a", "np-b"])
    assert reader.agreed == {}
    billing.shown["np-b"] = True
    reader.read(["np-a", "np-b"])
    assert reader.agreed == {"np-a": 1}
    reader.read(["np-a", "np-b"])
    assert reader.agreed == {"np-a": 2, "np-b": 2}


def test_problems_do_not_agree() -> None:
    reader = Billing(0, 1, 3).reader()
    for _again in range(5):
        reader.read(["np-a"])
        assert reader.agreed == {}


def test_fresh_for_a_minute_from_its_end() -> None:
    billing = Billing()
    account = Account(billing.ask, billing.timing)
    assert account.stale(["np-a"], 0) == {"np-a"}
    assert (account.known, account.agreed, list(account.ends(["np-a"]))) == ({}, {}, [])
    account.ask([])
    assert billing.asked == []
    account.ask(["np-a"])
    billing.now += MAX_AGE - 0.1
    assert account.stale(["np-a", "np-b"], 0) == {"np-b"}
    assert account.stale(["np-a"], account.reads) == {"np-a"}
    assert list(account.ends(["np-a"])) == [1.0]
    billing.now += 0.1
    assert account.stale(["np-a"], 0) == {"np-a"}


@pytest.mark.parametrize("reads", [1, 3])
def test_reads_of_billing_and_of_regions_have_one_row_of_numbers(reads: int) -> None:
    account = Account(Billing().ask, Billing().timing)
    for number in range(reads):
        assert account.begin_read() == 2 * number + 1
        account.ask(["np-a"])
    assert account.reads == 2 * reads
