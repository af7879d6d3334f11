// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_PACKET_AUTH_H
#define HIP_CORE_ASSOCIATION_PACKET_AUTH_H

#include "core/crypto/crypto-engine.h"
#include "core/identity/local-identity.h"
#include "core/util/work.h"
#include "core/wire/hip-packet.h"

namespace hip
{

// Adding and checking the integrity parameters (RFC 7401 §6.4). Each counts its work.

/// Appends HIP_MAC.
void AddMac(PacketWriter& writer, HashKind hash, ByteSpan key);

/// Appends HIP_MAC_2. @param hostIdTlv the Responder's HOST_ID as in R1
void AddMac2(PacketWriter& writer, HashKind hash, ByteSpan key, ByteSpan hostIdTlv);

/// Appends HIP_SIGNATURE.
void AddSignature(PacketWriter& writer,
                  const LocalIdentity& identity,
                  CryptoEngine& engine,
                  Work& work);

/// Appends HIP_SIGNATURE_2.
void AddSignature2(PacketWriter& writer,
                   const LocalIdentity& identity,
                   CryptoEngine& engine,
                   Work& work);

/// @return nothing; else MISSING_PARAMETER or BAD_MAC
Result<void> CheckMac(const PacketView& packet, HashKind hash, ByteSpan key);
Result<void> CheckMac2(const PacketView& packet, HashKind hash, ByteSpan key, ByteSpan hostIdTlv);

/// RVS_HMAC covers what stands before it, FROM included (RFC 8004 §4.2.1).
void AddRvsHmac(PacketWriter& writer, HashKind hash, ByteSpan key);
Result<void> CheckRvsHmac(const PacketView& packet, HashKind hash, ByteSpan key);

/// @return nothing; else MISSING_PARAMETER, BAD_PARAMETER or BAD_SIGNATURE
Result<void> CheckSignature(const PacketView& packet,
                            const PublicKey& key,
                            CryptoEngine& engine,
                            Work& work);
Result<void> CheckSignature2(const PacketView& packet,
                             const PublicKey& key,
                             CryptoEngine& engine,
                             Work& work);

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_PACKET_AUTH_H
