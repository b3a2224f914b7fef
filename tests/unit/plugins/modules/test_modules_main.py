# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``main()`` of the modules: one way out, and nothing of AnsibleModule used but what is listed here."""

from __future__ import annotations

import sys
from typing import Any
from unittest import mock

import pytest
from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible_collections.alicloud.ecd.plugins.modules import (
    network_package,
    network_package_info,
    network_packages,
    office_site_info,
)
from ansible_collections.alicloud.ecd.tests.emulator import ACCESS_KEY_ID, ACCESS_KEY_SECRET, Fault

from .runner import REGION, Runner

LIST = "DescribeNetworkPackages"
SITE = f"{REGION}+dir-a"
USED = ["params", "check_mode", "warn", "exit_json", "fail_json", "masking"]
MODULES = {
    "network_package": network_package,
    "network_packages": network_packages,
    "network_package_info": network_package_info,
    "office_site_info": office_site_info,
}
WRITING = ("network_package", "network_packages")
OWN = {"region_id": REGION, "access_key_id": ACCESS_KEY_ID, "access_key_secret": ACCESS_KEY_SECRET}
OPTIONS: dict[str, dict[str, Any]] = {
    "network_package": {"office_site_id": SITE, "bandwidth": 10},
    "network_packages": {"network_packages": [{"office_site_id": SITE, "bandwidth": 10}]},
    "network_package_info": {},
    "office_site_info": {"network_packages": True},
}


class Ended(Exception):
    """The process would be over now."""


