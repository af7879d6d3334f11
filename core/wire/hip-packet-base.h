// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_HIP_PACKET_BASE_H
#define HIP_CORE_WIRE_HIP_PACKET_BASE_H

#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/ip-address.h"
#include "core/wire/tlv.h"

#include <optional>

namespace hip
{

// HIPv2 and HIP of 2003 (core/draft2003) frame a packet alike: a header of forty octets, then TLVs
// in ascending order of type. PacketFormat, which stands beside each PacketView, tells what
// differs.

inline constexpr std::size_t HIP_HEADER_LENGTH = 40;
/// The Header Length field has eight bits, so a packet ends here (RFC 7401 §5.1, hip-08 §6.1).
inline constexpr std::size_t MAX_HIP_PACKET = 2048;

/// The part of a PacketView that both dialects share.
template <class PacketFormat>
class PacketViewBase
{
  public:
    using Type = typename PacketFormat::ParameterType;
    using Parameter = BasicParameterView<Type>;

    typename PacketFormat::PacketType GetType() const;
    std::uint16_t GetControls() const;
    Hit GetSender() const;

    /// The unspecified address is the NULL HIT.
    Hit GetReceiver() const;
    std::uint16_t GetChecksum() const;

    /// Verifies the checksum against the addresses of the IP header (RFC 7401 §5.1.1).
    bool HasGoodChecksum(const Path& path) const;

    /// @return the first parameter of this type, if there is one
    std::optional<Parameter> Find(Type type) const;

    /// @return the parameter behind @p previous of whatever type; with nothing, the first
    std::optional<Parameter> Next(const std::optional<Parameter>& previous) const;

    /// @return the first critical parameter that this implementation does not understand
    std::optional<Parameter> FindUnknownCritical() const;

    /**
     * Finds and decodes a parameter; T is one of the dialect's parameters.h.
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

    /// Header and parameters, without anything behind them.
    ByteSpan GetBytes() const
    {
        return m_packet;
    }

  protected:
    /// @param packet what Check returned
    explicit PacketViewBase(ByteSpan packet)
        : m_packet(packet)
    {
    }

    /**
     * Checks all but the critical bits.
     *
     * @return header and parameters; else TRUNCATED, MALFORMED, UNSUPPORTED_VERSION,
     *         UNKNOWN_PACKET_TYPE or PARAMETER_ORDER
     */
    static Result<ByteSpan> Check(ByteSpan packet);

    /// Header and all parameters with smaller type.
    ByteSpan GetBytesBefore(Type type) const;

  private:
    ByteSpan m_packet;
};

/// The part of a PacketWriter that both dialects share.
template <class PacketFormat>
class PacketWriterBase
{
  public:
    using Type = typename PacketFormat::ParameterType;
    using Writer = typename PacketFormat::Writer;

    PacketWriterBase(typename PacketFormat::PacketType type,
                     std::uint16_t controls,
                     const Hit& sender,
                     const Hit& receiver);

    /// Continues a packet that already exists: parameters may be added behind those it has.
    explicit PacketWriterBase(const PacketViewBase<PacketFormat>& packet);

    /// Appends a parameter of the dialect's parameters.h.
    template <class T>
    Writer& Add(const T& parameter)
    {
        Bytes contents;
        parameter.Write(contents);
        return AddRaw(T::TYPE, contents);
    }

    /// Appends a TLV from its contents and pads it to eight octets.
    Writer& AddRaw(Type type, ByteSpan contents);

    /// @return true if a parameter of this type and length of contents keeps order and limit
    bool MayAdd(Type type, std::size_t contentsLength) const;

    /// @return true if the packet has outgrown MAX_HIP_PACKET and must not be sent
    bool IsTooLong() const
    {
        return m_packet.size() > MAX_HIP_PACKET;
    }

    void SetReceiver(const Hit& receiver);

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

  protected:
    /// Sets one octet of the header.
    void SetOctet(std::size_t at, Byte octet);

  private:
    /// @return true if order and repetition allow a parameter of this type next
    bool IsInOrder(Type type) const;

    /// Sets Header Length and zeroes the checksum, which no longer fits.
    void Touch();

    Bytes m_packet;
    std::optional<Type> m_last;
};

} // namespace hip

#endif // HIP_CORE_WIRE_HIP_PACKET_BASE_H
