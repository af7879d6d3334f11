// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_PARAMETERS_H
#define HIP_CORE_DRAFT2003_PARAMETERS_H

#include "core/draft2003/algorithms.h"
#include "core/draft2003/parameter-type.h"
#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/ip-address.h"

#include <array>
#include <vector>

namespace hip::draft2003
{

// Contents of the HIP parameters of 2003 as values. Each has Parse, which takes the contents
// without TLV header and padding and returns BAD_PARAMETER if they are not valid, and Write, which
// appends them; Write(Parse(contents)) gives the same contents again, but for reserved fields,
// which must be ignored. Lists keep code points that this implementation does not know.

/// SPIs from 0 to 255 are not usable (RFC 2406 §2.1).
inline constexpr std::uint32_t MIN_SPI = 256;

/// hip-08 §6.2.3: where the receiver must send to, and what it must call itself towards the sender.
struct SpiLsiParameter
{
    static constexpr ParameterType TYPE = ParameterType::SPI_LSI;
    std::uint32_t spi = 0; ///< at least MIN_SPI
    IpAddress lsi;         ///< IPv4, in 1.0.0.0/8

    static Result<SpiLsiParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// BIRTHDAY_COOKIE in R1 (hip-08 §6.2.4): the puzzle.
struct CookieParameter
{
    static constexpr ParameterType TYPE = ParameterType::BIRTHDAY_COOKIE_R1;
    std::uint64_t birthday = 0; ///< of the sender (no draft says whose)
    std::uint64_t i = 0;
    std::uint64_t k = 0; ///< difficulty in bits

    static Result<CookieParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// BIRTHDAY_COOKIE in I2 and FAQ (hip-08 §6.2.4): the solution.
struct CookieSolutionParameter
{
    static constexpr ParameterType TYPE = ParameterType::BIRTHDAY_COOKIE_I2;
    std::uint64_t birthday = 0; ///< of the sender (no draft says whose)
    std::uint64_t i = 0;
    std::uint64_t j = 0;

    static Result<CookieSolutionParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// hip-08 §6.2.5
struct DiffieHellmanParameter
{
    static constexpr ParameterType TYPE = ParameterType::DIFFIE_HELLMAN;
    DhGroup group{};
    Bytes publicValue;

    static Result<DiffieHellmanParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// hip-08 §6.2.6, §6.2.7: suites in order of preference, one to six.
template <ParameterType type>
struct TransformParameterOf
{
    static constexpr ParameterType TYPE = type;
    static constexpr std::size_t MAX_SUITES = 6;
    std::vector<Suite> suites;

    static Result<TransformParameterOf> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

extern template struct TransformParameterOf<ParameterType::HIP_TRANSFORM>;
extern template struct TransformParameterOf<ParameterType::ESP_TRANSFORM>;

using HipTransformParameter = TransformParameterOf<ParameterType::HIP_TRANSFORM>;
using EspTransformParameter = TransformParameterOf<ParameterType::ESP_TRANSFORM>;

/// hip-08 §6.2.15: reserved, then IV and ciphertext, whose border depends on the suite.
struct EncryptedParameter
{
    static constexpr ParameterType TYPE = ParameterType::ENCRYPTED;
    Bytes ivAndCiphertext;

    static Result<EncryptedParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// hip-08 §6.2.8: a Host Identity in the RDATA form of a KEY record (RFC 2535 §3.1).
struct HostIdParameter
{
    static constexpr ParameterType TYPE = ParameterType::HOST_ID;

    // No draft of 2003 gives flags and protocol. These are what an implementation wrote; they are
    // ignored when received.
    static constexpr std::uint16_t DEFAULT_FLAGS = 0x0202;
    static constexpr Byte DEFAULT_PROTOCOL = 0xff;

    std::uint16_t flags = DEFAULT_FLAGS;
    Byte protocol = DEFAULT_PROTOCOL;
    HiAlgorithm algorithm{};
    Bytes hostIdentity; ///< the key: RFC 2536 §2 or RFC 3110 §2

