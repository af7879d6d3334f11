// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/dh-group.h"

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
    }
    throw std::invalid_argument("Diffie-Hellman group " +
                                std::to_string(static_cast<unsigned>(group)) + " is not supported");
}

} // namespace hip
