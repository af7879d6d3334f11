// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/dh-group.h"

#include <openssl/bn.h>
#include <stdexcept>
#include <string>

namespace hip
{

const DhGroupInfo&
GetDhGroupInfo(DhGroup group)
{
    static constexpr DhGroupInfo MODP_1536{"DH", "modp_1536", 192, 192};
    static constexpr DhGroupInfo MODP_3072{"DH", "modp_3072", 384, 384};
    static constexpr DhGroupInfo P256{"EC", "P-256", 64, 32};
    static constexpr DhGroupInfo P384{"EC", "P-384", 96, 48};
    static constexpr DhGroupInfo P521{"EC", "P-521", 132, 66};
    // Sizes of 2003 are those of p (hip-08 §6.2.5 does not say so, but all later texts do).
    static constexpr DhGroupInfo OAKLEY_1{"DH", nullptr, 96, 96, &BN_get_rfc2409_prime_768};
    static constexpr DhGroupInfo OAKLEY_2{"DH", nullptr, 128, 128, &BN_get_rfc2409_prime_1024};
    static constexpr DhGroupInfo MODP_2048{"DH", "modp_2048", 256, 256};
    static constexpr DhGroupInfo MODP_4096{"DH", "modp_4096", 512, 512};
    static constexpr DhGroupInfo MODP_6144{"DH", "modp_6144", 768, 768};
    static constexpr DhGroupInfo MODP_8192{"DH", "modp_8192", 1024, 1024};
    switch (group)
    {
    case DhGroup::MODP_1536:
        return MODP_1536;
    case DhGroup::MODP_3072:
        return MODP_3072;
    case DhGroup::P256:
        return P256;
    case DhGroup::P384:
        return P384;
    case DhGroup::P521:
        return P521;
    case DhGroup::OAKLEY_1:
        return OAKLEY_1;
    case DhGroup::OAKLEY_2:
        return OAKLEY_2;
    case DhGroup::MODP_2048:
        return MODP_2048;
    case DhGroup::MODP_4096:
        return MODP_4096;
    case DhGroup::MODP_6144:
        return MODP_6144;
    case DhGroup::MODP_8192:
        return MODP_8192;
    }
    throw std::invalid_argument("Diffie-Hellman group " +
                                std::to_string(static_cast<unsigned>(group)) + " is not supported");
}

} // namespace hip
