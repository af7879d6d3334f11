// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/attack/experiment.h"

#include "scenarios/common/network-constants.h"

#include "ns3/ipv6.h"
#include "ns3/simulator.h"

#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

const Time FIRST_MOVE = Seconds(4);
const Time AWAY = Seconds(1);           ///< before it comes back
const Time BETWEEN_PHASES = Seconds(1); ///< more than any packet is on its way

constexpr const char* OBSERVER_ADDRESS = "3ffe:610::1";
constexpr const char* VICTIM_OF_CREDIT = "3ffe:600::1";
constexpr const char* VICTIM_OF_STRICT = "3ffe:600::2";
constexpr const char* VICTIM_OF_FORGERY = "3ffe:600::3";
constexpr const char* NOWHERE = "3ffe:dead::1"; ///< no router has a route

// Numbers of HIP hosts.
constexpr unsigned SERVER = 0;
constexpr unsigned STRICT_SERVER = 1; ///< see ReadOptions

std::vector<ClaimPlan>
MakePlans()
{
    return {{"third-party", SERVER, 2, true, true, {VICTIM_OF_CREDIT}},
            {"third-party-strict", STRICT_SERVER, 3, true, true, {VICTIM_OF_STRICT}},
            {"unroutable", SERVER, 4, true, false, {NOWHERE}},
            {"no-host", SERVER, 5, false, false, {"ff0e::1", "::1", "::"}}};
}

} // namespace

AttackExperiment::AttackExperiment(const AttackOptions& options,
                                   ProxyNetwork& network,
                                   Recorder& recorder)
    : m_options(options),
      m_recorder(recorder),
      m_links(MakeHipHostLinks(network, options.visitedCity)),
      m_download(network, options.bytes, !options.faults.HasNone())
{
    const std::string victimCity = network.ChooseCity(options.victimCity, "Greece", 2);
    Ptr<Node> victim = network.AddHost("victim", victimCity, VICTIM_OF_CREDIT);
    for (const char* further : {VICTIM_OF_STRICT, VICTIM_OF_FORGERY})
    {
        victim->GetObject<Ipv6>()->AddAddress(1, Ipv6InterfaceAddress(further, PREFIX));
    }
    const std::string observerCity = network.ChooseCity(options.observerCity, "Italy", 3);
    Ptr<Node> node = network.AddHost("observer", observerCity, OBSERVER_ADDRESS);
    m_observer = std::make_unique<Observer>(options,
                                            network,
                                            node,
                                            OBSERVER_ADDRESS,
                                            victim,
                                            VICTIM_OF_FORGERY);
    for (ClaimPlan& plan : MakePlans())
    {
        m_claims.push_back(
            std::make_unique<Claim>(options, network, recorder, std::move(plan), victim));
    }
}

void
AttackExperiment::Run()
{
    Simulator::Schedule(NamedDownload::FIRST_CONTACT,
                        [this] { m_download.Begin([this] { Plan(); }, [this] { StopIfOver(); }); });
    Simulator::Stop(NamedDownload::LONGEST_RUN);
    Simulator::Run();
    m_download.CheckIntact();
    if (m_download.GetMeasurement().finished < m_claims.front()->GetTold())
    {
        throw std::runtime_error(
            "the download was over before the false addresses were told: raise --bytes");
    }
}

/// The download of an honest host may last longer than what is watched.
void
AttackExperiment::StopIfOver()
{
    if (m_isOver && m_download.IsDone())
    {
        Simulator::Stop();
    }
}

void
AttackExperiment::Move(MobileLinks::Link from, MobileLinks::Link to)
{
    m_recorder.Write("hip-1", "", "move", "kind=gapless to-link=" + ToText(m_links.GetAddress(to)));
    m_links.Leave(from);
    m_links.Enter(to, false);
}

void
AttackExperiment::Plan()
{
    m_observer->SetRecording(true);
    m_download.WhenAssociated(Max(FIRST_MOVE, Simulator::Now()), [this] {
        Move(MobileLinks::HOME, MobileLinks::VISITED);
        Simulator::Schedule(AWAY, [this] { Move(MobileLinks::VISITED, MobileLinks::HOME); });
        Simulator::Schedule(AWAY + BETWEEN_PHASES, [this] { Attack(); });
    });
}

void
AttackExperiment::Attack()
{
    m_observer->SetRecording(false);
    m_observer->Replay();
    const auto lasts = [](const Injections& sent) {
        return sent.sent * Observer::BETWEEN_PACKETS + BETWEEN_PHASES;
    };
    Simulator::Schedule(lasts(m_observer->GetReplays()), [this, lasts] {
        m_observer->Forge();
        Simulator::Schedule(lasts(m_observer->GetForgeries()), [this] { Tell(); });
    });
}

void
AttackExperiment::Tell()
{
    m_observer->End();
    for (const auto& claim : m_claims)
    {
        claim->Tell();
    }
    Simulator::Schedule(Seconds(m_options.duration), [this] {
        m_isOver = true;
        StopIfOver();
    });
}

} // namespace hipscenario
