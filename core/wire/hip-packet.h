// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_HIP_PACKET_H
#define HIP_CORE_WIRE_HIP_PACKET_H

#include "core/util/endian.h"
#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/coverage.h"
#include "core/wire/ip-address.h"
#include "core/wire/parameter-type.h"
#include "core/wire/tlv.h"

#include <optional>

namespace hip
{

/// IP protocol number of HIP.
inline constexpr Byte PROTOCOL_HIP = 139;
inline constexpr std::size_t HIP_HEADER_LENGTH = 40;
/// The Header Length field has eight bits, so a packet ends here (RFC 7401 §5.1).
inline constexpr std::size_t MAX_HIP_PACKET = 2048;

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

const char* ToString(PacketType type);

/// Bit A of the Controls: the sender's HI is anonymous (RFC 7401 §5.1.2).
inline constexpr std::uint16_t CONTROL_ANONYMOUS = 0x0001;

/**
 * A HIPv2 packet in the caller's bytes, checked once as a whole: header, version, lengths, the TLV
 * walk, parameter order and critical bits (RFC 7401 §5.1, §5.2.1). Reads from it cannot fail.
 */
class PacketView
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

    PacketType GetType() const;
    std::uint16_t GetControls() const;
    Hit GetSender() const;
    Hit GetReceiver() const;
    std::uint16_t GetChecksum() const;

    /// Verifies the checksum against the addresses of the IP header (RFC 7401 §5.1.1).
    bool HasGoodChecksum(const Path& path) const;

    /// @return the first parameter of this type, if there is one
    std::optional<ParameterView> Find(ParameterType type) const;

    /// @return the parameter behind @p previous of whatever type; with nothing, the first
    std::optional<ParameterView> Next(const std::optional<ParameterView>& previous) const;

    /// @return the first critical parameter that this implementation does not understand
    std::optional<ParameterView> FindUnknownCritical() const;

    /**
     * Finds and decodes a parameter; T is one of core/wire/parameters.h.
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

    /// Header and parameters, without anything behind them.
    ByteSpan GetBytes() const
    {
        return m_packet;
    }

  private:
    explicit PacketView(ByteSpan packet)
        : m_packet(packet)
    {
    }

    ByteSpan m_packet;
};

/**
 * Composes one HIPv2 packet. Parameters must be added in ascending order of type; the writer
 * asserts it, since a wrong order is a bug of the caller.
 *
 * A caller that copies a peer's octets into a packet (an echo, a relayed I1) asks MayAdd first or
 * IsTooLong at the end: the writer itself never refuses a parameter for its length.
 */
class PacketWriter
{
  public:
    PacketWriter(PacketType type, std::uint16_t controls, const Hit& sender, const Hit& receiver);

    /// Continues a packet that already exists: parameters may be added behind those it has.
    explicit PacketWriter(const PacketView& packet);

    /// Appends a parameter of core/wire/parameters.h.
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

    /// What a MAC or signature that is added next would cover; see PacketView::GetCovered.
    Bytes GetCovered(Coverage coverage, ByteSpan hostIdTlv = {}) const;

    /**
     * Sets Header Length and the checksum for these addresses.
     *
     * @return the packet; the writer keeps it and may be finished again for another path
     */
    const Bytes& Finish(const Path& path);

    /// The packet so far, with Header Length set and checksum 0 unless finished.
    const Bytes& GetBytes() const
    {
        return m_packet;
    }

  private:
    /// Sets Header Length and zeroes the checksum, which no longer fits.
    void Touch();

    Bytes m_packet;
    ParameterType m_last{};
};

} // namespace hip

#endif // HIP_CORE_WIRE_HIP_PACKET_H
