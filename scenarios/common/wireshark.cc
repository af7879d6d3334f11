// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/wireshark.h"

#include <cstdio>
#include <stdexcept>

namespace hipscenario
{

namespace
{

/// Names of one suite in Wireshark.
struct Names
{
    const char* suite;
    const char* encryption;
    const char* authentication;
};

constexpr Names SUITES[] = {
    {"null-sha256", "NULL", "HMAC-SHA-256-128 [RFC4868]"},
    {"aes-128-cbc-sha256", "AES-CBC [RFC3602]", "HMAC-SHA-256-128 [RFC4868]"},
    {"aes-256-cbc-sha256", "AES-CBC [RFC3602]", "HMAC-SHA-256-128 [RFC4868]"},
    {"aes-128-gcm-8", "AES-GCM with 8 octet ICV [RFC4106]", "NULL"},
    {"aes-128-gcm-16", "AES-GCM with 16 octet ICV [RFC4106]", "NULL"},
    {"null-sha1", "NULL", "HMAC-SHA-1-96 [RFC2404]"},
    {"aes-128-cbc-sha1", "AES-CBC [RFC3602]", "HMAC-SHA-1-96 [RFC2404]"},
    {"3des-cbc-sha1", "TripleDES-CBC [RFC2451]", "HMAC-SHA-1-96 [RFC2404]"},
};

} // namespace

std::string
MakeEspSaRow(const ns3::HipSaRecord& record)
{
    for (const Names& names : SUITES)
    {
        if (record.suite != names.suite)
        {
            continue;
        }
        char spi[16];
        std::snprintf(spi, sizeof spi, "0x%08x", record.spi);
        const auto quote = [](const std::string& text) { return "\"" + text + "\""; };
        const auto key = [&](const std::string& hex) {
            return quote(hex.empty() ? "" : "0x" + hex);
        };
        const bool isIpv4 = record.source.find(':') == std::string::npos;
        return quote(isIpv4 ? "IPv4" : "IPv6") + "," + quote(record.source) + "," +
               quote(record.destination) + "," + quote(spi) + "," + quote(names.encryption) + "," +
               key(record.encryptionKey) + "," + quote(names.authentication) + "," +
               key(record.authenticationKey);
    }
    throw std::logic_error("Wireshark has no name for the ESP suite " + record.suite);
}

} // namespace hipscenario
