// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-identity-maker.h"

#include "core/draft2003/host-identity.h"
#include "core/draft2003/host-key.h"
#include "hip-config.h"

namespace ns3
{

HipIdentityMaker::HipIdentityMaker(const hip::Dialect& dialect,
                                   hip::CryptoContext& context,
                                   const std::string& keyKind)
    : m_dialect(dialect),
      m_context(context),
      m_keyKind(keyKind)
{
}

std::shared_ptr<const hip::LocalIdentity>
HipIdentityMaker::MakeNext()
{
    if (m_first && m_first->GetPublicKey().GetKind() == hip::KeyKind::DSA_1024)
    {
        return std::make_shared<hip::draft2003::HostIdentity>(
            hip::draft2003::GenerateDsaKey(m_context, m_first->GetKey()));
    }
    m_first = hipconfig::MakeIdentity(m_dialect, m_context, "", m_keyKind);
    return m_first;
}

} // namespace ns3