class FakeModule:
    """Stands in for AnsibleModule in one module; its arguments are checked by Ansible's own validator."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str, check_mode: bool = False, **options: Any) -> None:
        self.runner = Runner()
        self.runner.emulator.add_office_site(SITE, name="first")
        self._module = MODULES[name]
        self._options = {**OWN, **options}
        self.mock = mock.Mock(spec_set=USED)
        self.mock.check_mode = check_mode
        self.mock.exit_json.side_effect = Ended
        self.mock.fail_json.side_effect = Ended
        self.mock.masking.side_effect = lambda connect: connect
        self.setup: dict[str, Any] = {}
        monkeypatch.setattr(self._module, "Module", self._make)

    def _make(self, argument_spec: dict[str, Any], **setup: Any) -> mock.Mock:
        self.setup = dict(setup)
        rules = {key: value for key, value in setup.items() if key.startswith(("required_", "mutually_"))}
        checked = ModuleArgumentSpecValidator(argument_spec, **rules).validate(self._options)
        assert checked.error_messages == []
        self.mock.params = checked.validated_parameters
        return self.mock

    def run(self, connect: Any = None) -> tuple[str, dict[str, Any]]:
        """Run ``main`` and return how it ended, and with what."""
        with pytest.raises(Ended):
            self._module.main(**({"connect": connect} if connect else {}))
        ends = [*self.mock.exit_json.mock_calls, *self.mock.fail_json.mock_calls]
        assert len(ends) == 1
        assert ends[0].args == ()
        return ("exit" if self.mock.exit_json.called else "fail"), dict(ends[0].kwargs)


def each_module() -> Any:
    return pytest.mark.parametrize("name", sorted(MODULES))


@each_module()
@pytest.mark.parametrize("check_mode", [True, False])
def test_success_exits_once(monkeypatch: pytest.MonkeyPatch, name: str, check_mode: bool) -> None:
    module = FakeModule(monkeypatch, name, check_mode, **OPTIONS[name])
    end, result = module.run(module.runner.connect)
    assert end == "exit"
    assert result["changed"] is (name in WRITING)
    assert module.runner.emulator.effects() == (1 if name in WRITING and not check_mode else 0)
    assert module.setup["supports_check_mode"] is True


def test_returns_of_the_module(monkeypatch: pytest.MonkeyPatch) -> None:
    module = FakeModule(monkeypatch, "network_package", **OPTIONS["network_package"])
    _end, result = module.run(module.runner.connect)
    names = {"changed", "network_package", "actions", "order_ids", "payment_pending", "notes", "diff"}
    assert names <= set(result)
    assert result["actions"] == ["CreateNetworkPackage"]


def test_returns_of_the_info_module(monkeypatch: pytest.MonkeyPatch) -> None:
    module = FakeModule(monkeypatch, "network_package_info")
    module.runner.emulator.add_package(SITE, network_package_id="np-a")
    _end, result = module.run(module.runner.connect)
    assert set(result) == {"changed", "network_packages"}
    assert [plan["network_package_id"] for plan in result["network_packages"]] == ["np-a"]


@each_module()
@pytest.mark.parametrize(
    ("code", "status"), [("Forbidden.RAM", 403), ("InternalError", 500), ("Throttling.User", 400), ("InvalidX", 400)]
)
def test_failure_fails_once(monkeypatch: pytest.MonkeyPatch, name: str, code: str, status: int) -> None:
    module = FakeModule(monkeypatch, name, **OPTIONS[name])
    module.runner.emulator.faults.add(Fault(kind="error", code=code, status=status, action=LIST, times=99))
    end, result = module.run(module.runner.connect)
    assert end == "fail"
    assert (result["code"], result["action"]) == (code, LIST)
    assert result["request_id"] in result["msg"]
    assert module.runner.emulator.effects() == 0


def test_a_failure_after_a_write_tells_what_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    module = FakeModule(monkeypatch, "network_package", **OPTIONS["network_package"])
    module.runner.emulator.faults.add(
        Fault(kind="error", code="Forbidden.RAM", status=403, action=LIST, skip=2, times=999)
    )
    end, result = module.run(module.runner.connect)
    assert (end, result["changed"], result["actions"]) == ("fail", True, ["CreateNetworkPackage"])
    assert len(result["order_ids"]) == 1
    assert result["network_package"]["network_package_id"] in module.runner.emulator.packages


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("network_package", {"bandwidth": 10}),
        ("network_package", {"office_site_id": SITE, "bandwidth": 1}),
        ("network_package", {"office_site_id": SITE, "endpoint": "http://ecd.example"}),
        ("network_package", {"office_site_id": SITE, "access_key_secret": ""}),
        ("network_package_info", {"expires_within_days": -1}),
        ("network_package_info", {"region_id": "not a region"}),
        ("network_package_info", {"region_id": "oss-cn-hangzhou"}),
        ("network_package", {"office_site_id": SITE, "bandwidth": 10, "region_id": "oss-cn-hangzhou"}),
        ("network_packages", {**OPTIONS["network_packages"], "region_id": "oss-cn-hangzhou"}),
        ("network_packages", {**OPTIONS["network_packages"], "defaults": {"region_id": "oss-cn-hangzhou"}}),
        ("network_packages", {"network_packages": [{"office_site_id": SITE, "region_id": "oss-cn-hangzhou"}]}),
        ("network_package_info", {"access_key_secret": ""}),
        ("network_package_info", {"retries": -1}),
        ("office_site_info", {"region_id": "not a region"}),
        ("office_site_info", {"regions": [REGION]}),
        ("office_site_info", {"access_key_secret": ""}),
    ],
)
def test_bad_options_fail_once_and_ask_nothing(
    monkeypatch: pytest.MonkeyPatch, name: str, options: dict[str, Any]
) -> None:
    module = FakeModule(monkeypatch, name, **options)
    end, result = module.run(module.runner.connect)
    assert end == "fail"
    assert set(result) - {"invocation"} == {"failed", "msg"}
    assert module.runner.emulator.calls == []


@each_module()
def test_httpx_is_missing(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    module = FakeModule(monkeypatch, name, endpoint="http://127.0.0.1:9", **OPTIONS[name])
    # None in this place makes "import httpx" fail as if it were not installed.
    monkeypatch.setitem(sys.modules, "httpx", None)
    end, result = module.run()
    assert end == "fail"
    assert "httpx" in result["msg"]
    assert "-m pip install httpx" in result["msg"]


def test_warnings_are_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    module = FakeModule(monkeypatch, "network_package", office_site_id=SITE, tags={"team": "b"})
    module.runner.emulator.add_package(SITE, tags={"team": "a"})
    end, result = module.run(module.runner.connect)
    assert (end, result["changed"]) == ("exit", False)
    (warning,) = [call.args[0] for call in module.mock.warn.mock_calls]
    assert "tags" in warning


@each_module()
@pytest.mark.parametrize("how", ["option", "variable"])
@pytest.mark.parametrize("check_mode", [True, False])
def test_a_server_on_this_machine_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, how: str, check_mode: bool
) -> None:
    """A variable that somebody forgot to unset does not pass for production."""
    url = "http://127.0.0.1:18080"
    if how == "variable":
        monkeypatch.setenv("ALIBABA_CLOUD_ECD_ENDPOINT", url)
    given = {"endpoint": url} if how == "option" else {}
    module = FakeModule(monkeypatch, name, check_mode, **given, **OPTIONS[name])
    module.run(module.runner.connect)
    (warning,) = [call.args[0] for call in module.mock.warn.mock_calls]
    assert url in warning


@each_module()
def test_a_failure_warns_too(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    module = FakeModule(monkeypatch, name, endpoint="http://127.0.0.1:9", retries=0, **OPTIONS[name])
    end, result = module.run()
    assert end == "fail"
    assert "no connection to http://127.0.0.1:9" in result["msg"]
    assert len(module.mock.warn.mock_calls) == 1


@each_module()
def test_certificates_that_are_not_verified_are_a_warning(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    module = FakeModule(monkeypatch, name, validate_certs=False, **OPTIONS[name])
    assert module.run(module.runner.connect)[0] == "exit"
    (warning,) = [call.args[0] for call in module.mock.warn.mock_calls]
    assert warning.startswith("validate_certs: ")


@each_module()
def test_a_trust_store_that_would_be_ignored_is_an_error(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    module = FakeModule(monkeypatch, name, validate_certs=False, ca_path="/etc/ssl/ca.pem", **OPTIONS[name])
    end, result = module.run(module.runner.connect)
    assert end == "fail"
    assert "validate_certs and ca_path" in result["msg"]
    assert (module.runner.emulator.calls, module.mock.warn.mock_calls) == ([], [])


@each_module()
def test_an_error_of_our_own_making_is_not_hidden(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    module = FakeModule(monkeypatch, name, **OPTIONS[name])

    def broken(access: Any, region_ids: Any) -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        module.run(broken)
    assert not module.mock.exit_json.called
    assert not module.mock.fail_json.called


@each_module()
def test_secrets_are_marked_and_others_are_not(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    specs: list[dict[str, Any]] = []
    module = FakeModule(monkeypatch, name, **OPTIONS[name])
    make = module._make

    def spy(argument_spec: dict[str, Any], **setup: Any) -> mock.Mock:
        specs.append(argument_spec)
        return make(argument_spec, **setup)

    monkeypatch.setattr(MODULES[name], "Module", spy)
    module.run(module.runner.connect)
    (spec,) = specs
    assert {key for key, entry in spec.items() if entry.get("no_log")} == {"access_key_secret", "security_token"}
