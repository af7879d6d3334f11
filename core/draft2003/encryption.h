// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_ENCRYPTION_H
#define HIP_CORE_DRAFT2003_ENCRYPTION_H

#include "core/draft2003/parameters.h"
#include "core/util/result.h"

namespace hip::draft2003
{

// The ENCRYPTED parameter (hip-08 §6.2.15): IV and whole TLVs. The TLVs have their own padding to
// eight octets (hip-08 is silent, hip-09 says so); where the cipher's block is longer, padding as
// in ESP follows: 1, 2, 3 …

/**
 * @param suite one for which IsHipSuite holds
 * @param key,iv of the lengths that GetSuiteInfo tells; the IV is not to be guessed
 * @param tlvs one or more TLVs with padding
 * @throw std::invalid_argument if a length is wrong
 */
EncryptedParameter Encrypt(Suite suite, ByteSpan key, ByteSpan iv, ByteSpan tlvs);

/// @return the TLVs with their padding; else BAD_ENCRYPTION, also if no whole TLVs come out
Result<Bytes> Decrypt(Suite suite, ByteSpan key, const EncryptedParameter& encrypted);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_ENCRYPTION_H
