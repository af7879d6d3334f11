// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_HIP_PACKET_H
#define HIP_CORE_WIRE_HIP_PACKET_H

#include "core/util/endian.h"
#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/coverage.h"
#include "core/wire/hip-header.h"
#include "core/wire/hip-packet-base.h"
#include "core/wire/ip-address.h"
#include "core/wire/parameter-type.h"
#include "core/wire/tlv.h"

#include <optional>

namespace hip
{

/// IP protocol number of HIP.
inline constexpr Byte PROTOCOL_HIP = 139;

/// RFC 7401 §5.3
enum class PacketType : Byte
{
    I1 = 1,
    R1 = 2,
    I2 = 3,
    R2 = 4,
    UPDATE = 16,
    NOTIFY = 17,
    CLOSE = 18,
    CLOSE_ACK = 19,
};

/// @return true if @p type is one of those above
bool IsKnown(PacketType type);

/// @return the RFC's name, or "unknown"
const char* ToString(PacketType type);

/// Bit A of the Controls: the sender's HI is anonymous (RFC 7401 §5.1.2).
inline constexpr std::uint16_t CONTROL_ANONYMOUS = 0x0001;

class PacketWriter;

/// What HIPv2 does not share with HIP of 2003 in the frame of a packet.
struct PacketFormat
{
    using PacketType = hip::PacketType;
    using ParameterType = hip::ParameterType;
    using Writer = PacketWriter;

    static constexpr Byte PROTOCOL = PROTOCOL_HIP;
    static constexpr unsigned VERSION = header::VERSION;
    static constexpr Byte VERSION_OCTET = header::VERSION_OCTET;
    static constexpr Byte TYPE_MASK = header::TYPE_MASK;
    static constexpr std::size_t AT_CONTROLS = header::AT_CONTROLS;
    static constexpr std::size_t AT_CHECKSUM = header::AT_CHECKSUM;

    /// The RFC leaves it to each parameter; none is refused for standing twice.
    static constexpr bool MayRepeatType(ParameterType)
    {
        return true;
    }

    static std::optional<ParameterView> Read(ByteSpan bytes, std::size_t offset)
    {
        return ReadTlv(bytes, offset);
    }
};

/**
 * A HIPv2 packet in the caller's bytes, checked once as a whole: header, version, lengths, the TLV
 * walk, parameter order and critical bits (RFC 7401 §5.1, §5.2.1). Reads from it cannot fail.
 */
class PacketView : public PacketViewBase<PacketFormat>
{
  public:
    /**
     * @param packet HIP header and parameters; octets behind the Header Length are ignored
     * @return the view; else TRUNCATED, MALFORMED, UNSUPPORTED_VERSION, UNKNOWN_PACKET_TYPE,
     *         PARAMETER_ORDER or UNKNOWN_CRITICAL_PARAMETER
     */
    static Result<PacketView> Parse(ByteSpan packet);

    /**
     * As Parse, but accepts unknown critical parameters. Only for telling the sender about them
     * (RFC 7401 §5.2.1); such a packet must not be processed.
     */
    static Result<PacketView> ParseForNotify(ByteSpan packet);

    /**
     * The octets that a MAC or signature covers, header fields set as §6.4 asks.
     *
     * @param coverage what is computed
     * @param before type of the covering parameter; all parameters with smaller type are covered.
     *        For RVS_HMAC that includes FROM.
     * @param hostIdTlv for MAC_2 the Responder's HOST_ID TLV with padding, as it stood in R1
     * @return a copy, with the Header Length that the covering parameter's rule asks for
     */
    Bytes GetCovered(Coverage coverage, ParameterType before, ByteSpan hostIdTlv = {}) const;

  private:
    using PacketViewBase::PacketViewBase;
};

/**
 * Composes one HIPv2 packet. Parameters must be added in ascending order of type; the writer
 * asserts it, since a wrong order is a bug of the caller.
 *
 * A caller that copies a peer's octets into a packet (an echo, a relayed I1) asks MayAdd first or
 * IsTooLong at the end: the writer itself never refuses a parameter for its length.
 */
class PacketWriter : public PacketWriterBase<PacketFormat>
{
  public:
    using PacketWriterBase::PacketWriterBase;

    /// What a MAC or signature that is added next would cover; see PacketView::GetCovered.
    Bytes GetCovered(Coverage coverage, ByteSpan hostIdTlv = {}) const;
};

extern template class PacketViewBase<PacketFormat>;
extern template class PacketWriterBase<PacketFormat>;

} // namespace hip

#endif // HIP_CORE_WIRE_HIP_PACKET_H
