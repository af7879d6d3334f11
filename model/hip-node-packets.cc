// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Packets and time into the core of a node that speaks HIP, and what comes out of it.

#include "core/util/operation-name.h"
#include "hip-event-text.h"
#include "hip-node-application.h"
#include "hip-node-state.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipNodePackets");

void
HipNodeApplication::ReceivePacket(const Header& header, Ptr<const Packet> payload)
{
    NS_LOG_FUNCTION(this << header << payload);
    hip::PacketBuffer& packet = m_state->scratch.Load(header, payload);
    if (!m_espReceiveTrace.IsEmpty())
    {
        m_state->arrived = HipEspWatch::Read(packet.GetPacket());
    }
    const hip::Verdict verdict = HandleWire(packet);
    Finish(verdict, packet);
}

hip::Verdict
HipNodeApplication::HandleWire(hip::PacketBuffer& packet)
{
    NS_LOG_FUNCTION(this);
    return m_state->endpoint->HandlePacket(packet, hipbytes::ToCore(Simulator::Now()));
}

void
HipNodeApplication::Finish(const hip::Verdict& verdict, const hip::PacketBuffer& packet)
{
    NS_LOG_FUNCTION(this);
    const hip::Work work = m_state->endpoint->TakeWork();
    m_state->delay =
        m_costModel && !work.IsEmpty() ? m_state->cpu.Occupy(m_costModel->GetCost(work)) : Time();
    ReportWork(work);
    const bool isSent = verdict.kind == hip::Verdict::Kind::TRANSMIT;
    const bool isDelivered = verdict.kind == hip::Verdict::Kind::DELIVER;
    const Ptr<Packet> made =
        isSent || isDelivered ? hipbytes::ToPacket(packet.GetPacket()) : nullptr;
    if (verdict.kind != hip::Verdict::Kind::CONSUMED)
    {
        ReportOpened(verdict, made);
    }
    if (isSent)
    {
        Send(made);
    }
    else if (isDelivered)
    {
        Deliver(made);
    }
    while (PollOnce())
    {
    }
    ReportOpened(verdict, nullptr); // unless it is done: nothing has come of the packet, so far
}

void
HipNodeApplication::Drain()
{
    NS_LOG_FUNCTION(this);
    Finish(hip::Verdict{hip::Verdict::Kind::CONSUMED}, hip::PacketBuffer());
}

bool
HipNodeApplication::PollOnce()
{
    hip::Output output = m_state->endpoint->Poll();
    if (const auto* transmit = std::get_if<hip::Transmit>(&output))
    {
        Send(*transmit);
    }
    else if (const auto* deliver = std::get_if<hip::Deliver>(&output))
    {
        Deliver(hipbytes::ToPacket(deliver->packet));
    }
    else if (const auto* event = std::get_if<hip::Event>(&output))
    {
        State::Report(*this, *event);
    }
    else
    {
        SetDeadline(std::get<hip::Idle>(output).deadline.time_since_epoch().count());
        return false;
    }
    return true;
}

void
HipNodeApplication::Send(Ptr<Packet> packet)
{
    NS_LOG_FUNCTION(this << packet);
    if (m_state->delay.IsZero())
    {
        SendNow(packet);
    }
    else
    {
        Simulator::Schedule(m_state->delay, &HipNodeApplication::SendNow, this, packet);
    }
}

void
HipNodeApplication::SendNow(Ptr<Packet> packet)
{
    NS_LOG_FUNCTION(this << packet);
    if (m_state && !m_state->sender.Send(packet))
    {
        m_dropTrace("no-route");
    }
}

void
HipNodeApplication::Deliver(Ptr<Packet> packet)
{
    NS_LOG_FUNCTION(this << packet);
    if (m_state->delay.IsZero())
    {
        DeliverUpper(packet);
    }
    else
    {
        Simulator::Schedule(m_state->delay, &HipNodeApplication::DeliverUpper, this, packet);
    }
}

void
HipNodeApplication::SetDeadline(int64_t nanoseconds)
{
    NS_LOG_FUNCTION(this << nanoseconds);
    // Data moves deadlines on with every packet. A timer that fires too early does no harm, but one
    // that is cancelled stays in ns-3's list of events until its time has come.
    if (nanoseconds >= m_timerAt)
    {
        return;
    }
    m_timer.Cancel();
    m_timer = Simulator::Schedule(hipbytes::GetDelayUntil(hip::Time(hip::Duration(nanoseconds))),
                                  &HipNodeApplication::HandleTimer,
                                  this);
    m_timerAt = nanoseconds;
}

void
HipNodeApplication::HandleTimer()
{
    NS_LOG_FUNCTION(this);
    m_timerAt = State::NO_TIMER;
    HandleDeadline();
    Drain();
}

void
HipNodeApplication::HandleDeadline()
{
    NS_LOG_FUNCTION(this);
    m_state->endpoint->HandleTimeout(hipbytes::ToCore(Simulator::Now()));
}

void
HipNodeApplication::ReportDrop(const std::string& reason)
{
    NS_LOG_FUNCTION(this << reason);
    m_dropTrace(reason);
}

void
HipNodeApplication::ReportWork(const hip::Work& work)
{
    if (m_workTrace.IsEmpty())
    {
        return;
    }
    for (const hip::WorkItem& item : work)
    {
        hip::Work alone;
        alone.Add(item.operation, item.algorithm, item.amount);
        m_workTrace(hip::ToString(item.operation),
                    item.amount,
                    m_costModel ? m_costModel->GetCost(alone) : Time());
    }
}

void
HipNodeApplication::Report(const HipEventRecord& record)
{
    NS_LOG_FUNCTION(this << record.event);
    if (m_state->delay.IsZero())
    {
        m_eventTrace(record);
    }
    else
    {
        Simulator::Schedule(m_state->delay, [self = Ptr<HipNodeApplication>(this), record] {
            self->m_eventTrace(record);
        });
    }
}

void
HipNodeApplication::State::Report(HipNodeApplication& application, const hip::Event& event)
{
    if (const auto* drop = std::get_if<hip::DropEvent>(&event))
    {
        application.m_dropTrace(hip::ToString(drop->reason));
    }
    application.m_state->esp.Note(event);
    if (const auto* sa = std::get_if<hip::SaEvent>(&event))
    {
        application.m_saTrace(hiptext::MakeSaRecord(*sa));
    }
    else if (const auto* key = std::get_if<hip::KeyEvent>(&event))
    {
        application.m_keyTrace(hiptext::MakeKeyRecord(*key));
    }
    if (application.m_eventTrace.IsEmpty())
    {
        return;
    }
    const auto* packet = std::get_if<hip::PacketEvent>(&event);
    if ((packet && !packet->isSent) || std::holds_alternative<hip::DropEvent>(event))
    {
        application.m_eventTrace(hiptext::Describe(event)); // what came in came now
    }
    else
    {
        application.Report(hiptext::Describe(event));
    }
}

} // namespace ns3
