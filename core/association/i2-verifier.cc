// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/i2-verifier.h"

#include "core/association/hipv2-parts.h"
#include "core/association/key-material.h"
#include "core/association/packet-auth.h"
#include "core/crypto/block-cipher.h"
#include "core/crypto/hash.h"
#include "core/wire/tlv.h"

#include <algorithm>

namespace hip
{

namespace
{

/// The Initiator must choose exactly one entry, of those that were offered.
template <class T>
bool
IsOneOf(const std::vector<T>& chosen, const std::vector<T>& offered)
{
    return chosen.size() == 1 && std::count(offered.begin(), offered.end(), chosen.front()) > 0;
}

/// What I2 chose from the R1's offers (RFC 7401 §6.9 steps 9 and 13).
struct Choice
{
    HipCipher cipher;
    EspSuite suite;
    EspInfoParameter espInfo;
};

Result<HostIdParameter>
DecryptHostId(const PacketView& i2, HipCipher cipher, const HipKeys& keys)
{
    if (i2.Find(ParameterType::HOST_ID))
    {
        return i2.Get<HostIdParameter>();
    }
    const auto encrypted = i2.Get<EncryptedParameter>();
    if (!encrypted)
    {
        return encrypted.error();
    }
    const ByteSpan all = encrypted->ivAndCiphertext;
    const std::size_t ivLength = GetIvLength(cipher);
    if (all.size() < ivLength)
    {
        return DropReason::BAD_ENCRYPTION;
    }
    const auto plaintext =
        Decrypt(cipher, keys.encryptionIn, all.first(ivLength), all.subspan(ivLength));
    if (!plaintext)
    {
        return plaintext.error();
    }
    const auto hostId = ReadTlv(*plaintext, 0);
    if (!hostId || hostId->type != ParameterType::HOST_ID)
    {
        return DropReason::BAD_ENCRYPTION;
    }
    return HostIdParameter::Parse(hostId->contents);
}

Result<Choice>
ReadChoice(const EndpointConfig& config, const PacketView& i2)
{
    const auto ciphers = i2.Get<HipCipherParameter>();
    const auto suites = i2.Get<EspTransformParameter>();
    const auto formats = i2.Get<TransportFormatListParameter>();
    const auto info = i2.Get<EspInfoParameter>();
    if (!ciphers || !IsOneOf(ciphers->ciphers, config.hipCiphers))
    {
        return ciphers ? DropReason::NO_CIPHER_PROPOSAL : ciphers.error();
    }
    if (!formats ||
        !IsOneOf(formats->formats, {static_cast<std::uint16_t>(ParameterType::ESP_TRANSFORM)}))
    {
        return formats ? DropReason::NO_TRANSPORT_FORMAT : formats.error();
    }
    if (!suites || !IsOneOf(suites->suites, config.espSuites))
    {
        return suites ? DropReason::NO_ESP_PROPOSAL : suites.error();
    }
    if (!info || info->oldSpi != 0 || info->newSpi <= 255)
    {
        return info ? DropReason::BAD_PARAMETER : info.error();
    }
    return Choice{ciphers->ciphers.front(), suites->suites.front(), *info};
}

/// Steps 11, 12, 14 and 15: who the Initiator is, and that it made this packet.
Result<PublicKey>
Authenticate(HostContext& host,
             const PacketView& i2,
             HipCipher cipher,
             HashKind hash,
             const HipKeys& keys)
{
    const auto hostId = DecryptHostId(i2, cipher, keys);
    if (!hostId)
    {
        return hostId.error();
    }
    auto key = VerifyHostId(host.crypto, *hostId, i2.GetSender());
    if (!key)
    {
        return key.error();
    }
    host.GetWork().Add(Operation::HMAC, static_cast<Byte>(hash), 1);
    if (const auto good = CheckMac(i2, hash, keys.macIn); !good)
    {
        return good.error();
    }
    if (const auto good = CheckSignature(i2, *key, host.engine, host.GetWork()); !good)
    {
        return good.error();
    }
    if ((i2.GetControls() & CONTROL_ANONYMOUS) != 0 && !host.config.acceptAnonymous)
    {
        return DropReason::ANONYMOUS_REFUSED;
    }
    return key;
}

} // namespace

Result<VerifiedI2>
VerifyI2(HostContext& host,
         const HostIdentity& identity,
         const std::shared_ptr<DhKeyPair>& own,
         const PacketView& i2,
         const Path& path)
{
    const auto choice = ReadChoice(host.config, i2);
    if (!choice)
    {
        return choice.error();
    }
    auto dh = i2.Get<DiffieHellmanParameter>();
    const auto solution = i2.Get<SolutionParameter>();
    if (!dh || !solution)
    {
        return DropReason::MISSING_PARAMETER;
    }
    host.GetWork().Add(Operation::DH_COMPUTE, static_cast<Byte>(dh->group), 1);
    auto secret = own->ComputeSecret(dh->publicValue);
    if (!secret)
    {
        return secret.error();
    }
    const HashKind hash = GetHash(identity.GetSuite());
    auto keymat = std::make_shared<KeyMaterial>(hash,
                                                identity.GetHit(),
                                                i2.GetSender(),
                                                solution->i,
                                                solution->j,
                                                std::move(*secret));
    const std::size_t espIndex = keymat->GetEspIndex(choice->cipher);
    if (choice->espInfo.keymatIndex != espIndex)
    {
        return DropReason::BAD_KEYMAT_INDEX;
    }
    HipKeys keys = keymat->DrawHipKeys(choice->cipher);
    auto key = Authenticate(host, i2, choice->cipher, hash, keys);
    if (!key)
    {
        return key.error();
    }
    auto locators = ReadLocatorSet(i2);
    if (!locators)
    {
        return locators.error();
    }
    VerifiedI2 verified{Session{false,
                                std::move(*key),
                                dh->group,
                                own,
                                std::move(dh->publicValue),
                                static_cast<std::uint16_t>(choice->cipher),
                                choice->suite,
                                hash,
                                {solution->i, solution->j},
                                std::move(keymat),
                                std::move(keys),
                                0,
                                {}},
                        espIndex,
                        choice->espInfo.newSpi,
                        {},
                        std::move(*locators)};
    const auto request = i2.Get<RegRequestParameter>();
    if (host.service && request)
    {
        verified.registrations = MakeClientRequests(*request, i2, path, verified.session);
    }
    return verified;
}

} // namespace hip
