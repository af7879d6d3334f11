// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/stream-hash.h"

#include "model/hip-bytes.h"

namespace hipscenario
{

using hip::RequireOpenSsl;

StreamHash::StreamHash()
    : m_context(EVP_MD_CTX_new())
{
    RequireOpenSsl(m_context && EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) == 1,
                   "SHA-256");
}

void
StreamHash::Add(const std::vector<std::uint8_t>& octets)
{
    RequireOpenSsl(EVP_DigestUpdate(m_context.get(), octets.data(), octets.size()) == 1, "SHA-256");
}

std::string
StreamHash::GetHex() const
{
    const hip::DigestContextPtr copy(EVP_MD_CTX_new());
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    RequireOpenSsl(copy && EVP_MD_CTX_copy_ex(copy.get(), m_context.get()) == 1 &&
                       EVP_DigestFinal_ex(copy.get(), digest, &length) == 1,
                   "SHA-256");
    return ns3::hipbytes::ToHex({digest, length});
}

} // namespace hipscenario
