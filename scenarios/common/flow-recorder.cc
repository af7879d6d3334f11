// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/flow-recorder.h"

#include "scenarios/common/network-constants.h"

#include "ns3/ipv4-address.h"
#include "ns3/ipv6-address.h"

#include <algorithm>
#include <sstream>

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr std::uint16_t DNS_PORT = 53;
const Time INTERVAL = MilliSeconds(50);
const Time LONGEST_DELAY = Seconds(1); ///< of what is under way at the end of a run
constexpr double BITS_PER_MEGABIT = 1e6;

const std::vector<std::string> COLUMNS{"kind",
                                       "id",
                                       "from",
                                       "to",
                                       "protocol",
                                       "source",
                                       "source_port",
                                       "destination",
                                       "destination_port",
                                       "arrived_source",
                                       "arrived_source_port",
                                       "arrived_destination",
                                       "arrived_destination_port",
                                       "source_hit",
                                       "destination_hit",
                                       "spi",
                                       "tx_packets",
                                       "tx_bytes",
                                       "rx_packets",
                                       "rx_bytes",
                                       "lost",
                                       "under_way",
                                       "late",
                                       "duplicates",
                                       "reordered",
                                       "first_tx_s",
                                       "last_tx_s",
                                       "first_rx_s",
                                       "last_rx_s",
                                       "delay_sum_s",
                                       "mean_delay_s",
                                       "min_delay_s",
                                       "max_delay_s",
                                       "jitter_sum_s",
                                       "jitter_s",
                                       "gap_s",
                                       "gap_start_s",
                                       "throughput_mbps"};

bool
IsDns(const HipFlow& flow)
{
    return flow.sent.sourcePort == DNS_PORT || flow.sent.destinationPort == DNS_PORT;
}

std::string
ToText(const Address& address)
{
    std::ostringstream text;
    if (Ipv4Address::IsMatchingType(address))
    {
        text << Ipv4Address::ConvertFrom(address);
    }
    else
    {
        text << Ipv6Address::ConvertFrom(address);
    }
    return text.str();
}

/// @return empty for a host that is not behind HIP
std::string
ToHitText(const Ipv6Address& hit)
{
    return hit.IsAny() ? "" : ToText(hit);
}

std::string
ToSeconds(Time time)
{
    return FormatNanoseconds(time.GetNanoSeconds());
}

void
AddStatistics(std::vector<std::string>& row, const HipFlowStatistics& statistics)
{
    const auto& sums = statistics.Get();
    for (const std::uint64_t count : {sums.txPackets,
                                      sums.txBytes,
                                      sums.rxPackets,
                                      sums.rxBytes,
                                      sums.lost,
                                      statistics.GetUnderWay(),
                                      sums.late,
                                      sums.duplicates,
                                      sums.reordered})
    {
        row.push_back(std::to_string(count));
    }
    row.push_back(ToSeconds(sums.firstTx));
    row.push_back(ToSeconds(sums.lastTx));
    const bool hasArrived = sums.rxPackets > 0;
    for (const Time& time : {sums.firstRx,
                             sums.lastRx,
                             sums.delaySum,
                             statistics.GetMeanDelay(),
                             sums.minDelay,
                             sums.maxDelay,
                             sums.jitterSum,
                             statistics.GetJitter(),
                             sums.gap,
                             sums.gapStart})
    {
        row.push_back(hasArrived ? ToSeconds(time) : "");
    }
    row.push_back(FormatNumber(statistics.GetThroughput() / BITS_PER_MEGABIT));
}

} // namespace

FlowRecorder::FlowRecorder(const RunFolder& folder,
                           const std::string& prefix,
                           const ProxyNetwork& network,
                           const Recorder& recorder)
    : m_folder(folder),
      m_prefix(prefix),
      m_network(network),
      m_recorder(recorder),
      m_probe(CreateObject<HipFlowProbe>())
{
    NodeContainer nodes(network.legacy, network.hipNodes);
    nodes.Add(network.proxyNode);
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        m_probe->Attach(*node);
    }
    if (prefix.empty())
    {
        m_probe->TraceConnectWithoutContext(
            "Arrival",
            Callback<void, const HipFlow&, Time, Time, std::uint32_t>(
                [this](const HipFlow& flow, Time sent, Time arrived, std::uint32_t bytes) {
                    NoteArrival(flow, sent, arrived, bytes);
                }));
    }
}

void
FlowRecorder::NoteArrival(const HipFlow& flow, Time sent, Time arrived, std::uint32_t bytes)
{
    if (!IsDns(flow))
    {
        const std::int64_t number = arrived.GetNanoSeconds() / INTERVAL.GetNanoSeconds();
        Interval& interval = m_intervals[{flow.id, number}];
        ++interval.packets;
        interval.bytes += bytes;
        interval.delaySum += arrived - sent;
        interval.maxDelay = Max(interval.maxDelay, arrived - sent);
    }
}

