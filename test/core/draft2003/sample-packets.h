// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_DRAFT2003_SAMPLE_PACKETS_H
#define HIP_TEST_CORE_DRAFT2003_SAMPLE_PACKETS_H

#include "core/draft2003/encryption.h"
#include "core/draft2003/host-identity.h"
#include "core/draft2003/packet-auth.h"
#include "test/core/draft2003/sample-keys.h"

#include <map>

namespace hip::draft2003::test
{

/// Every packet of hip-08 §7 and mm-00 §6.1 as one host with a DSA key of 1024 bits sends it, with
/// Diffie-Hellman group 3, one suite in I2 and two in each list of R1.
class SamplePackets
{
  public:
    SamplePackets()
        : identity(ReadPrivateKey(context.crypto, DSA_1024_PEM)),
          dh(context.engine->MakeDhKeyPair(hip::DhGroup::MODP_1536))
    {
    }

    Bytes MakeI1()
    {
        return Start(PacketType::I1).Finish(path);
    }

    Bytes MakeR1()
    {
        PacketWriter writer = Start(PacketType::R1);
        writer.Add(CookieParameter{1, 2, 10})
            .Add(MakeDiffieHellman())
            .Add(HipTransformParameter{{Suite::AES_CBC_SHA1, Suite::TRIPLE_DES_CBC_SHA1}})
            .Add(EspTransformParameter{{Suite::AES_CBC_SHA1, Suite::TRIPLE_DES_CBC_SHA1}});
        identity.AddTo(writer);
        AddSignature2(writer, identity.GetKey(), *context.engine, context.work);
        return writer.Finish(path);
    }

    Bytes MakeI2(Suite suite)
    {
        const SuiteInfo& info = GetSuiteInfo(suite);
        PacketWriter writer = Start(PacketType::I2);
        writer.Add(MakeSpiLsi())
            .Add(CookieSolutionParameter{1, 2, 3})
            .Add(MakeDiffieHellman())
            .Add(HipTransformParameter{{suite}})
            .Add(EspTransformParameter{{suite}})
            .Add(Encrypt(suite,
                         Bytes(info.encryptionKeyLength, 0x11),
                         Bytes(info.blockLength, 0x22),
                         identity.GetTlv()));
        return Sign(writer);
    }

    Bytes MakeR2()
    {
        PacketWriter writer = Start(PacketType::R2);
        writer.Add(MakeSpiLsi());
        AddHmac(writer, macKey);
        return Sign(writer);
    }

    Bytes MakeNes(bool hasDiffieHellman)
    {
        PacketWriter writer = Start(PacketType::NES);
        if (hasDiffieHellman)
        {
            writer.Add(MakeDiffieHellman());
        }
        writer.Add(NesInfoParameter{false, 0, 1, 0x1000, 0x2000});
        AddHmac(writer, macKey);
        return Sign(writer);
    }

    Bytes MakeRea()
    {
        ReaInfoParameter info;
        info.addresses.push_back({60, path.source});
        PacketWriter writer = Start(PacketType::REA);
        writer.Add(info);
        AddHmac(writer, macKey);
        return Sign(writer);
    }

    Bytes MakeAc(PacketType type)
    {
        PacketWriter writer = Start(type);
        writer.Add(AcInfoParameter{1, 2, 3});
        AddHmac(writer, macKey);
        return writer.Finish(path);
    }

    /// FAQ, FAA or FAD.
    Bytes MakeFa(PacketType type, bool hasCookie, bool hasHostId)
    {
        PacketWriter writer = Start(type);
        if (hasCookie)
        {
            writer.Add(CookieSolutionParameter{1, 2, 3});
        }
        if (hasHostId)
        {
            identity.AddTo(writer);
        }
        writer.Add(FaInfoParameter{});
        return Sign(writer);
    }

    Bytes MakeBos()
    {
        PacketWriter writer(PacketType::BOS, 0, identity.GetHit(), {});
        identity.AddTo(writer);
        return Sign(writer);
    }

    Bytes MakeCer()
    {
        PacketWriter writer = Start(PacketType::CER);
        writer.Add(CertParameter{2, 1, CertParameter::X509_V3, Bytes(100, 1)})
            .Add(CertParameter{2, 2, CertParameter::X509_V3, Bytes(101, 2)});
        return Sign(writer);
    }

    /// All of them, each once.
    std::map<std::string, Bytes> MakeAll()
    {
        return {{"I1", MakeI1()},
                {"R1", MakeR1()},
                {"I2", MakeI2(Suite::TRIPLE_DES_CBC_SHA1)},
                {"R2", MakeR2()},
                {"NES", MakeNes(true)},
                {"REA", MakeRea()},
                {"BOS", MakeBos()},
                {"CER", MakeCer()},
                {"AC", MakeAc(PacketType::AC)},
                {"ACR", MakeAc(PacketType::ACR)},
                {"FAQ", MakeFa(PacketType::FAQ, true, true)},
                {"FAA", MakeFa(PacketType::FAA, false, true)},
                {"FAD", MakeFa(PacketType::FAD, false, true)}};
    }

    SampleContext context;
    HostIdentity identity;
    std::unique_ptr<DhKeyPair> dh;
    Bytes macKey = Bytes(20, 0x2a);
    Hit peer = *Hit::Parse("4000::2");
    Path path{*IpAddress::Parse("2001:db8::1"), *IpAddress::Parse("2001:db8::2")};

  private:
    PacketWriter Start(PacketType type) const
    {
        return PacketWriter(type, 0, identity.GetHit(), peer);
    }

    Bytes Sign(PacketWriter& writer)
    {
        AddSignature(writer, identity.GetKey(), *context.engine, context.work);
        return writer.Finish(path);
    }

    static SpiLsiParameter MakeSpiLsi()
    {
        return {0x1234, *IpAddress::Parse("1.2.3.4")};
    }

    DiffieHellmanParameter MakeDiffieHellman() const
    {
        return {DhGroup::MODP_1536,
                Bytes(dh->GetPublicValue().begin(), dh->GetPublicValue().end())};
    }
};

} // namespace hip::draft2003::test

#endif // HIP_TEST_CORE_DRAFT2003_SAMPLE_PACKETS_H