    static Result<HostIdParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// hip-08 §6.2.9: in place of HOST_ID when a name is told.
struct HostIdFqdnParameter
{
    static constexpr ParameterType TYPE = ParameterType::HOST_ID_FQDN;
    HostIdParameter hostId;
    Bytes domainName; ///< wire form (RFC 1035 §3.1), see core/identity/domain-name.h

    static Result<HostIdFqdnParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// hip-08 §6.2.10: one certificate of a chain.
struct CertParameter
{
    static constexpr ParameterType TYPE = ParameterType::CERT;
    static constexpr Byte X509_V3 = 1;
    Byte count = 0; ///< certificates in the chain
    Byte id = 0;    ///< 1 … count
    Byte certType = X509_V3;
    Bytes certificate;

    static Result<CertParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// hip-08 §6.2.11: HMAC-SHA-1, all of it.
struct HmacParameter
{
    static constexpr ParameterType TYPE = ParameterType::HMAC;
    static constexpr std::size_t LENGTH = 20;
    std::array<Byte, LENGTH> mac{};

    static Result<HmacParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// hip-08 §6.2.12, §6.2.13
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

/// hip-08 §6.2.14. Both SPIs concern data that is sent to the sender of the NES.
struct NesInfoParameter
{
    static constexpr ParameterType TYPE = ParameterType::NES_INFO;
    static constexpr std::uint16_t MAX_KEYMAT_INDEX = 0x7fff;
    bool isReply = false;
    std::uint16_t keymatIndex = 0; ///< in octets, at most MAX_KEYMAT_INDEX
    std::uint16_t nesId = 0;
    std::uint32_t oldSpi = 0;
    std::uint32_t newSpi = 0; ///< at least MIN_SPI

    static Result<NesInfoParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// An address of REA_INFO.
struct ReaAddress
{
    std::uint32_t lifetime = 0; ///< mm-00 names no unit: seconds, as in mm-01
    IpAddress address;
};

/// mm-00 §6.1.1.1: all addresses of one interface; none of them removes the interface.
struct ReaInfoParameter
{
    static constexpr ParameterType TYPE = ParameterType::REA_INFO;
    std::uint32_t interfaceId = 0;
    std::uint32_t currentSpiReverse = 0; ///< on which the peer receives
    std::uint32_t currentSpi = 0;        ///< on which the sender receives
    /// mm-00 does not say how the SA switches: equal to currentSpi with index 0 means no change.
    std::uint32_t newSpi = 0;
    /// In bits, unlike that of NES_INFO; no key begins inside an octet, so a multiple of 8.
    std::uint16_t keymatIndexBits = 0;
    std::uint16_t reaId = 0;
    std::vector<ReaAddress> addresses;

    static Result<ReaInfoParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// mm-00 §6.1.2.1. An ACR echoes all of the AC's (no draft says so; an implementation did).
struct AcInfoParameter
{
    static constexpr ParameterType TYPE = ParameterType::AC_INFO;
    std::uint16_t acId = 0;
    std::uint16_t reaId = 0;
    std::uint32_t timestamp = 0; ///< of free form

    static Result<AcInfoParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

/// Which address an agent is asked for. mm-00 leaves the numbers open.
enum class LeaseAddressType : Byte
{
    ANY = 0, ///< only in a FAQ; has the form of IPV4, so that it too can ask for SPIs
    IPV4 = 4,
    IPV6 = 6,
};

/// mm-00 §6.1.3.1: a lease, asked for, granted or denied.
struct FaInfoParameter
{
    static constexpr ParameterType TYPE = ParameterType::FA_INFO;
    std::uint16_t requestId = 0;
    std::uint16_t leaseId = 0;  ///< 0 asks for a new lease (the draft's name is "XXX")
    std::uint32_t lifetime = 0; ///< mm-00 names no unit: seconds. 0 gives the lease up
    LeaseAddressType addressType = LeaseAddressType::ANY;
    IpAddress address;        ///< unspecified if none is asked for
    std::uint32_t minSpi = 0; ///< not for IPV6; both 0: none asked for
    std::uint32_t maxSpi = 0; ///< at least minSpi

    static Result<FaInfoParameter> Parse(ByteSpan contents);
    void Write(Bytes& out) const;
};

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_PARAMETERS_H
