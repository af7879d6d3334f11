// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_COMPAT_H
#define HIP_COMPAT_H

#include "ns3/ipv4-routing-protocol.h"
#include "ns3/ipv6-routing-protocol.h"

#include <cstddef>
#include <tuple>

// Everything that differs between the ns-3 releases this module builds with, from 3.37 on.
//
// - From 3.39 on, RouteInput takes its callbacks by const reference.
// - From 3.41 on, ns-3 compiles as C++20, from 3.46 on as C++23: nothing to do here.
// - From 3.46 on, raw sockets no longer see forwarded packets: this module uses none for them.

namespace ns3
{
namespace hipcompat
{

/// The types of RouteInput's parameters as this release declares them.
template <class Method>
struct RouteInputTraits;

template <class Class, class... Arguments>
struct RouteInputTraits<bool (Class::*)(Arguments...)>
{
    template <std::size_t N>
    using Argument = std::tuple_element_t<N, std::tuple<Arguments...>>;
};

using RouteInput6 = RouteInputTraits<decltype(&Ipv6RoutingProtocol::RouteInput)>;
using RouteInput4 = RouteInputTraits<decltype(&Ipv4RoutingProtocol::RouteInput)>;

using Unicast6 = RouteInput6::Argument<3>;
using Multicast6 = RouteInput6::Argument<4>;
using LocalDeliver6 = RouteInput6::Argument<5>;
using Error6 = RouteInput6::Argument<6>;

using Unicast4 = RouteInput4::Argument<3>;
using Multicast4 = RouteInput4::Argument<4>;
using LocalDeliver4 = RouteInput4::Argument<5>;
using Error4 = RouteInput4::Argument<6>;

} // namespace hipcompat
} // namespace ns3

#endif // HIP_COMPAT_H
