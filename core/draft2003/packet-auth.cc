// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/packet-auth.h"

#include "core/crypto/hash.h"
#include "core/crypto/host-key.h"
#include "core/draft2003/parameters.h"

#include <algorithm>

namespace hip::draft2003
{

namespace
{

template <class Signature>
void
AddSignatureOf(PacketWriter& writer,
               Coverage coverage,
               const PrivateKey& key,
               CryptoEngine& engine,
               Work& work)
{
    const PublicKey& own = key.GetPublic();
    work.Add(Operation::SIGN, static_cast<Byte>(own.GetKind()), 1);
    writer.Add(Signature{own.GetAlgorithm(), engine.Sign(key, writer.GetCovered(coverage))});
}

template <class Signature>
Result<void>
CheckSignatureOf(const PacketView& packet,
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
    if (signature->algorithm != key.GetAlgorithm())
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

} // namespace

void
AddHmac(PacketWriter& writer, ByteSpan key)
{
    const Bytes mac = Hmac(HashKind::SHA1, key, {writer.GetCovered(Coverage::HMAC)});
    HmacParameter parameter;
    std::copy(mac.begin(), mac.end(), parameter.mac.begin());
    writer.Add(parameter);
}

void
AddSignature(PacketWriter& writer, const PrivateKey& key, CryptoEngine& engine, Work& work)
{
    AddSignatureOf<HipSignatureParameter>(writer, Coverage::SIGNATURE, key, engine, work);
}

void
AddSignature2(PacketWriter& writer, const PrivateKey& key, CryptoEngine& engine, Work& work)
{
    AddSignatureOf<HipSignature2Parameter>(writer, Coverage::SIGNATURE_2, key, engine, work);
}

Result<void>
CheckHmac(const PacketView& packet, ByteSpan key)
{
    const auto parameter = packet.Get<HmacParameter>();
    if (!parameter)
    {
        return parameter.error();
    }
    const Bytes covered = packet.GetCovered(Coverage::HMAC, HmacParameter::TYPE);
    if (!IsEqualConstantTime(parameter->mac, Hmac(HashKind::SHA1, key, {covered})))
    {
        return DropReason::BAD_MAC;
    }
    return {};
}

Result<void>
CheckSignature(const PacketView& packet, const PublicKey& key, CryptoEngine& engine, Work& work)
{
    return CheckSignatureOf<HipSignatureParameter>(packet, Coverage::SIGNATURE, key, engine, work);
}

Result<void>
CheckSignature2(const PacketView& packet, const PublicKey& key, CryptoEngine& engine, Work& work)
{
    return CheckSignatureOf<HipSignature2Parameter>(packet,
                                                    Coverage::SIGNATURE_2,
                                                    key,
                                                    engine,
                                                    work);
}

} // namespace hip::draft2003
