// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_DNS_TEXT_H
#define HIP_DNS_TEXT_H

#include "core/resolver/dns-output.h"
#include "hip-dns-application.h"

#include <string>

// DNS of the core as traces and users want it. Private to this module: not installed.

namespace ns3
{
namespace hipdns
{

/// @param peer who asked or is asked, with its port
HipDnsQueryRecord Describe(const Address& peer, const hip::Bytes& query, bool isTcp);

/// @return "found", "no-data", "no-name", "failed" or "timed-out"
std::string ToString(hip::DnsStatus status);

/// @throw std::invalid_argument if @p text is no domain name; it may lack the dot at its end
hip::DnsName ParseName(const std::string& text);

} // namespace hipdns
} // namespace ns3

#endif // HIP_DNS_TEXT_H
