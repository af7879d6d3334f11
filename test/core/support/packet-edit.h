// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_SUPPORT_PACKET_EDIT_H
#define HIP_TEST_CORE_SUPPORT_PACKET_EDIT_H

#include "core/wire/hip-packet.h"
#include "core/wire/parameters.h"

#include <map>
#include <utility>

namespace hip::test
{

/**
 * A packet of either dialect taken apart, so that a test can change it and put it together again.
 *
 * @tparam firstAuth type of the first MAC or signature
 */
template <class View, class Writer, auto firstAuth>
class BasicPacketEdit
{
  public:
    using ParameterType = typename View::Type;
    using PacketType = decltype(std::declval<View>().GetType());

    explicit BasicPacketEdit(const View& packet)
        : type(packet.GetType()),
          controls(packet.GetControls()),
          sender(packet.GetSender()),
          receiver(packet.GetReceiver())
    {
        for (auto parameter = packet.Next({}); parameter; parameter = packet.Next(parameter))
        {
            m_parameters.emplace(parameter->type,
                                 Bytes(parameter->contents.begin(), parameter->contents.end()));
        }
    }

    explicit BasicPacketEdit(const Bytes& hipPacket)
        : BasicPacketEdit(View::Parse(hipPacket).value())
    {
    }

    BasicPacketEdit& Remove(ParameterType parameter)
    {
        m_parameters.erase(parameter);
        return *this;
    }

    /// Replaces all parameters of this type by one.
    BasicPacketEdit& SetRaw(ParameterType parameter, const Bytes& contents)
    {
        Remove(parameter);
        m_parameters.emplace(parameter, contents);
        return *this;
    }

    template <class T>
    BasicPacketEdit& Set(const T& parameter)
    {
        Bytes contents;
        parameter.Write(contents);
        return SetRaw(T::TYPE, contents);
    }

    template <class T>
    T Get() const
    {
        return T::Parse(m_parameters.find(T::TYPE)->second).value();
    }

    /// @return the packet up to the first MAC or signature, which the caller adds anew
    Writer WriteUnsigned() const
    {
        Writer writer(type, controls, sender, receiver);
        for (const auto& [parameter, contents] : m_parameters)
        {
            if (parameter < firstAuth)
            {
                writer.AddRaw(parameter, contents);
            }
        }
        return writer;
    }

    /// @return the whole packet with the MACs and signatures that it has
    Writer Write() const
    {
        Writer writer(type, controls, sender, receiver);
        for (const auto& [parameter, contents] : m_parameters)
        {
            writer.AddRaw(parameter, contents);
        }
        return writer;
    }

    PacketType type;
    std::uint16_t controls;
    Hit sender;
    Hit receiver;

  private:
    std::multimap<ParameterType, Bytes> m_parameters;
};

using PacketEdit = BasicPacketEdit<PacketView, PacketWriter, ParameterType::HIP_MAC>;

} // namespace hip::test

#endif // HIP_TEST_CORE_SUPPORT_PACKET_EDIT_H
