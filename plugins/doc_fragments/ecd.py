# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that several modules share."""

from __future__ import annotations


class ModuleDocFragment:
    """Credentials, connection, and the options of the modules that write."""

    DOCUMENTATION = r"""
options:
  access_key_id:
    description:
      - The ID of the access key.
      - All credentials come from one source. Sources are never mixed. If any of O(access_key_id),
        O(access_key_secret) and O(security_token) is given, only these options are used. Otherwise, if the
        environment variables have a key ID, only the environment variables are used. Otherwise, the
        C(alibabacloud-credentials) library is used, if it is installed.
      - If not given, the first non-empty environment variable of E(ALIBABA_CLOUD_ACCESS_KEY_ID),
        E(ALICLOUD_ACCESS_KEY) and E(ALICLOUD_ACCESS_KEY_ID) is used.
    type: str
  access_key_secret:
    description:
      - The secret of the access key.
      - If not given, the first non-empty environment variable of E(ALIBABA_CLOUD_ACCESS_KEY_SECRET) and
        E(ALICLOUD_SECRET_KEY) is used.
    type: str
  security_token:
    description:
      - The token of temporary STS credentials.
      - If not given, the first non-empty environment variable of E(ALIBABA_CLOUD_SECURITY_TOKEN) and
        E(ALICLOUD_SECURITY_TOKEN) is used.
    type: str
  profile:
    description:
      - The name of a profile in the configuration file of the aliyun CLI or in the credentials file of the SDK. The
        C(alibabacloud-credentials) library reads it.
      - When this option is given, access keys in the environment are ignored. It is mutually exclusive with
        O(access_key_id), O(access_key_secret) and O(security_token).
      - If not given, the first non-empty environment variable of E(ALIBABA_CLOUD_PROFILE) and E(ALICLOUD_PROFILE) is
        used.
    type: str
  region_id:
    description:
      - The region, for example V(cn-hangzhou).
      - If not given, the first non-empty environment variable of E(ALIBABA_CLOUD_REGION_ID),
        E(ALIBABA_CLOUD_REGION), E(ALICLOUD_REGION) and E(ALICLOUD_REGION_ID) is used.
    type: str
    required: true
    aliases:
      - region
  endpoint:
    description:
      - The endpoint of the API as host, host:port or URL. The default is C(ecd.<region_id>.aliyuncs.com). An endpoint
        that is given is used for all regions of the task.
      - Plain C(http://) is allowed for loopback addresses only. It is then named in a warning.
      - If not given, the environment variable E(ALIBABA_CLOUD_ECD_ENDPOINT) is used.
    type: str
  validate_certs:
    description:
      - Whether to verify the server's certificate. With V(false), a warning says that it is not verified.
      - TLS 1.2 or newer is always required.
    type: bool
    default: true
  ca_path:
    description:
      - The CA bundle, or a directory of CA certificates, for verifying the server's certificate.
      - It is not allowed with O(validate_certs=false).
    type: path
  connect_timeout:
    description: Seconds to wait for a connection.
    type: float
    default: 5
  read_timeout:
    description:
      - Seconds to wait for a response, or for more of it.
      - A whole response can take 10 times as long.
    type: float
    default: 30
  retries:
    description:
      - Maximum number of retries of a call. A read is retried after every failure that can be temporary. A write is
        retried only when the failure proves that nothing happened.
    type: int
    default: 5
  retry_delay:
    description:
      - Base delay in seconds before a retry. Delays grow exponentially, with jitter, up to 20 seconds. A delay that
        the server requests takes precedence.
    type: float
    default: 1
requirements:
  - python >= 3.9
  - httpx >= 0.24 and < 1.0, or httpx2
notes:
  - An empty string counts as not given, for options of type string and for environment variables.
  - The proxy environment variables are honored. Redirects are never followed.
  - The C(alibabacloud-credentials) library is needed only for O(profile) and for credentials that are neither in the
    options nor in the environment variables named above.
  - When the library asks the ECS metadata service or E(ALIBABA_CLOUD_CREDENTIALS_URI) for credentials, no proxy is
    used. That URI is an C(https://) URL, or a URL of the host itself (V(127.0.0.1) or V(localhost)). Plain HTTP to
    another host is an error.
  - Nothing that the library logs is shown, even with E(DEBUG=sdk).
"""

    REGIONS = r"""
options:
  regions:
    description:
      - Regions to read side by side, instead of O(region_id). What is returned has C(region_id), and is in the order of
        the regions.
      - A region that cannot be read is an error that names the region. An empty list matches nothing, and makes no API
        call.
      - It is mutually exclusive with the option O(region_id). A region in the environment is ignored.
    type: list
    elements: str
    version_added: 1.0.0
"""

    BILLING = r"""
options:
  bss_endpoint:
    description:
      - The endpoint of the billing API as host, host:port or URL. It is used only for C(pending_order_id),
        C(auto_renew) and C(renewal_status). By default, the module calls the endpoint of the China site, and the one
        of the international site when the account does not belong to the China site. If O(endpoint) is a plain
        C(http://) address, it is the default.
      - If not given, the environment variable E(ALIBABA_CLOUD_BSS_ENDPOINT) is used.
    type: str
"""

    WRITING = r"""
options:
  estimate_cost:
    description:
      - Whether to return the cost of the planned orders, in check mode too. When the API returns no price for an
        order, a note says so.
      - The alias is what the role C(alicloud.ecd.office_site_bandwidth) sets.
    type: bool
    default: false
    aliases: [office_site_bandwidth_estimate_cost]
  max_cost:
    description:
      - Maximum total cost of all orders planned by the task, in the currency of the account. If the total is higher,
        the task fails before the first write. The same applies if the API cannot price one of the orders.
      - The price of a pay-as-you-go package is for one hour, without its traffic. The price of a subscription is for a
        term. The two are never added. If O(max_hourly_cost) is given, O(max_cost) is for the terms only. If the task
        has both kinds of prices and only O(max_cost) is given, it fails before the first write.
      - A price may be negative (a refund). It is shown as it is, and counts as 0 against this limit.
      - A renewal and a change of bandwidth of one package in one task are refused, because the change can be priced
        only when the renewal is in force. Use two tasks.
      - Implies O(estimate_cost).
      - The alias is what the role sets, so that a limit of C(module_defaults) holds for the role, too.
    type: float
    aliases: [office_site_bandwidth_max_cost]
  max_hourly_cost:
    description:
      - Maximum total cost of the planned orders that are priced by the hour (pay-as-you-go), in the currency of the
        account. Everything else is as with O(max_cost).
      - If O(max_cost) is not given, orders that are priced for a term have no limit.
    type: float
    version_added: 1.0.0
  wait:
    description:
      - Whether to wait until the network package is C(InUse), shows its new bandwidth as current or booked, or is
        gone.
      - With V(false), the module still polls until the effect of the last write shows, for up to O(settle_timeout)
        seconds, so that a run right after this one sees it. If it does not show by then, a warning says so. The module
        also waits where a later step needs it.
      - The alias is what the role sets.
    type: bool
    default: true
    aliases: [office_site_bandwidth_wait]
  wait_timeout:
    description:
      - Maximum number of seconds to wait, at most 604800 (a week). On timeout, the task fails and returns what was
        done.
    type: int
    default: 600
  wait_interval:
    description: Seconds between polls.
    type: float
    default: 3
  settle_timeout:
    description:
      - Seconds to poll for the effect of a write whose response was lost, and with O(wait=false) for the effect of any
        write. At most 604800 (a week).
    type: float
    default: 30
"""
