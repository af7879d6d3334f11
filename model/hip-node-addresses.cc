// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// How a node that speaks HIP learns of its own addresses.

#include "hip-config.h"
#include "hip-interceptor.h"
#include "hip-node-application.h"
#include "hip-node-state.h"

#include "ns3/ipv4-list-routing.h"
#include "ns3/ipv6-list-routing.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipNodeAddresses");

namespace
{

constexpr int16_t TOP_PRIORITY = std::numeric_limits<int16_t>::max();

/// Puts an interceptor at the top of the node's list of routing protocols. @return nullptr without
/// a list
template <class Interceptor, class List, class Stack>
Ptr<Interceptor>
Insert(Ptr<Node> node)
{
    Ptr<Stack> stack = node->GetObject<Stack>();
    Ptr<List> list = stack ? DynamicCast<List>(stack->GetRoutingProtocol()) : nullptr;
    if (!list)
    {
        return nullptr;
    }
    Ptr<Interceptor> interceptor = CreateObject<Interceptor>();
    list->AddRoutingProtocol(interceptor, TOP_PRIORITY);
    return interceptor;
}

} // namespace

void
HipNodeApplication::InstallInterceptors()
{
    NS_LOG_FUNCTION(this);
    if (!m_interceptor6)
    {
        m_interceptor6 = Insert<HipInterceptor6, Ipv6ListRouting, Ipv6>(GetNode());
    }
    if (!m_interceptor4)
    {
        m_interceptor4 = Insert<HipInterceptor4, Ipv4ListRouting, Ipv4>(GetNode());
    }
    const auto callback = MakeCallback(&HipNodeApplication::HandleAddressChange, this);
    if (m_interceptor6)
    {
        m_interceptor6->SetAddressCallback(callback);
    }
    if (m_interceptor4)
    {
        m_interceptor4->SetAddressCallback(callback);
    }
}

void
HipNodeApplication::RemoveInterceptorCallbacks()
{
    NS_LOG_FUNCTION(this);
    m_refresh.Cancel();
    m_settle.Cancel();
    if (m_interceptor6)
    {
        m_interceptor6->SetCallback(HipInterceptCallback());
        m_interceptor6->SetAddressCallback(Callback<void>());
    }
    if (m_interceptor4)
    {
        m_interceptor4->SetCallback(HipInterceptCallback());
        m_interceptor4->SetAddressCallback(Callback<void>());
    }
}

Ptr<HipInterceptor6>
HipNodeApplication::GetInterceptor6() const
{
    return m_interceptor6;
}

Ptr<HipInterceptor4>
HipNodeApplication::GetInterceptor4() const
{
    return m_interceptor4;
}

void
HipNodeApplication::HandleAddressChange()
{
    NS_LOG_FUNCTION(this);
    // At the end of this moment: a change of link is several calls, the last of which counts.
    if (!m_refresh.IsRunning())
    {
        m_refresh = Simulator::ScheduleNow(&HipNodeApplication::RefreshAddresses, this);
    }
}

void
HipNodeApplication::RefreshAddresses()
{
    NS_LOG_FUNCTION(this);
    MakeEndpoint();
    m_settle.Cancel();
    const Time now = Simulator::Now();
    // What was there before this application started has been checked before.
    const Time ready = m_knowsAddresses ? now + m_dadDelay : now;
    const std::map<Address, OwnAddress> before = std::exchange(m_addresses, {});
    m_knowsAddresses = true;
    std::vector<hip::IpAddress> locators;
    Time next = Time::Max();
    for (const hip::IpAddress& locator :
         hipconfig::GetLocators(GetNode(), m_state->endpoint->GetDialect()))
    {
        const Address address = hipbytes::ToAddress(locator);
        if (!IsLocator(address))
        {
            continue;
        }
        const auto known = before.find(address);
        OwnAddress& own = m_addresses[address];
        own = known == before.end() ? OwnAddress{ready, false} : known->second;
        if (own.ready > now)
        {
            next = std::min(next, own.ready);
            continue;
        }
        locators.push_back(locator);
        if (!std::exchange(own.isUsed, true))
        {
            m_locatorTrace(address);
        }
    }
    if (next != Time::Max())
    {
        m_settle = Simulator::Schedule(next - now, &HipNodeApplication::RefreshAddresses, this);
    }
    m_state->endpoint->SetLocators(locators, hipbytes::ToCore(now));
    Drain();
}

bool
HipNodeApplication::IsLocator(const Address&) const
{
    return true;
}

} // namespace ns3
