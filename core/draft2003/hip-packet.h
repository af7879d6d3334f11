// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_HIP_PACKET_H
#define HIP_CORE_DRAFT2003_HIP_PACKET_H

#include "core/draft2003/coverage.h"
#include "core/draft2003/packet-type.h"
#include "core/draft2003/tlv.h"
#include "core/util/result.h"
#include "core/wire/ip-address.h"

#include <optional>
#include <vector>

namespace hip::draft2003
{

/// The drafts had no protocol number yet; 99 (any private encryption scheme) served for tests.
inline constexpr Byte PROTOCOL_HIP = 99;
inline constexpr std::size_t HIP_HEADER_LENGTH = 40;
/// The header length has eight bits, so a packet ends here (hip-08 §6.1).
inline constexpr std::size_t MAX_HIP_PACKET = 2048;

// Bits of the Controls (hip-08 §6.1.1); the others are sent as zero and ignored.
inline constexpr std::uint16_t CONTROL_ANONYMOUS = 0x0001;     ///< A: do not store the sender's HI
inline constexpr std::uint16_t CONTROL_LONG_SEQUENCE = 0x0002; ///< E: 64-bit ESP sequence numbers
inline constexpr std::uint16_t CONTROL_CERTIFICATES = 0x0004;  ///< C: CER packets follow

/**
 * A HIP packet of 2003 in the caller's bytes, checked once as a whole: header, version, lengths,
 * the TLV walk, parameter order and critical bits (hip-08 §6). Reads from it cannot fail.
 */
class PacketView
{
  public:
    /**
     * @param packet HIP header and parameters; what stands behind the header length is the payload
     *        of PAYLOAD, and else ignored (hip-08 §6.1)
     * @return the view; else TRUNCATED, MALFORMED, UNSUPPORTED_VERSION, UNKNOWN_PACKET_TYPE,
     *         PARAMETER_ORDER or UNKNOWN_CRITICAL_PARAMETER
     */
    static Result<PacketView> Parse(ByteSpan packet);

    PacketType GetType() const;
    std::uint16_t GetControls() const;
    Hit GetSender() const;

    /// The unspecified address is the NULL HIT.
    Hit GetReceiver() const;
    std::uint16_t GetChecksum() const;

    /// 59 but for PAYLOAD, where it is the protocol of the payload.
    Byte GetNextHeader() const;

    /// Octets behind the HIP packet.
    ByteSpan GetPayload() const
    {
        return m_payload;
    }

    /// Verifies the checksum against the addresses of the IP header (hip-08 §6.1.2).
    bool HasGoodChecksum(const Path& path) const;

    /// @return the first parameter of this type, if there is one
    std::optional<ParameterView> Find(ParameterType type) const;

    /// @return the parameter behind @p previous of whatever type; with nothing, the first
    std::optional<ParameterView> Next(const std::optional<ParameterView>& previous) const;

    /// @return the first critical parameter that this implementation does not understand
    std::optional<ParameterView> FindUnknownCritical() const;

    /**
     * Finds and decodes a parameter; T is one of core/draft2003/parameters.h.
     *
     * @return the value; else MISSING_PARAMETER, or BAD_PARAMETER if its contents are not valid
     */
    template <class T>
    Result<T> Get() const
    {
        const auto parameter = Find(T::TYPE);
        if (!parameter)
        {
            return DropReason::MISSING_PARAMETER;
        }
        return T::Parse(parameter->contents);
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

    /// Header and parameters, without anything behind them.
    ByteSpan GetBytes() const
    {
        return m_packet;
    }

  private:
    PacketView(ByteSpan packet, ByteSpan payload)
        : m_packet(packet),
          m_payload(payload)
    {
    }

    ByteSpan m_packet;
    ByteSpan m_payload;
};

/**
 * Composes one HIP packet of 2003. Parameters must be added in ascending order of type; the writer
 * asserts it, since a wrong order is a bug of the caller.
 *
 * A caller that copies a peer's octets into a packet asks MayAdd first or IsTooLong at the end: the
 * writer itself never refuses a parameter for its length.
 */
class PacketWriter
{
  public:
    PacketWriter(PacketType type, std::uint16_t controls, const Hit& sender, const Hit& receiver);

    /// Continues a packet that already exists: parameters may be added behind those it has.
    explicit PacketWriter(const PacketView& packet);

    /// Appends a parameter of core/draft2003/parameters.h.
    template <class T>
    PacketWriter& Add(const T& parameter)
    {
        Bytes contents;
        parameter.Write(contents);
        return AddRaw(T::TYPE, contents);
    }

    /// Appends a TLV from its contents and pads it to eight octets.
    PacketWriter& AddRaw(ParameterType type, ByteSpan contents);

    /// @return true if a parameter of this type and length of contents keeps order and limit
    bool MayAdd(ParameterType type, std::size_t contentsLength) const;

    /// @return true if the packet has outgrown MAX_HIP_PACKET and must not be sent
    bool IsTooLong() const
    {
        return m_packet.size() > MAX_HIP_PACKET;
    }

    void SetReceiver(const Hit& receiver);

    /// For PAYLOAD: the protocol of what the caller appends to the finished packet.
    void SetNextHeader(Byte nextHeader);

    /// What an HMAC or signature that is added next would cover; see PacketView::GetCovered.
    Bytes GetCovered(Coverage coverage) const;

    /**
     * Sets header length and the checksum for these addresses.
     *
     * @return the packet; the writer keeps it and may be finished again for another path
     */
    const Bytes& Finish(const Path& path);

    /// The packet so far, with header length set and checksum 0 unless finished.
    const Bytes& GetBytes() const
    {
        return m_packet;
    }

  private:
    /// @return true if order and repetition allow a parameter of this type next
    bool IsInOrder(ParameterType type) const;

    /// Sets header length and zeroes the checksum, which no longer fits.
    void Touch();

    Bytes m_packet;
    std::optional<ParameterType> m_last;
};

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_HIP_PACKET_H
