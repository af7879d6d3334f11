// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_PARAMETERS_H
#define HIP_CORE_WIRE_PARAMETERS_H

#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/algorithms.h"
#include "core/wire/ip-address.h"
#include "core/wire/parameter-type.h"

#include <string>
#include <vector>

namespace hip
{

// Contents of the HIP parameters as values. Each has Parse, which takes the contents without TLV
// header and padding and returns BAD_PARAMETER if they are not valid, and Write, which appends
// them; Write(Parse(contents)) gives the same contents again, but for fields that must be ignored.
// Lists keep code points that this implementation does not know.

/// RFC 7402 §5.1.1. KEYMAT Index in octets; OLD SPI 0 = new SA, NEW SPI 0 = SA goes.
struct EspInfoParameter
{
    static constexpr ParameterType TYPE = ParameterType::ESP_INFO;
    std::uint16_t keymatIndex = 0;
    std::uint32_t oldSpi = 0;
    std::uint32_t newSpi = 0;

    static Result<EspInfoParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 7401 §5.2.3; reserved is echoed verbatim.
struct R1CounterParameter
{
    static constexpr ParameterType TYPE = ParameterType::R1_COUNTER;
    std::uint32_t reserved = 0;
    std::uint64_t counter = 0;

    static Result<R1CounterParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// One locator of LOCATOR_SET (RFC 8046 §4): type 0 has no SPI, type 1 has.
struct Locator
{
    Byte trafficType = 0; ///< 0 both, 1 signalling, 2 data
    Byte locatorType = 0;
    bool isPreferred = false;
    std::uint32_t lifetime = 0; ///< seconds
    std::uint32_t spi = 0;      ///< type 1 only
    IpAddress address;
};

/// RFC 8046 §4. Locators of types other than 0 and 1 are skipped.
struct LocatorSetParameter
{
    static constexpr ParameterType TYPE = ParameterType::LOCATOR_SET;
    std::vector<Locator> locators;

    static Result<LocatorSetParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 7401 §5.2.4. Lifetime is 2^(lifetime - 32) seconds; I has the length of RHASH.
struct PuzzleParameter
{
    static constexpr ParameterType TYPE = ParameterType::PUZZLE;
    Byte k = 0;
    Byte lifetime = 0;
    std::uint16_t opaque = 0;
    Bytes i;

    static Result<PuzzleParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 7401 §5.2.5. I and J have the length of RHASH.
struct SolutionParameter
{
    static constexpr ParameterType TYPE = ParameterType::SOLUTION;
    Byte k = 0;
    std::uint16_t opaque = 0;
    Bytes i;
    Bytes j;

    static Result<SolutionParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 7401 §5.2.16
struct SeqParameter
{
    static constexpr ParameterType TYPE = ParameterType::SEQ;
    std::uint32_t updateId = 0;

    static Result<SeqParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 7401 §5.2.17; at least one.
struct AckParameter
{
    static constexpr ParameterType TYPE = ParameterType::ACK;
    std::vector<std::uint32_t> updateIds;

    static Result<AckParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 7401 §5.2.6, in order of preference.
struct DhGroupListParameter
{
    static constexpr ParameterType TYPE = ParameterType::DH_GROUP_LIST;
    std::vector<DhGroup> groups;

    static Result<DhGroupListParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 7401 §5.2.7
struct DiffieHellmanParameter
{
    static constexpr ParameterType TYPE = ParameterType::DIFFIE_HELLMAN;
    DhGroup group{};
    Bytes publicValue;

    static Result<DiffieHellmanParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 7401 §5.2.8; a receiver keeps the first six.
struct HipCipherParameter
{
    static constexpr ParameterType TYPE = ParameterType::HIP_CIPHER;
    std::vector<HipCipher> ciphers;

    static Result<HipCipherParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 7401 §5.2.18: reserved, then IV and ciphertext, whose border depends on the cipher.
struct EncryptedParameter
{
    static constexpr ParameterType TYPE = ParameterType::ENCRYPTED;
    Bytes ivAndCiphertext;

    static Result<EncryptedParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 7401 §5.2.9
struct HostIdParameter
{
    static constexpr ParameterType TYPE = ParameterType::HOST_ID;
    HiAlgorithm algorithm{};
    Bytes hostIdentity;
    Byte domainIdentifierType = 0; ///< 0 none, 1 FQDN, 2 NAI
    Bytes domainIdentifier;

    static Result<HostIdParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 7401 §5.2.10; the suite stands in the upper nibble on the wire, here it is shifted down.
struct HitSuiteListParameter
{
    static constexpr ParameterType TYPE = ParameterType::HIT_SUITE_LIST;
    std::vector<HitSuite> suites;

    static Result<HitSuiteListParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 8002 §2
struct CertParameter
{
    static constexpr ParameterType TYPE = ParameterType::CERT;
    Byte group = 0;
    Byte count = 0;
    Byte id = 0;
    Byte certType = 0;
    Bytes certificate;

    static Result<CertParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 7401 §5.2.19
struct NotificationParameter
{
    static constexpr ParameterType TYPE = ParameterType::NOTIFICATION;
    std::uint16_t messageType = 0;
    Bytes data;

    static Result<NotificationParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// Parameters that are one run of octets (echoes, MACs).
template <ParameterType type>
struct OpaqueParameter
{
    static constexpr ParameterType TYPE = type;
    Bytes data;

    static Result<OpaqueParameter> Parse(ByteSpan contents)
    {
        return OpaqueParameter{Bytes(contents.begin(), contents.end())};
    }

