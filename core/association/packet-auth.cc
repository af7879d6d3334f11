// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/packet-auth.h"

#include "core/crypto/hash.h"
#include "core/wire/parameters.h"

namespace hip
{

namespace
{

template <class Signature>
void
Sign(PacketWriter& writer,
     Coverage coverage,
     const LocalIdentity& identity,
     CryptoEngine& engine,
     Work& work)
{
    const PublicKey& key = identity.GetPublicKey();
    work.Add(Operation::SIGN, static_cast<Byte>(key.GetKind()), 1);
    writer.Add(
        Signature{key.GetAlgorithm(), engine.Sign(identity.GetKey(), writer.GetCovered(coverage))});
}

template <class Signature>
Result<void>
Verify(const PacketView& packet,
       Coverage coverage,
       const PublicKey& key,
       CryptoEngine& engine,
       Work& work)
{
    const auto signature = packet.Get<Signature>();
    if (!signature)
    {
        return signature.error();
    }
    if (signature->algorithm != key.GetAlgorithm() ||
        signature->signature.size() != key.GetSignatureLength())
    {
        return DropReason::BAD_SIGNATURE;
    }
    work.Add(Operation::VERIFY, static_cast<Byte>(key.GetKind()), 1);
    if (!engine.Verify(key, packet.GetCovered(coverage, Signature::TYPE), signature->signature))
    {
        return DropReason::BAD_SIGNATURE;
    }
    return {};
}

template <class Mac>
Result<void>
CheckMacOf(const PacketView& packet,
           Coverage coverage,
           HashKind hash,
           ByteSpan key,
           ByteSpan hostIdTlv)
{
    const auto mac = packet.Get<Mac>();
    if (!mac)
    {
        return mac.error();
    }
    const Bytes expected = Hmac(hash, key, {packet.GetCovered(coverage, Mac::TYPE, hostIdTlv)});
    if (!IsEqualConstantTime(mac->data, expected))
    {
        return DropReason::BAD_MAC;
    }
    return {};
}

} // namespace

void
AddMac(PacketWriter& writer, HashKind hash, ByteSpan key)
{
    writer.Add(HipMacParameter{Hmac(hash, key, {writer.GetCovered(Coverage::MAC)})});
}

void
AddMac2(PacketWriter& writer, HashKind hash, ByteSpan key, ByteSpan hostIdTlv)
{
    writer.Add(HipMac2Parameter{Hmac(hash, key, {writer.GetCovered(Coverage::MAC_2, hostIdTlv)})});
}

void
AddSignature(PacketWriter& writer, const LocalIdentity& identity, CryptoEngine& engine, Work& work)
{
    Sign<HipSignatureParameter>(writer, Coverage::SIGNATURE, identity, engine, work);
}

void
AddSignature2(PacketWriter& writer, const LocalIdentity& identity, CryptoEngine& engine, Work& work)
{
    Sign<HipSignature2Parameter>(writer, Coverage::SIGNATURE_2, identity, engine, work);
}

Result<void>
CheckMac(const PacketView& packet, HashKind hash, ByteSpan key)
{
    return CheckMacOf<HipMacParameter>(packet, Coverage::MAC, hash, key, {});
}

Result<void>
CheckMac2(const PacketView& packet, HashKind hash, ByteSpan key, ByteSpan hostIdTlv)
{
    return CheckMacOf<HipMac2Parameter>(packet, Coverage::MAC_2, hash, key, hostIdTlv);
}

void
AddRvsHmac(PacketWriter& writer, HashKind hash, ByteSpan key)
{
    writer.Add(RvsHmacParameter{Hmac(hash, key, {writer.GetCovered(Coverage::MAC)})});
}

Result<void>
CheckRvsHmac(const PacketView& packet, HashKind hash, ByteSpan key)
{
    return CheckMacOf<RvsHmacParameter>(packet, Coverage::MAC, hash, key, {});
}

Result<void>
CheckSignature(const PacketView& packet, const PublicKey& key, CryptoEngine& engine, Work& work)
{
    return Verify<HipSignatureParameter>(packet, Coverage::SIGNATURE, key, engine, work);
}

Result<void>
CheckSignature2(const PacketView& packet, const PublicKey& key, CryptoEngine& engine, Work& work)
{
    return Verify<HipSignature2Parameter>(packet, Coverage::SIGNATURE_2, key, engine, work);
}

} // namespace hip
