// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/algorithms.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace hip::draft2003
{

std::size_t
GetDhLength(DhGroup group)
{
    switch (group)
    {
    case DhGroup::OAKLEY_1:
        return 96;
    case DhGroup::OAKLEY_2:
        return 128;
    case DhGroup::MODP_1536:
        return 192;
    case DhGroup::MODP_2048:
        return 256;
    case DhGroup::MODP_3072:
        return 384;
    case DhGroup::MODP_4096:
        return 512;
    case DhGroup::MODP_6144:
        return 768;
    case DhGroup::MODP_8192:
        return 1024;
    }
    return 0;
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
ToString(HiAlgorithm algorithm)
{
    switch (algorithm)
    {
    case HiAlgorithm::DSA:
        return "dsa";
    case HiAlgorithm::RSA:
        return "rsa";
    }
    return "unknown";
}

const char*
ToString(DhGroup group)
{
    switch (group)
    {
    case DhGroup::OAKLEY_1:
        return "oakley-1";
    case DhGroup::OAKLEY_2:
        return "oakley-2";
    case DhGroup::MODP_1536:
        return "modp-1536";
    case DhGroup::MODP_2048:
        return "modp-2048";
    case DhGroup::MODP_3072:
        return "modp-3072";
    case DhGroup::MODP_4096:
        return "modp-4096";
    case DhGroup::MODP_6144:
        return "modp-6144";
    case DhGroup::MODP_8192:
        return "modp-8192";
    }
    return "unknown";
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
