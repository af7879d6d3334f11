// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_IDENTITY_MAKER_H
#define HIP_IDENTITY_MAKER_H

#include "core/association/dialect.h"
#include "core/crypto/crypto-context.h"
#include "core/identity/local-identity.h"

#include <memory>
#include <string>

// Private to this module: not installed.

namespace ns3
{

/**
 * Makes the identities of many hosts. Keys of DSA share their prime numbers, as those of a group of
 * users may (FIPS 186, appendix 2): to find them takes a thousand times as long as the rest of a
 * key.
 */
class HipIdentityMaker
{
  public:
    /// @param dialect,context outlive the maker. @param keyKind as for hipconfig::MakeIdentity
    HipIdentityMaker(const hip::Dialect& dialect,
                     hip::CryptoContext& context,
                     const std::string& keyKind);

    /// @throw std::invalid_argument if the dialect has no such keys
    std::shared_ptr<const hip::LocalIdentity> MakeNext();

  private:
    const hip::Dialect& m_dialect;
    hip::CryptoContext& m_context;
    std::string m_keyKind;
    std::shared_ptr<const hip::LocalIdentity> m_first; ///< whose primes the others have
};

} // namespace ns3

#endif // HIP_IDENTITY_MAKER_H
