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
    """Shows ``shown``; each question takes a second, and those of ``fails`` (by number from 0) fail."""

    def __init__(self, *fails: int) -> None:
        self.now = 0.0
        self.fails = fails
        self.shown: dict[str, bool] = {}
        self.asked: list[list[str]] = []

    def ask(self, ids: Sequence[str]) -> Mapping[str, Renewal]:
        self.now += 1
        self.asked.append(list(ids))
        if len(self.asked) - 1 in self.fails:
            raise CallError(f"question {len(self.asked) - 1} failed", action="QueryAvailableInstances")
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


def test_where_the_first_question_fails_there_is_no_second() -> None:
    billing = Billing(0)
    found = ask_in_hundreds(billing.ask, IDS)
    assert (len(billing.asked), {entry.problem for entry in found.values()}) == (1, {"question 0 failed"})
    assert len(found) == 250 and not any(entry.known for entry in found.values())


def test_a_later_question_that_fails_is_a_problem_of_its_own_packages() -> None:
    found = ask_in_hundreds(Billing(1).ask, IDS)
    assert [key for key, entry in found.items() if entry.problem] == IDS[100:200]


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
