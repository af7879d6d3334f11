// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_PACKET_AUTH_H
#define HIP_CORE_DRAFT2003_PACKET_AUTH_H

#include "core/crypto/crypto-engine.h"
#include "core/draft2003/hip-packet.h"
#include "core/util/work.h"

namespace hip::draft2003
{

// Adding and checking the integrity parameters (hip-08 §6.2.11-13). Each signature counts as work.

/// Appends HMAC. @param key the sender's HIP integrity key
void AddHmac(PacketWriter& writer, ByteSpan key);

/// Appends HIP_SIGNATURE.
void AddSignature(PacketWriter& writer, const PrivateKey& key, CryptoEngine& engine, Work& work);

/// Appends HIP_SIGNATURE_2.
void AddSignature2(PacketWriter& writer, const PrivateKey& key, CryptoEngine& engine, Work& work);

/// @return nothing; else MISSING_PARAMETER, BAD_PARAMETER or BAD_MAC
Result<void> CheckHmac(const PacketView& packet, ByteSpan key);

/// @return nothing; else MISSING_PARAMETER, BAD_PARAMETER or BAD_SIGNATURE
Result<void> CheckSignature(const PacketView& packet,
                            const PublicKey& key,
                            CryptoEngine& engine,
                            Work& work);
Result<void> CheckSignature2(const PacketView& packet,
                             const PublicKey& key,
                             CryptoEngine& engine,
                             Work& work);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_PACKET_AUTH_H
