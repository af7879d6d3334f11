// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_SUPPORT_TEST_HOST_H
#define HIP_TEST_CORE_SUPPORT_TEST_HOST_H

#include "core/association/dialect.h"
#include "core/draft2003/dialect.h"
#include "core/draft2003/host-identity.h"
#include "test/core/support/world.h"

namespace hip::test
{

/// What the parts of an association need around them, without an endpoint.
class TestHost
{
  public:
    /// @param number names the key of the host
    /// @param kind of 2003 for a host that speaks the dialect of 2003
    TestHost(std::uint64_t number,
             const std::string& address,
             const EndpointConfig& config = {},
             KeyKind kind = KeyKind::ECDSA_P256)
        : m_protocolRandom(1, number, "protocol"),
          m_cryptoRandom(1, number, "crypto"),
          m_crypto(m_cryptoRandom),
          m_engine(MakeCryptoEngine(CryptoFidelity::MODELLED, m_crypto)),
          context{config,
                  MakeIdentities(number, kind),
                  m_crypto,
                  *m_engine,
                  m_protocolRandom,
                  nullptr,
                  {IpAddress::Parse(address).value()},
                  {},
                  {},
                  IsHipv2(kind) ? &GetHipv2() : &draft2003::GetDraft2003()}
    {
    }

    /// Of a host that speaks HIPv2.
    const HostIdentity& GetIdentity() const
    {
        return static_cast<const HostIdentity&>(GetLocalIdentity());
    }

    const LocalIdentity& GetLocalIdentity() const
    {
        return *context.identities.front();
    }

    const Hit& GetHit() const
    {
        return GetLocalIdentity().GetHit();
    }

    const IpAddress& GetAddress() const
    {
        return context.locators.front();
    }

    /// Takes the packets that wait to be sent, from the HIP header on; drops events.
    std::vector<Bytes> TakeSent();

    /// Takes the events that wait; drops packets.
    template <class E>
    std::vector<E> TakeEvents()
    {
        std::vector<E> events;
        while (auto output = context.outbox.Take())
        {
            const auto* event = std::get_if<Event>(&*output);
            if (event && std::holds_alternative<E>(*event))
            {
                events.push_back(std::get<E>(*event));
            }
        }
        return events;
    }

  private:
    std::vector<std::shared_ptr<const LocalIdentity>> MakeIdentities(std::uint64_t number,
                                                                     KeyKind kind)
    {
        const std::string& pem = GetTestKey(1, number, kind);
        if (!IsHipv2(kind))
        {
            return {std::make_shared<draft2003::HostIdentity>(
                draft2003::ReadPrivateKey(m_crypto, pem))};
        }
        return {std::make_shared<HostIdentity>(PrivateKey::FromPem(m_crypto, pem))};
    }

    SeededRandom m_protocolRandom;
    SeededRandom m_cryptoRandom;
    CryptoContext m_crypto;
    std::unique_ptr<CryptoEngine> m_engine;

  public:
    HostContext context;
};

inline std::vector<Bytes>
TestHost::TakeSent()
{
    std::vector<Bytes> sent;
    while (auto output = context.outbox.Take())
    {
        if (const auto* transmit = std::get_if<Transmit>(&*output))
        {
            const std::size_t header = GetAddress().IsV4() ? 20 : 40;
            sent.emplace_back(transmit->packet.begin() + static_cast<std::ptrdiff_t>(header),
                              transmit->packet.end());
        }
    }
    return sent;
}

} // namespace hip::test

#endif // HIP_TEST_CORE_SUPPORT_TEST_HOST_H
