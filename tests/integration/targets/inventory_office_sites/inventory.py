# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory plugin with ansible-inventory and ansible-playbook against the emulator."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

KEY_ID, KEY_SECRET = "LTAI5tEmulatorFakeKeyId01", "emulated-AccessKeySecret-do-not-show"
OTHER_ID, OTHER_SECRET = "STS.EmulatorFakeKeyId02", "emulated-StsAccessKeySecret-do-not-show"
OTHER_TOKEN = "CAISemulated/SecurityToken+do=not-show=="
# All secrets of the emulator have it.
SECRET = re.compile(r"do.not.show")
SECONDS = 100
HERE = Path(__file__).resolve().parent
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PLUGIN = {"plugin": "alicloud.ecd.office_sites"}


class Job:
    """An inventory file in a folder of its own, and an account."""

    def __init__(self, url: str, directory: Path) -> None:
        self.url, self.directory = url, directory
        self.marker = directory / "executed"
        self.output = ""
        self.environment = {
            **os.environ,
            "ALIBABA_CLOUD_ACCESS_KEY_ID": KEY_ID,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": KEY_SECRET,
            "ALIBABA_CLOUD_ECD_ENDPOINT": url,
            "ALIBABA_CLOUD_REGION_ID": "cn-hangzhou",
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
            "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true",
            "ANSIBLE_NOCOLOR": "true",
            "COLUMNS": "10000",
        }

    def call(self, path: str, body: Any = None, method: str | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_emulator/{path}", data, method=method)
        with OPENER.open(request, timeout=SECONDS) as response:
            return json.loads(response.read() or b"null")

    def reset(self, sites: list[dict[str, Any]], packages: list[dict[str, Any]] | None = None) -> None:
        switches = {"site_secrets": "all"}
        self.call("reset", {"office_sites": sites, "packages": packages or [], "switches": switches})

    def calls(self) -> int:
        """Return how many calls came in since the last time."""
        count = len(self.call("calls"))
        self.call("calls", method="DELETE")
        return count

    def write(self, name: str = "ecd.yml", **options: Any) -> Path:
        path = self.directory / name
        # JSON is YAML.
        path.write_text(json.dumps({**PLUGIN, **options}, indent=1))
        return path

    def run(self, *command: str, fails: bool = False, **environment: str) -> str:
        done = subprocess.run(
            command,
            env={**self.environment, **environment},
            cwd=self.directory,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        self.output += done.stdout + done.stderr
        assert (done.returncode != 0) is fails, self.output
        assert not SECRET.search(done.stdout + done.stderr), "a secret"
        assert not self.marker.exists(), "a name was executed"
        return " ".join((done.stdout + done.stderr).split()) if fails else done.stdout

    def listed(self, path: Path, *more: str, **environment: str) -> dict[str, Any]:
        result: dict[str, Any] = json.loads(
            self.run("ansible-inventory", "-i", str(path), "--list", *more, **environment)
        )
        return result

    def site(self, number: int, name: str = "", region_id: str = "cn-hangzhou") -> dict[str, Any]:
        return {"office_site_id": f"{region_id}+dir-{number}", "name": name, "region_id": region_id}


def hosts(inventory: dict[str, Any], group: str) -> list[str]:
    return sorted(map(plain, inventory.get(group, {}).get("hosts", [])))


def plain(value: Any) -> Any:
    """Return a variable as it is, without the mark that ansible-inventory writes for what is no template."""
    if isinstance(value, dict):
        if set(value) == {"__ansible_unsafe"}:
            return value["__ansible_unsafe"]
        return {name: plain(entry) for name, entry in value.items()}
    return value


def groups_and_variables(job: Job) -> None:
    """Hosts, groups and variables of two regions."""
    shanghai = {"region_id": "cn-shanghai", "pay_type": "PrePaid", "internet_charge_type": "PayByBandwidth"}
    job.reset(
        [job.site(1, "berlin"), job.site(2, "hamburg"), job.site(3), job.site(4, "berlin", "cn-shanghai")],
        [
            {"office_site_id": "cn-hangzhou+dir-1", "bandwidth": 20},
            {"office_site_id": "cn-shanghai+dir-4", "business_status": "Expired", **shanghai},
        ],
    )
    path = job.write(
        regions=["cn-hangzhou", "cn-shanghai"],
        compose={"mbit": "ecd_network_package.bandwidth | default(0, true)"},
        groups={"fast": "mbit | int >= 20"},
        keyed_groups=[{"key": "ecd_region_id", "prefix": "in"}],
    )
    found = job.listed(path)
    assert job.calls() == 4
    one, four = "berlin_cn-hangzhou+dir-1", "berlin_cn-shanghai+dir-4"
    assert hosts(found, "ecd_cn_hangzhou") == [one, "cn-hangzhou+dir-3", "hamburg"]
    assert hosts(found, "ecd_cn_shanghai") == [four] == hosts(found, "ecd_expired") == hosts(found, "in_cn_shanghai")
    assert hosts(found, "ecd_no_network_package") == ["cn-hangzhou+dir-3", "hamburg"]
    assert hosts(found, "fast") == [one]
    assert "2 office networks are named 'berlin'" in job.output
    variables = plain(found["_meta"]["hostvars"][one])
    assert (variables["ecd_name"], variables["ecd_bandwidth"], int(variables["mbit"])) == ("berlin", 20, 20)
    assert variables["ecd_network_package"]["bandwidth"] == 20
    assert plain(found["_meta"]["hostvars"]["hamburg"])["ecd_network_package"] is None
    assert not [name for name in variables if "key" in name or "token" in name]
    for level in ("-v", "-vvvv"):
        job.run("ansible-inventory", "-i", str(path), "--graph", "--vars", level)


def names_that_are_templates(job: Job) -> None:
    """Names are text, whatever is in them."""
    order = f"touch {job.marker}"
    names = [
        f"{{{{ lookup('pipe', '{order}') }}}}",
        f"{{% if lookup('pipe', '{order}') %}}{{% endif %}}",
        f"x.{{{{ lookup('ansible.builtin.pipe', '{order}') }}}}.y",
        "", "  ", "localhost", "all", "a,b:c[1:3]", "!unsafe x", "same", "same", "gr\u00fc\u00df 名称",
        "ecd_expired", "\u202eevil\nok: [host]", "-", "null", "1",
    ]  # fmt: skip
    tags = {"note": names[0], names[0]: "x"}
    job.reset([job.site(number, name) for number, name in enumerate(names)], [
        {"office_site_id": f"cn-hangzhou+dir-{number}", "tags": tags} for number in range(2)
    ])  # fmt: skip
    for more in ({}, {"compose": {"both": "ecd_name ~ ecd_office_site_id"}, "keyed_groups": [{"key": "ecd_name"}]}):
        for cached in ({}, {"cache": True, "cache_plugin": "jsonfile", "cache_connection": str(job.directory / "c")}):
            path = job.write(**more, **cached)
            for _again in range(2):
                found = job.listed(path)
                assert len(hosts(found, "ecd_cn_hangzhou")) == len(names)
                assert names[0] in hosts(found, "ecd_cn_hangzhou")
                variables = [plain(entry) for entry in found["_meta"]["hostvars"].values()]
                texts = {name or None for name in names}
                assert {entry["ecd_name"] for entry in variables} == texts
                assert [entry["ecd_network_package"]["tags"] for entry in variables if entry["ecd_network_package"]]
        # With the variables from the cache.
        job.run("ansible-playbook", "-i", str(path), str(HERE / "look.yml"), "-v")
    job.run("ansible-inventory", "-i", str(path), "--graph", "--vars")


def cache(job: Job) -> None:
    """From the cache there is no call, and it is kept apart by region, key and options."""
    job.reset(
        [job.site(1, "berlin"), job.site(2, "tokyo", "ap-northeast-1")], [{"office_site_id": "cn-hangzhou+dir-1"}]
    )
    folder = job.directory / "cache"
    kept = {"cache": True, "cache_plugin": "jsonfile", "cache_connection": str(folder)}
    path = job.write(**kept)
    first = job.listed(path)
    assert job.calls() == 2
    assert job.listed(path) == first
    assert job.calls() == 0
    # What is read does not depend on the variables that the cache's content is made into.
    assert hosts(job.listed(job.write(**kept, hostvars_prefix="x_", groups={"all_of_them": True})), "all_of_them")
    assert job.calls() == 0
    other = {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": OTHER_ID,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": OTHER_SECRET,
        "ALIBABA_CLOUD_SECURITY_TOKEN": OTHER_TOKEN,
    }
    job.listed(path, **other)
    assert job.calls() == 2
    job.listed(path, ALIBABA_CLOUD_REGION_ID="ap-northeast-1")
    assert job.calls() == 2
    job.listed(job.write(**kept, has_network_package=False))
    assert job.calls() == 2
    path = job.write(**kept)
    # ansible-inventory has this option from 2.18 on.
    job.run("ansible-playbook", "-i", str(path), str(HERE / "look.yml"), "--flush-cache")
    assert job.calls() == 2
    job.run("ansible-playbook", "-i", str(path), str(HERE / "look.yml"))
    assert job.calls() == 0
    texts = [file.read_text() for file in folder.rglob("*") if file.is_file()]
    assert texts
    assert not [text for text in texts if SECRET.search(text) or KEY_ID in text or OTHER_ID in text]


def wrong_input(job: Job) -> None:
    """Each is a clear error, and none is a traceback."""
    job.reset([job.site(1, "berlin")])
    cases = [
        ({"regoins": ["cn-hangzhou"]}, "regoins is not an option of alicloud.ecd.office_sites; did you mean regions?"),
        ({"regions": ["Hangzhou"]}, "regions: region_id: 'Hangzhou' is not allowed"),
        ({"regions": ["cn-hangzhou"], "region_id": "cn-shanghai"}, "regions and region_id are mutually exclusive"),
        ({"validate_certs": "flase"}, "validate_certs: 'flase' is not allowed; it is true or false"),
        ({"has_network_package": "perhaps"}, "has_network_package: 'perhaps' is not allowed"),
        ({"hostvars_prefix": "a b"}, "hostvars_prefix: 'a b' is not allowed"),
        ({"hostnames": ["nmae"]}, "hostnames"),
        ({"retries": -1}, "retries: -1 is not allowed"),
        ({"endpoint": "http://ecd.example"}, "plain http is allowed for loopback addresses only"),
        ({"access_key_id": "x"}, "access_key_secret is missing"),
        ({"access_key_id": "{{ nobody_knows }}"}, "access_key_id: the template cannot be evaluated"),
    ]
    for options, message in cases:
        shown = job.run("ansible-inventory", "-i", str(job.write(**options)), "--list", fails=True)
        assert message in shown, (message, shown)
        assert "Traceback" not in shown
    shown = job.run("ansible-inventory", "-i", str(job.write("desktops.yml")), "--list", fails=True)
    assert "the name of an inventory file of alicloud.ecd.office_sites ends in office_sites.yml, " in shown, shown
    assert job.calls() == 0
    path = job.write(strict=True, groups={"x": "nobody_knows"})
    assert "nobody_knows" in job.run("ansible-inventory", "-i", str(path), "--list", fails=True)
    refusal = {"kind": "error", "code": "InvalidRegion", "status": 404, "action": "DescribeOfficeSites"}
    job.call("faults", [refusal])
    path = job.write(regions=["cn-nowhere"])
    shown = job.run("ansible-inventory", "-i", str(path), "--list", fails=True)
    assert "region cn-nowhere: DescribeOfficeSites failed: InvalidRegion" in shown, shown
    for name in ("my-office_sites.yml", "ecd.yaml", "office_sites.yaml"):
        assert job.listed(job.write(name))["ecd_cn_hangzhou"]["hosts"] == ["berlin"]


def templates_in_options(job: Job) -> None:
    """Options can be templates, such as a lookup."""
    job.reset([job.site(1, "berlin")])
    names = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET")
    environment = dict.fromkeys(names, "")
    environment.update(MY_KEY=KEY_ID, MY_SECRET=KEY_SECRET, MY_REGION="cn-hangzhou")
    path = job.write(
        access_key_id="{{ lookup('ansible.builtin.env', 'MY_KEY') }}",
        access_key_secret="{{ lookup('ansible.builtin.env', 'MY_SECRET') }}",
        regions=["{{ lookup('ansible.builtin.env', 'MY_REGION') }}"],
    )
    assert hosts(job.listed(path, **environment), "ecd_cn_hangzhou") == ["berlin"]


def the_role_from_groups(job: Job) -> None:
    """A play on localhost feeds the role from groups and host variables; a second run changes nothing."""
    job.reset(
        [job.site(number, f"office {number}") for number in range(1, 4)], [{"office_site_id": "cn-hangzhou+dir-1"}]
    )
    variables = job.directory / "group_vars"
    variables.mkdir()
    site = {"office_site_id": "{{ ecd_office_site_id }}", "region_id": "{{ ecd_region_id }}", "bandwidth": "{{ mbit }}"}
    (variables / "all.yml").write_text(json.dumps({"office_site": site, "mbit": 10}))
    (variables / "ecd_no_network_package.yml").write_text(json.dumps({"mbit": 20}))
    (job.directory / "localhost.ini").write_text(f"localhost ansible_python_interpreter={sys.executable}\n")
    command = ["ansible-playbook", "-i", "localhost.ini", "-i", str(job.write()), str(HERE / "fleet.yml")]
    assert re.search(r"localhost .*changed=1 .*failed=0", job.run(*command))
    state = job.call("state")
    assert sorted(package["Bandwidth"] for package in state["packages"]) == [10, 20, 20]
    # What bought now has a package, and is in another group.
    (variables / "ecd_no_network_package.yml").unlink()
    (variables / "all.yml").write_text(json.dumps({"office_site": site, "mbit": "{{ ecd_network_package.bandwidth }}"}))
    assert re.search(r"localhost .*changed=0 .*failed=0", job.run(*command))


def main() -> None:
    """Run all jobs. Anything wrong is an exception."""
    found = re.search(r"^ecd_endpoint: (\S+)$", Path(sys.argv[1]).read_text(), re.MULTILINE)
    assert found
    jobs = (
        groups_and_variables,
        names_that_are_templates,
        cache,
        wrong_input,
        templates_in_options,
        the_role_from_groups,
    )
    for job in jobs:
        print(f"{job.__name__}: {(job.__doc__ or '').splitlines()[0]}", flush=True)
        with tempfile.TemporaryDirectory() as directory:
            job(Job(found[1], Path(directory)))


if __name__ == "__main__":
    main()
