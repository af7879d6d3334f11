// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/random/experiment.h"

#include "core/association/endpoint.h"
#include "scenarios/common/network-constants.h"

#include "ns3/data-rate.h"
#include "ns3/simulator.h"

namespace hipscenario
{

using namespace ns3;

namespace
{

const DataRate HOST_RATE("2Mbps");
/// For what is on its way after the last octet, and for an UPDATE that nobody answers.
const Time LINGER = Seconds(100);
const Time PATIENCE = Minutes(30); ///< once everybody is at home
const Time PAUSE = MilliSeconds(500);

hip::Hit
ToCore(Ptr<HipNodeApplication> application)
{
    return application->GetEndpoint().GetHit();
}

hip::State
GetState(Ptr<HipNodeApplication> application, Ptr<HipNodeApplication> peer)
{
    return application->GetEndpoint().GetState(ToCore(peer));
}

} // namespace

RandomExperiment::RandomExperiment(const RandomOptions& options,
                                   const RandomPlan& plan,
                                   ProxyNetwork& network,
                                   Recorder& recorder)
    : m_plan(plan),
      m_network(network),
      m_recorder(recorder),
      m_download(network, options.bytes, true),
      m_host{"hip-1", MakeHipHostLinks(network, "Norway", plan.visitsIpv4)},
      m_proxy{"proxy", MakeProxyLinks(network, "")}
{
    Ptr<Node> host = network.hipNodes.Get(0);
    for (uint32_t i = 0; i < host->GetNDevices(); ++i)
    {
        host->GetDevice(i)->SetAttributeFailSafe("DataRate", DataRateValue(HOST_RATE));
    }
}

void
RandomExperiment::Run()
{
    Simulator::Schedule(NamedDownload::FIRST_CONTACT, [this] {
        m_download.Begin([this] { Plan(); }, [] { Simulator::Stop(LINGER); });
    });
    Simulator::Stop(NamedDownload::FIRST_CONTACT + m_plan.end + PATIENCE);
    Simulator::Run();
}

void
RandomExperiment::Plan()
{
    for (const RandomEvent& event : m_plan.events)
    {
        Simulator::Schedule(event.at, [this, &event] { Do(event); });
    }
    Simulator::Schedule(m_plan.end, [this] {
        GoHome(m_host);
        GoHome(m_proxy);
    });
}

void
RandomExperiment::Do(const RandomEvent& event)
{
    const std::string gap = std::to_string(event.gap.GetMilliSeconds());
    m_recorder.Write("plan", "", ToString(event.kind), "gap=" + gap + "ms");
    const Ptr<HipHost> host = m_network.hipHosts[0];
    const auto rekeyHost = [=] { Rekey(host, m_network.proxy, event.withDiffieHellman); };
    const auto rekeyProxy = [=] { Rekey(m_network.proxy, host, event.withDiffieHellman); };
    switch (event.kind)
    {
    case RandomEvent::Kind::HOST_MOVES:
        Move(m_host, event.gap);
        break;
    case RandomEvent::Kind::PROXY_MOVES:
        Move(m_proxy, event.gap);
        break;
    case RandomEvent::Kind::BOTH_MOVE:
        Move(m_host, event.gap);
        Simulator::Schedule(event.offset, [=] { Move(m_proxy, event.gap); });
        break;
    case RandomEvent::Kind::AGENT_CRASHES:
        m_network.agent->Restart(event.gap);
        break;
    case RandomEvent::Kind::HOST_REKEYS:
        rekeyHost();
        break;
    case RandomEvent::Kind::PROXY_REKEYS:
        rekeyProxy();
        break;
    case RandomEvent::Kind::BOTH_REKEY:
        rekeyHost();
        Simulator::Schedule(event.offset, rekeyProxy);
        break;
    }
}

/// Changes to the other link. @param gap until it has that link; negative: it has both meanwhile
void
RandomExperiment::Move(Mover& mover, Time gap)
{
    if (mover.isMoving)
    {
        return;
    }
    mover.isMoving = true;
    const auto from = mover.at;
    const auto to = from == MobileLinks::HOME ? MobileLinks::VISITED : MobileLinks::HOME;
    if (gap.IsPositive())
    {
        m_recorder.Write(mover.name, "", "link-down", "link=" + std::to_string(from));
        mover.links.Leave(from);
        Simulator::Schedule(gap, [=, &mover] { Arrive(mover, to, false); });
        return;
    }
    Arrive(mover, to, true);
    mover.isMoving = true;
    Simulator::Schedule(Time() - gap, [=, &mover] {
        m_recorder.Write(mover.name, "", "link-down", "link=" + std::to_string(from));
        mover.links.Leave(from);
        mover.isMoving = false;
    });
}

void
RandomExperiment::Arrive(Mover& mover, MobileLinks::Link link, bool isSecond)
{
    m_recorder.Write(mover.name, "", "link-up", "link=" + std::to_string(link));
    mover.links.Enter(link, isSecond);
    mover.at = link;
    mover.isMoving = false;
}

void
RandomExperiment::GoHome(Mover& mover)
{
    if (mover.isMoving)
    {
        Simulator::Schedule(PAUSE, [this, &mover] { GoHome(mover); });
    }
    else if (mover.at != MobileLinks::HOME)
    {
        Move(mover, PAUSE);
    }
}

void
RandomExperiment::Rekey(Ptr<HipNodeApplication> application,
                        Ptr<HipNodeApplication> peer,
                        bool withDiffieHellman)
{
    const hip::Time now(std::chrono::nanoseconds(Simulator::Now().GetNanoSeconds()));
    application->GetEndpoint().Rekey(ToCore(peer), withDiffieHellman, now);
    application->RefreshAddresses(); // which sends what the endpoint has to say
}

std::string
RandomExperiment::GetHostState() const
{
    return hip::ToString(GetState(m_network.hipHosts[0], m_network.proxy));
}

std::string
RandomExperiment::GetProxyState() const
{
    return hip::ToString(GetState(m_network.proxy, m_network.hipHosts[0]));
}

std::string
RandomExperiment::FindFailure() const
{
    const Measurement& measured = m_download.GetMeasurement();
    if (measured.wrong > 0)
    {
        return "octets came wrong";
    }
    if (!m_download.IsDone() || !measured.IsIntact())
    {
        return "octets are missing";
    }
    const auto isGood = [](hip::State state) {
        return state == hip::State::ESTABLISHED || state == hip::State::UNASSOCIATED ||
               state == hip::State::CLOSED ||
               state == hip::State::R2_SENT; // established in a moment
    };
    const bool isOver = isGood(GetState(m_network.hipHosts[0], m_network.proxy)) &&
                        isGood(GetState(m_network.proxy, m_network.hipHosts[0]));
    return isOver ? "" : "the association is left half done";
}

} // namespace hipscenario