void
FlowRecorder::Write()
{
    m_probe->CheckForLostPackets(LONGEST_DELAY);
    WriteFlows();
    if (m_prefix.empty())
    {
        WriteDelays();
    }
}

void
FlowRecorder::WriteFlows()
{
    CsvFile file(m_folder, m_prefix + "flows.csv", COLUMNS);
    for (const HipFlow& flow : m_probe->GetFlows())
    {
        if (!IsDns(flow))
        {
            file.WriteRow(MakeRow(flow));
        }
    }
    const auto& sas = m_probe->GetSas();
    for (std::size_t i = 0; i < sas.size(); ++i)
    {
        file.WriteRow(MakeRow(sas[i], i));
    }
    file.Close();
}

std::vector<std::string>
FlowRecorder::MakeRow(const HipFlow& flow) const
{
    const HipFlowTuple arrived = flow.arrived.value_or(HipFlowTuple());
    const auto ifArrived = [&](const std::string& text) { return flow.arrived ? text : ""; };
    const std::string source = ToText(flow.sent.source);
    const std::string destination = ToText(flow.sent.destination);
    const std::string end = flow.arrived ? ToText(arrived.destination) : destination;
    std::vector<std::string> row{"flow",
                                 std::to_string(flow.id),
                                 m_recorder.GetName(source),
                                 m_recorder.GetName(end),
                                 flow.sent.protocol == HipFlowTuple::TCP ? "tcp" : "udp",
                                 source,
                                 std::to_string(flow.sent.sourcePort),
                                 destination,
                                 std::to_string(flow.sent.destinationPort),
                                 flow.arrived ? ToText(arrived.source) : "",
                                 ifArrived(std::to_string(arrived.sourcePort)),
                                 flow.arrived ? ToText(arrived.destination) : "",
                                 ifArrived(std::to_string(arrived.destinationPort)),
                                 ToHitText(flow.sourceHit),
                                 ToHitText(flow.destinationHit),
                                 ""};
    AddStatistics(row, flow.statistics);
    return row;
}

std::vector<std::string>
FlowRecorder::MakeRow(const HipSaFlow& sa, std::size_t id) const
{
    std::ostringstream spi;
    spi << "0x" << std::hex << sa.spi;
    std::vector<std::string> row{"sa",
                                 std::to_string(id),
                                 m_recorder.GetName(ToText(sa.source)),
                                 m_recorder.GetName(ToText(sa.destination)),
                                 "esp"};
    row.resize(row.size() + 8); // addresses and ports, which change
    row.insert(row.end(), {ToText(sa.source), ToText(sa.destination), spi.str()});
    AddStatistics(row, sa.statistics);
    return row;
}

void
FlowRecorder::WriteDelays() const
{
    CsvFile file(m_folder,
                 "delays.csv",
                 {"flow", "time_s", "packets", "bytes", "mean_delay_s", "max_delay_s"});
    for (const auto& [key, interval] : m_intervals)
    {
        const auto& [flow, number] = key;
        const auto packets = static_cast<std::int64_t>(interval.packets);
        file.WriteRow({std::to_string(flow),
                       FormatNanoseconds((number + 1) * INTERVAL.GetNanoSeconds()),
                       std::to_string(interval.packets),
                       std::to_string(interval.bytes),
                       FormatNanoseconds(interval.delaySum.GetNanoSeconds() / packets),
                       FormatNanoseconds(interval.maxDelay.GetNanoSeconds())});
    }
    file.Close();
}

void
FlowRecorder::AddResults(ResultRows& rows, const std::string& path, unsigned hipHost)
{
    const Address hit = m_network.hipHosts[hipHost]->GetHit();
    const HipFlow* most = nullptr;
    for (const HipFlow& flow : m_probe->GetFlows())
    {
        const std::uint64_t bytes = flow.statistics.Get().rxBytes;
        if (flow.sent.source == hit && bytes > (most ? most->statistics.Get().rxBytes : 0))
        {
            most = &flow;
        }
    }
    if (!most)
    {
        return;
    }
    const auto& sums = most->statistics.Get();
    rows.AddSeconds(path, "one_way_delay", most->statistics.GetMeanDelay());
    rows.AddSeconds(path, "one_way_delay_max", sums.maxDelay);
    const auto differences =
        static_cast<std::int64_t>(std::max<std::uint64_t>(sums.rxPackets, 2)) - 1;
    rows.AddSeconds(path,
                    "delay_jitter",
                    NanoSeconds(sums.jitterSum.GetNanoSeconds() / differences));
    rows.AddSeconds(path, "flow_gap", sums.gap);
    rows.Add(path, "", "flow_lost", std::to_string(sums.lost), "packet");
    rows.Add(path, "", "flow_reordered", std::to_string(sums.reordered), "packet");
}

} // namespace hipscenario
