// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_HIP_PACKET_H
#define HIP_CORE_DRAFT2003_HIP_PACKET_H

#include "core/draft2003/coverage.h"
#include "core/draft2003/hip-header.h"
#include "core/draft2003/packet-type.h"
#include "core/draft2003/tlv.h"
#include "core/util/result.h"
#include "core/wire/hip-packet-base.h"
#include "core/wire/ip-address.h"

#include <optional>
#include <vector>

namespace hip::draft2003
{

/// The drafts had no protocol number yet; 99 (any private encryption scheme) served for tests.
inline constexpr Byte PROTOCOL_HIP = 99;

// Bits of the Controls (hip-08 §6.1.1); the others are sent as zero and ignored.
inline constexpr std::uint16_t CONTROL_ANONYMOUS = 0x0001;     ///< A: do not store the sender's HI
inline constexpr std::uint16_t CONTROL_LONG_SEQUENCE = 0x0002; ///< E: 64-bit ESP sequence numbers
inline constexpr std::uint16_t CONTROL_CERTIFICATES = 0x0004;  ///< C: CER packets follow

class PacketWriter;

/// What HIP of 2003 does not share with HIPv2 in the frame of a packet.
struct PacketFormat
{
    using PacketType = draft2003::PacketType;
    using ParameterType = draft2003::ParameterType;
    using Writer = PacketWriter;

    static constexpr Byte PROTOCOL = PROTOCOL_HIP;
    /// No draft says what to do with another version; nothing in such a packet can be relied on.
    static constexpr unsigned VERSION = header::VERSION;
    static constexpr Byte VERSION_OCTET = header::VERSION_OCTET;
    static constexpr Byte TYPE_MASK = header::TYPE_MASK;
    static constexpr std::size_t AT_CONTROLS = header::AT_CONTROLS;
    static constexpr std::size_t AT_CHECKSUM = header::AT_CHECKSUM;

    static constexpr bool MayRepeatType(ParameterType type)
    {
        return MayRepeat(type);
    }

    static std::optional<ParameterView> Read(ByteSpan bytes, std::size_t offset)
    {
        return ReadTlv(bytes, offset);
    }
};

/**
 * A HIP packet of 2003 in the caller's bytes, checked once as a whole: header, version, lengths,
 * the TLV walk, parameter order and critical bits (hip-08 §6). Reads from it cannot fail.
 */
class PacketView : public PacketViewBase<PacketFormat>
{
  public:
    /**
     * @param packet HIP header and parameters; what stands behind the header length is the payload
     *        of PAYLOAD, and else ignored (hip-08 §6.1)
     * @return the view; else TRUNCATED, MALFORMED, UNSUPPORTED_VERSION, UNKNOWN_PACKET_TYPE,
     *         PARAMETER_ORDER or UNKNOWN_CRITICAL_PARAMETER
     */
    static Result<PacketView> Parse(ByteSpan packet);

    /// 59 but for PAYLOAD, where it is the protocol of the payload.
    Byte GetNextHeader() const;

    /// Octets behind the HIP packet.
    ByteSpan GetPayload() const
    {
        return m_payload;
    }

    /// As Get, for a parameter that may repeat: all of them in their order.
    template <class T>
    Result<std::vector<T>> GetAll() const
    {
        std::vector<T> values;
        for (auto it = Find(T::TYPE); it && it->type == T::TYPE; it = Next(it))
        {
            Result<T> value = T::Parse(it->contents);
            if (!value)
            {
                return value.error();
            }
            values.push_back(std::move(*value));
        }
        if (values.empty())
        {
            return DropReason::MISSING_PARAMETER;
        }
        return values;
    }

    /**
     * The octets that an HMAC or signature covers, header fields set as hip-08 §6.2.11 asks.
     *
     * @param before type of the covering parameter; all parameters with smaller type are covered
     */
    Bytes GetCovered(Coverage coverage, ParameterType before) const;

  private:
    PacketView(ByteSpan packet, ByteSpan payload)
        : PacketViewBase(packet),
          m_payload(payload)
    {
    }

    ByteSpan m_payload;
};

/**
 * Composes one HIP packet of 2003. Parameters must be added in ascending order of type; the writer
 * asserts it, since a wrong order is a bug of the caller.
 *
 * A caller that copies a peer's octets into a packet asks MayAdd first or IsTooLong at the end: the
 * writer itself never refuses a parameter for its length.
 */
class PacketWriter : public PacketWriterBase<PacketFormat>
{
  public:
    using PacketWriterBase::PacketWriterBase;

    /// For PAYLOAD: the protocol of what the caller appends to the finished packet.
    void SetNextHeader(Byte nextHeader);

    /// What an HMAC or signature that is added next would cover; see PacketView::GetCovered.
    Bytes GetCovered(Coverage coverage) const;
};

} // namespace hip::draft2003

namespace hip
{

extern template class PacketViewBase<draft2003::PacketFormat>;
extern template class PacketWriterBase<draft2003::PacketFormat>;

} // namespace hip

#endif // HIP_CORE_DRAFT2003_HIP_PACKET_H
