// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/algorithms.h"

#include "core/crypto/dh-group.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <string>

namespace hip::draft2003
{

namespace
{

/// The order is that of the numbers, from 1 up.
constexpr hip::DhGroup DH_GROUPS[] = {hip::DhGroup::OAKLEY_1,
                                      hip::DhGroup::OAKLEY_2,
                                      hip::DhGroup::MODP_1536,
                                      hip::DhGroup::MODP_2048,
                                      hip::DhGroup::MODP_3072,
                                      hip::DhGroup::MODP_4096,
                                      hip::DhGroup::MODP_6144,
                                      hip::DhGroup::MODP_8192};

} // namespace

std::optional<hip::DhGroup>
ToDhGroup(DhGroup group)
{
    const auto number = static_cast<std::size_t>(group);
    return number >= 1 && number <= std::size(DH_GROUPS)
               ? std::optional<hip::DhGroup>(DH_GROUPS[number - 1])
               : std::nullopt;
}

std::optional<DhGroup>
FromDhGroup(hip::DhGroup group)
{
    const auto* const found = std::find(std::begin(DH_GROUPS), std::end(DH_GROUPS), group);
    return found != std::end(DH_GROUPS)
               ? std::optional<DhGroup>(static_cast<DhGroup>(found - DH_GROUPS + 1))
               : std::nullopt;
}

std::size_t
GetDhLength(DhGroup group)
{
    const std::optional<hip::DhGroup> known = ToDhGroup(group);
    return known ? GetDhGroupInfo(*known).publicValueLength : 0;
}

const SuiteInfo*
FindSuiteInfo(Suite suite)
{
    // The draft names no key sizes for AES, Blowfish and MD5: 128 bits each, as their RFCs prefer.
    static constexpr SuiteInfo AES_SHA1{16, 20, 16};
    static constexpr SuiteInfo TRIPLE_DES_SHA1{24, 20, 8};
    static constexpr SuiteInfo TRIPLE_DES_MD5{24, 16, 8};
    static constexpr SuiteInfo BLOWFISH_SHA1{16, 20, 8};
    static constexpr SuiteInfo ONLY_SHA1{0, 20, 0};
    static constexpr SuiteInfo ONLY_MD5{0, 16, 0};
    switch (suite)
    {
    case Suite::AES_CBC_SHA1:
        return &AES_SHA1;
    case Suite::TRIPLE_DES_CBC_SHA1:
        return &TRIPLE_DES_SHA1;
    case Suite::TRIPLE_DES_CBC_MD5:
        return &TRIPLE_DES_MD5;
    case Suite::BLOWFISH_CBC_SHA1:
        return &BLOWFISH_SHA1;
    case Suite::NULL_SHA1:
        return &ONLY_SHA1;
    case Suite::NULL_MD5:
        return &ONLY_MD5;
    }
    return nullptr;
}

const SuiteInfo&
GetSuiteInfo(Suite suite)
{
    const SuiteInfo* info = FindSuiteInfo(suite);
    if (info == nullptr)
    {
        throw std::invalid_argument("suite " + std::to_string(static_cast<unsigned>(suite)) +
                                    " of 2003 is not supported");
    }
    return *info;
}

std::optional<EspSuite>
ToEspSuite(Suite suite)
{
    switch (suite)
    {
    case Suite::AES_CBC_SHA1:
        return EspSuite::AES_128_CBC_SHA1;
    case Suite::TRIPLE_DES_CBC_SHA1:
        return EspSuite::TRIPLE_DES_CBC_SHA1;
    case Suite::NULL_SHA1:
        return EspSuite::NULL_SHA1;
    case Suite::TRIPLE_DES_CBC_MD5:
    case Suite::BLOWFISH_CBC_SHA1:
    case Suite::NULL_MD5:
        break;
    }
    return std::nullopt;
}

std::optional<Suite>
FromEspSuite(EspSuite suite)
{
    for (const Suite ours : {Suite::AES_CBC_SHA1, Suite::TRIPLE_DES_CBC_SHA1, Suite::NULL_SHA1})
    {
        if (ToEspSuite(ours) == suite)
        {
            return ours;
        }
    }
    return std::nullopt;
}

bool
IsHipSuite(Suite suite)
{
    switch (suite)
    {
    case Suite::AES_CBC_SHA1:
    case Suite::TRIPLE_DES_CBC_SHA1:
    case Suite::NULL_SHA1:
        return true;
    case Suite::BLOWFISH_CBC_SHA1: // optional, and today's OpenSSL keeps it apart as broken
    case Suite::TRIPLE_DES_CBC_MD5:
    case Suite::NULL_MD5:
        return false;
    }
    return false;
}

bool
HasMandatorySuite(const std::vector<Suite>& suites)
{
    return std::any_of(suites.begin(), suites.end(), [](Suite suite) {
        return suite == Suite::TRIPLE_DES_CBC_SHA1 || suite == Suite::NULL_SHA1;
    });
}

const char*
ToString(DhGroup group)
{
    const std::optional<hip::DhGroup> known = ToDhGroup(group);
    return known ? hip::ToString(*known) : "unknown";
}

const char*
ToString(Suite suite)
{
    switch (suite)
    {
    case Suite::AES_CBC_SHA1:
        return "aes-cbc-sha1";
    case Suite::TRIPLE_DES_CBC_SHA1:
        return "3des-cbc-sha1";
    case Suite::TRIPLE_DES_CBC_MD5:
        return "3des-cbc-md5";
    case Suite::BLOWFISH_CBC_SHA1:
        return "blowfish-cbc-sha1";
    case Suite::NULL_SHA1:
        return "null-sha1";
    case Suite::NULL_MD5:
        return "null-md5";
    }
    return "unknown";
}

} // namespace hip::draft2003
