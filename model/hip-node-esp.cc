// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// How a node that speaks HIP tells what goes through ESP, for those who measure it.

#include "hip-flow-tuple.h"
#include "hip-node-application.h"
#include "hip-node-state.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipNodeEsp");

namespace
{

/// @return whether an ESP packet with this verdict has passed all checks of ESP; those of the NAT
/// behind come later
bool
WasOpened(const hip::Verdict& verdict)
{
    if (verdict.kind != hip::Verdict::Kind::DROPPED)
    {
        return true;
    }
    switch (verdict.reason)
    {
    case hip::DropReason::NO_BINDING:
    case hip::DropReason::HOP_LIMIT_EXCEEDED:
    case hip::DropReason::PACKET_TOO_BIG:
    case hip::DropReason::UNSUPPORTED_PROTOCOL:
        return true;
    default:
        return false;
    }
}

} // namespace

bool
HipNodeApplication::IsEspWatched() const
{
    return !m_espSendTrace.IsEmpty();
}

void
HipNodeApplication::NoteUpper(const hip::IpAddress& peer,
                              Ptr<const Packet> inner,
                              std::size_t length,
                              const hip::Verdict& verdict,
                              const hip::PacketBuffer& packet)
{
    NS_LOG_FUNCTION(this << inner << length);
    if (!IsEspWatched())
    {
        return;
    }
    if (verdict.kind == hip::Verdict::Kind::CONSUMED)
    {
        m_state->esp.Hold(peer, inner, length);
    }
    else if (verdict.kind == hip::Verdict::Kind::TRANSMIT)
    {
        if (auto record = HipEspWatch::Read(packet.GetPacket()))
        {
            record->peer = hipbytes::ToIpv6(peer);
            record->inner = inner;
            ReportSealed(*record);
        }
    }
}

void
HipNodeApplication::Send(const hip::Transmit& transmit)
{
    NS_LOG_FUNCTION(this);
    Ptr<Packet> packet = hipbytes::ToPacket(transmit.packet);
    if (IsEspWatched())
    {
        if (auto record = HipEspWatch::Read(transmit.packet))
        {
            m_state->esp.Release(*record);
            ReportSealed(*record);
        }
    }
    if (m_state->arrived && HipFlowTuple::Read(packet))
    {
        // The ESP packet under way brought the last piece of what a proxy now sends on as a whole.
        ReportOpened(hip::Verdict{hip::Verdict::Kind::CONSUMED}, packet);
    }
    Send(packet);
}

void
HipNodeApplication::ReportSealed(HipEspRecord record)
{
    NS_LOG_FUNCTION(this << record.spi << record.sequence);
    record.local = GetHit();
    record.time = Simulator::Now();
    m_espSendTrace(record);
}

void
HipNodeApplication::ReportOpened(const hip::Verdict& verdict, Ptr<const Packet> inner)
{
    NS_LOG_FUNCTION(this << inner);
    const auto arrived = std::exchange(m_state->arrived, std::nullopt);
    if (!arrived)
    {
        return;
    }
    HipEspRecord record = *arrived;
    record.isReplay =
        verdict.kind == hip::Verdict::Kind::DROPPED && verdict.reason == hip::DropReason::REPLAYED;
    if (record.isReplay || WasOpened(verdict))
    {
        record.local = GetHit();
        record.time = Simulator::Now() + m_state->delay;
        record.inner = inner;
        m_espReceiveTrace(record);
    }
}

} // namespace ns3
