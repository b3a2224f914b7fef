# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields of office networks that a client must never show: responses of the real API contain such secrets."""

from __future__ import annotations

from typing import Any

# What the vendor's documentation shows, and, with the switch site_secrets, every field that is nobody's business.
TEXTS = ("ClientSecret", "DomainPassword", "TrustPassword")
MORE_TEXTS = (
    *("AcceleratorId", "AccessAttribute", "AdHostname", "AuthorityHost", "BackupDCHostname", "BackupDns", "ClientId"),
    *("CenAttachStatus", "CustomAccessPoint", "CustomSecurityGroupId", "DesktopVpcEndpoint", "DnsUserName"),
    *("DomainName", "DomainUserName", "Eid", "EnvType", "LdapUrl", "NmVersion", "OuName", "ProtocolType"),
    *("RdsLicenseAddress", "RdsLicenseDomainName", "RdsLicenseStatus", "SsoType", "SubDomainName", "SubnetMode"),
    *("TenantId", "VplVersion", "AccessKeySecret", "AddedNextMonth"),
    # Numbers and flags, as long as nobody changes their types.
    *("CloudBoxOfficeSite", "EnableAdminAccess", "EnableCrossDesktopAccess", "EnableServiceRoute", "IsLdap"),
    *("NeedVerifyLoginRisk", "NeedVerifyZeroDevice", "TotalEdsCountForGroup", "TotalResourceAmount"),
)
LISTS = ("CustomDnsAddress", "DnsAddress", "FileSystemIds", "SubDnsAddress", "VSwitchIds")
STRUCTURES = {
    "Logs": ("Level", "Message", "Step", "TimeStamp"),
    "ResourceAmounts": ("amount", "resourceType"),
    "ADConnectors": ("ADConnectorAddress", "NetworkInterfaceId", "Specification", "VSwitchId"),
}


def _secret(name: str) -> str:
    return f"emulated-{name}-do-not-show"


TRUST_KEY = _secret("TrustKey")
SITE_SECRETS = (
    *map(_secret, (*TEXTS, "TrustKey", *MORE_TEXTS, *LISTS)),
    *(_secret(f"{name}-{member}") for name, members in STRUCTURES.items() for member in members),
)


def secret_fields(everything: bool) -> dict[str, Any]:
    """Return the fields of an office network that must not be shown: some, or every one that it can have."""
    fields: dict[str, Any] = {name: _secret(name) for name in TEXTS}
    connector = {"ConnectorStatus": "RUNNING", "TrustKey": TRUST_KEY}
    if everything:
        fields.update({name: _secret(name) for name in MORE_TEXTS})
        fields.update({name: [_secret(name)] for name in LISTS})
        for name, members in STRUCTURES.items():
            fields[name] = [{member: _secret(f"{name}-{member}") for member in members}]
        connector.update(fields["ADConnectors"][0])
    return {**fields, "ADConnectors": [connector]}
