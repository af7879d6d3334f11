// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/core/support/esp-pair.h"

#include "core/crypto/crypto-context.h"
#include "core/crypto/random.h"

#include <algorithm>
#include <cctype>
#include <memory>
#include <numeric>

namespace hip::test
{

namespace
{

/// Made once, because a fuzz target makes a pair for each input.
CryptoEngine&
GetEngine(CryptoFidelity fidelity)
{
    static SeededRandom random(4303, 0, "esp-pair");
    static CryptoContext context(random);
    static const std::unique_ptr<CryptoEngine> REAL =
        MakeCryptoEngine(CryptoFidelity::REAL, context);
    static const std::unique_ptr<CryptoEngine> MODELLED =
        MakeCryptoEngine(CryptoFidelity::MODELLED, context);
    return fidelity == CryptoFidelity::REAL ? *REAL : *MODELLED;
}

} // namespace

std::string
EspCase::GetName() const
{
    std::string name;
    bool isStart = true;
    for (const char* at = ToString(suite); *at != '\0'; ++at)
    {
        if (*at != '-')
        {
            name += static_cast<char>(isStart ? std::toupper(*at) : *at);
        }
        isStart = *at == '-';
    }
    return name + (fidelity == CryptoFidelity::REAL ? "Real" : "Modelled");
}

const std::vector<EspCase>&
GetEspCases()
{
    static const std::vector<EspCase> CASES = [] {
        std::vector<EspCase> cases;
        for (const EspSuite suite : {EspSuite::NULL_SHA256,
                                     EspSuite::AES_128_CBC_SHA256,
                                     EspSuite::AES_256_CBC_SHA256,
                                     EspSuite::AES_128_GCM_8,
                                     EspSuite::AES_128_GCM_16,
                                     EspSuite::AES_128_CBC_SHA1,
                                     EspSuite::TRIPLE_DES_CBC_SHA1,
                                     EspSuite::NULL_SHA1})
        {
            cases.push_back(EspCase{suite, CryptoFidelity::REAL});
            cases.push_back(EspCase{suite, CryptoFidelity::MODELLED});
        }
        return cases;
    }();
    return CASES;
}

std::ostream&
operator<<(std::ostream& out, const EspCase& espCase)
{
    return out << espCase.GetName();
}

EspPair::EspPair(const EspCase& espCase, std::size_t replayWindow, std::uint64_t sequence)
    : m_encryptionKey(MakeCountingBytes(GetEspSuiteInfo(espCase.suite).encryptionKeyLength, 0x10)),
      m_authenticationKey(
          MakeCountingBytes(GetEspSuiteInfo(espCase.suite).authenticationKeyLength, 0x80)),
      m_outbound(SPI,
                 espCase.suite,
                 GetEngine(espCase.fidelity)
                     .MakeEspCipher(espCase.suite, m_encryptionKey, m_authenticationKey),
                 sequence),
      m_inbound(SPI,
                espCase.suite,
                GetEngine(espCase.fidelity)
                    .MakeEspCipher(espCase.suite, m_encryptionKey, m_authenticationKey),
                replayWindow)
{
}

RoomyPacket::RoomyPacket(ByteSpan content, std::size_t headroom, std::size_t tailroom)
    : m_headroom(headroom),
      m_storage(headroom + content.size() + tailroom)
{
    Refill(content);
}

void
RoomyPacket::Refill(ByteSpan content)
{
    std::copy(content.begin(), content.end(), m_storage.begin() + m_headroom);
    m_buffer = PacketBuffer(m_storage, m_headroom, content.size());
}

Bytes
RoomyPacket::GetContent() const
{
    const ByteSpan content = m_buffer.GetPacket();
    return Bytes(content.begin(), content.end());
}

Bytes
MakeCountingBytes(std::size_t length, Byte first)
{
    Bytes bytes(length);
    std::iota(bytes.begin(), bytes.end(), first);
    return bytes;
}

} // namespace hip::test
