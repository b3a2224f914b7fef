# Copyright (c) 2026, alicloud.ecd contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the documentation of all modules shares."""

from __future__ import annotations


class ModuleDocFragment:
    """How to reach the API, and as whom."""

    DOCUMENTATION = r"""
options:
  access_key_id:
    description:
      - The ID of the access key.
      - Credentials come whole from one source and are never mixed. These are the options O(access_key_id),
        O(access_key_secret) and O(security_token) when any of them is given; else the environment variables when a
        key ID is set there; else what the C(alibabacloud-credentials) library finds, if it is installed.
      - If not given, the first of the environment variables E(ALIBABA_CLOUD_ACCESS_KEY_ID), E(ALICLOUD_ACCESS_KEY)
        and E(ALICLOUD_ACCESS_KEY_ID) that is not empty is used.
    type: str
  access_key_secret:
    description:
      - The secret of the access key.
      - If not given, the first of the environment variables E(ALIBABA_CLOUD_ACCESS_KEY_SECRET) and
        E(ALICLOUD_SECRET_KEY) that is not empty is used.
    type: str
  security_token:
    description:
      - The token that belongs to temporary credentials of STS.
      - If not given, the first of the environment variables E(ALIBABA_CLOUD_SECURITY_TOKEN) and
        E(ALICLOUD_SECURITY_TOKEN) that is not empty is used.
    type: str
  profile:
    description:
      - The name of a profile in the configuration file of the aliyun CLI or in the credentials file of the SDK. It
        is read by the C(alibabacloud-credentials) library.
      - Given as an option, the keys of the environment are not looked at. It excludes O(access_key_id),
        O(access_key_secret) and O(security_token).
      - If not given, the first of the environment variables E(ALIBABA_CLOUD_PROFILE) and E(ALICLOUD_PROFILE) that is
        not empty is used.
    type: str
  region_id:
    description:
      - The region, for example V(cn-hangzhou).
      - If not given, the first of the environment variables E(ALIBABA_CLOUD_REGION_ID), E(ALIBABA_CLOUD_REGION),
        E(ALICLOUD_REGION) and E(ALICLOUD_REGION_ID) that is not empty is used.
    type: str
    required: true
    aliases:
      - region
  endpoint:
    description:
      - The endpoint of the API as host, host:port or URL. The default is C(ecd.<region_id>.aliyuncs.com).
      - Plain C(http://) is taken for loopback addresses only.
      - If not given, the environment variable E(ALIBABA_CLOUD_ECD_ENDPOINT) is used.
    type: str
  validate_certs:
    description: Whether the server's certificate is verified.
    type: bool
    default: true
  ca_path:
    description: A bundle of CA certificates, or a directory of them, to verify the server's certificate with.
    type: path
  connect_timeout:
    description: How many seconds to wait for a connection.
    type: float
    default: 5
  read_timeout:
    description: How many seconds to wait for an answer.
    type: float
    default: 30
  retries:
    description:
      - How often a call is resent after the first try. Calls that only read are resent after every failure that may
        pass, calls that write only when the failure proves that nothing happened.
    type: int
    default: 5
  retry_delay:
    description:
      - The base, in seconds, of the exponentially growing and jittered pause before a call is resent. No pause is
        longer than 20 seconds, unless the server asks for it.
    type: float
    default: 1
requirements:
  - python >= 3.9
  - httpx
notes:
  - An empty string counts as not given, for options of type string and environment variables alike.
  - The proxy variables of the environment are honoured. Redirects are never followed.
  - The library C(alibabacloud-credentials) is needed only for O(profile) and for credentials that are neither in the
    options nor in the environment variables named above.
"""

    WRITING = r"""
options:
  bss_endpoint:
    description:
      - The endpoint of the billing API as host, host:port or URL, needed only for C(pending_order_id). By default the
        host of the China site is asked, and the one of the international site when the account does not belong to it.
      - If not given, the environment variable E(ALIBABA_CLOUD_BSS_ENDPOINT) is used.
    type: str
  estimate_cost:
    description:
      - Return what the planned purchases cost, in check mode too. A note tells of an order that the API does not price.
    type: bool
    default: false
  max_cost:
    description:
      - The most that the planned purchases of the task may cost in sum, in the currency of the account. More is an
        error before anything is written, and so is a purchase that the API cannot price.
      - It implies O(estimate_cost). The price of a pay-as-you-go plan is that of an hour, without its traffic.
    type: float
  wait:
    description:
      - Whether to wait until the plan is C(InUse), shows its new bandwidth as current or booked, or is gone.
    type: bool
    default: true
  wait_timeout:
    description: How many seconds to wait. When they are over the task fails and returns what was done.
    type: int
    default: 600
  wait_interval:
    description: How many seconds lie between two looks.
    type: float
    default: 3
  settle_timeout:
    description: How many seconds to look for the effect of a write whose answer was lost.
    type: float
    default: 30
"""