    void Write(Bytes& out) const
    {
        out.insert(out.end(), data.begin(), data.end());
    }
};

using EchoRequestSignedParameter = OpaqueParameter<ParameterType::ECHO_REQUEST_SIGNED>;
using EchoResponseSignedParameter = OpaqueParameter<ParameterType::ECHO_RESPONSE_SIGNED>;
using EchoRequestUnsignedParameter = OpaqueParameter<ParameterType::ECHO_REQUEST_UNSIGNED>;
using EchoResponseUnsignedParameter = OpaqueParameter<ParameterType::ECHO_RESPONSE_UNSIGNED>;
using HipMacParameter = OpaqueParameter<ParameterType::HIP_MAC>;
using HipMac2Parameter = OpaqueParameter<ParameterType::HIP_MAC_2>;
using RvsHmacParameter = OpaqueParameter<ParameterType::RVS_HMAC>;

/// RFC 7401 §5.2.11: parameter numbers of transport formats; ESP is 4095.
struct TransportFormatListParameter
{
    static constexpr ParameterType TYPE = ParameterType::TRANSPORT_FORMAT_LIST;
    std::vector<std::uint16_t> formats;

    static Result<TransportFormatListParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 7402 §5.1.2; a receiver keeps the first six.
struct EspTransformParameter
{
    static constexpr ParameterType TYPE = ParameterType::ESP_TRANSFORM;
    std::vector<EspSuite> suites;

    static Result<EspTransformParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 7401 §5.2.14, §5.2.15
template <ParameterType type>
struct SignatureParameterOf
{
    static constexpr ParameterType TYPE = type;
    HiAlgorithm algorithm{};
    Bytes signature;

    static Result<SignatureParameterOf> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

extern template struct SignatureParameterOf<ParameterType::HIP_SIGNATURE>;
extern template struct SignatureParameterOf<ParameterType::HIP_SIGNATURE_2>;

using HipSignatureParameter = SignatureParameterOf<ParameterType::HIP_SIGNATURE>;
using HipSignature2Parameter = SignatureParameterOf<ParameterType::HIP_SIGNATURE_2>;

/// RFC 8003 §4.2. Lifetimes are coded: see registration-lifetime.h.
struct RegInfoParameter
{
    static constexpr ParameterType TYPE = ParameterType::REG_INFO;
    Byte minLifetime = 0;
    Byte maxLifetime = 0;
    std::vector<Byte> types;

    static Result<RegInfoParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 8003 §4.3-5. REG_REQUEST and REG_RESPONSE begin with a coded lifetime, REG_FAILED with a
/// type.
template <ParameterType type>
struct RegistrationParameterOf
{
    static constexpr ParameterType TYPE = type;
    Byte lifetimeOrFailure = 0;
    std::vector<Byte> types;

    static Result<RegistrationParameterOf> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

extern template struct RegistrationParameterOf<ParameterType::REG_REQUEST>;
extern template struct RegistrationParameterOf<ParameterType::REG_RESPONSE>;
extern template struct RegistrationParameterOf<ParameterType::REG_FAILED>;

using RegRequestParameter = RegistrationParameterOf<ParameterType::REG_REQUEST>;
using RegResponseParameter = RegistrationParameterOf<ParameterType::REG_RESPONSE>;
using RegFailedParameter = RegistrationParameterOf<ParameterType::REG_FAILED>;

/// RFC 8004 §4.2.2
struct FromParameter
{
    static constexpr ParameterType TYPE = ParameterType::FROM;
    IpAddress address;

    static Result<FromParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// RFC 8004 §4.2.3
struct ViaRvsParameter
{
    static constexpr ParameterType TYPE = ParameterType::VIA_RVS;
    std::vector<IpAddress> addresses;

    static Result<ViaRvsParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// Notifications that this implementation sends or acts on (RFC 7401 §5.2.19, RFC 7402 §5.1.3).
namespace notify
{
inline constexpr std::uint16_t UNSUPPORTED_CRITICAL_PARAMETER_TYPE = 1;
inline constexpr std::uint16_t INVALID_SYNTAX = 7;
inline constexpr std::uint16_t NO_DH_PROPOSAL_CHOSEN = 14;
inline constexpr std::uint16_t INVALID_DH_CHOSEN = 15;
inline constexpr std::uint16_t NO_HIP_PROPOSAL_CHOSEN = 16;
inline constexpr std::uint16_t INVALID_HIP_CIPHER_CHOSEN = 17;
inline constexpr std::uint16_t NO_ESP_PROPOSAL_CHOSEN = 18;
inline constexpr std::uint16_t INVALID_ESP_TRANSFORM_CHOSEN = 19;
inline constexpr std::uint16_t UNSUPPORTED_HIT_SUITE = 20;
inline constexpr std::uint16_t AUTHENTICATION_FAILED = 24;
inline constexpr std::uint16_t CHECKSUM_FAILED = 26;
inline constexpr std::uint16_t HIP_MAC_FAILED = 28;
inline constexpr std::uint16_t ENCRYPTION_FAILED = 32;
inline constexpr std::uint16_t INVALID_HIT = 40;
inline constexpr std::uint16_t BLOCKED_BY_POLICY = 42;
inline constexpr std::uint16_t RESPONDER_BUSY_PLEASE_RETRY = 44;
inline constexpr std::uint16_t I2_ACKNOWLEDGEMENT = 16384;
} // namespace notify

} // namespace hip

#endif // HIP_CORE_WIRE_PARAMETERS_H
