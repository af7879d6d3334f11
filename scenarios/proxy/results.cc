// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/proxy/results.h"

#include "scenarios/common/csv-file.h"

#include <filesystem>
#include <stdexcept>

namespace hipscenario
{

using ns3::Time;

namespace
{

/// From the first packet to the first octet that came back.
void
AddLatencies(ResultRows& rows, const ProxyExperiment::Contact& contact, bool isTcp)
{
    const Measurement& measured = contact.probe->measurement;
    const std::string& path = contact.path;
    Time beforeByte = measured.firstByte - measured.started;
    if (!contact.baseExchange.IsZero())
    {
        rows.AddSeconds(path, "base_exchange_latency", contact.baseExchange);
        beforeByte -= contact.baseExchange;
    }
    if (isTcp)
    {
        const Time tcp = measured.connected - measured.started - contact.baseExchange;
        rows.AddSeconds(path, "tcp_latency", tcp);
        beforeByte -= tcp;
    }
    rows.AddSeconds(path, "first_byte_latency", beforeByte);
}

void
AddContact(ResultRows& rows, const ProxyExperiment::Contact& contact, bool isTcp, Time roundTrip)
{
    const Measurement& measured = contact.probe->measurement;
    const std::string& path = contact.path;
    rows.AddSeconds(path, "dns_latency", measured.resolved - measured.asked);
    rows.Add(path, "", "transferred", std::to_string(measured.received), "byte");
    if (measured.sent > 0)
    {
        const auto lost = static_cast<double>(measured.sent - measured.returned);
        rows.Add(path,
                 "",
                 "loss_ratio",
                 FormatNumber(lost / static_cast<double>(measured.sent)),
                 "1");
    }
    if (measured.received == 0)
    {
        return; // all is lost
    }
    AddLatencies(rows, contact, isTcp);
    rows.AddTransfer(path, measured);
    rows.AddThroughput(path, measured, roundTrip);
}

void
CheckContact(const ProxyOptions& options, const ProxyExperiment::Contact& contact)
{
    const Measurement& measured = contact.probe->measurement;
    const bool isReliable =
        options.transport == Transport::TCP || options.transport == Transport::HTTP;
    const bool mayLose = !isReliable && !options.faults.HasNone();
    const bool isGood =
        measured.wrong == 0 && (mayLose || (measured.IsIntact() && measured.received > 0));
    if (!isGood)
    {
        throw std::runtime_error("legacy host " + std::to_string(contact.legacyHost + 1) + " (" +
                                 (contact.path.empty() ? "further host" : contact.path) + ") got " +
                                 std::to_string(measured.received) + " of " +
                                 std::to_string(measured.wanted) + " octets, " +
                                 std::to_string(measured.wrong) + " of them wrong");
    }
}

} // namespace

std::vector<std::string>
GetResultColumns()
{
    return {"scenario",    "run",    "seed",   "legacy_hosts", "hip_hosts", "transport", "bytes",
            "dialect",     "suite",  "key",    "group",        "puzzle",    "agent",     "legacy",
            "substitutes", "crypto", "costs",  "loss",         "duplicate", "reorder",   "topology",
            "path",        "time_s", "metric", "value",        "unit"};
}

std::vector<ResultRow>
MakeResults(const ProxyOptions& options,
            unsigned run,
            const ProxyExperiment& experiment,
            const ProxyNetwork& network,
            const Recorder& recorder)
{
    ResultRows rows({"proxy",
                     std::to_string(run),
                     std::to_string(options.campaign.seed),
                     std::to_string(options.legacyHosts),
                     std::to_string(options.hipHosts),
                     ToString(options.transport),
                     std::to_string(options.bytes),
                     options.dialect,
                     options.suite,
                     options.keyKind,
                     options.group,
                     std::to_string(options.puzzle),
                     options.withAgent ? "yes" : "no",
                     options.legacyIpv4 ? "ipv4" : "ipv6",
                     options.withSubstitutes ? "yes" : "no",
                     options.crypto,
                     std::filesystem::path(options.costs).filename().string(),
                     FormatNumber(options.faults.loss),
                     FormatNumber(options.faults.duplicate),
                     FormatNumber(options.faults.reorder),
                     std::filesystem::path(options.topology).filename().string()});
    const bool isTcp = options.transport == Transport::TCP || options.transport == Transport::HTTP;
    for (const auto& contact : experiment.GetContacts())
    {
        CheckContact(options, *contact);
        if (!contact->path.empty())
        {
            AddContact(rows, *contact, isTcp, 2 * network.pathDelay);
        }
    }
    rows.AddSeconds("", "path_delay", network.pathDelay);
    rows.AddCount("base_exchanges", recorder.Count("G.exchange-start"));
    rows.AddCount("associations", network.proxy->GetAssociationCount());
    rows.AddCount("packets_through_agent",
                  network.agent ? network.agent->GetRelayedCount() : 0,
                  "packet");
    rows.AddDrops(recorder);
    return rows.Take();
}

void
WriteTransfers(const RunFolder& folder,
               const std::string& prefix,
               const ProxyExperiment& experiment)
{
    std::vector<Transfer> transfers;
    for (const auto& contact : experiment.GetContacts())
    {
        transfers.push_back({contact->legacyHost + 1,
                             contact->hipHost + 1,
                             contact->path,
                             contact->probe->measurement});
    }
    WriteTransferFile(folder, prefix, transfers);
}

} // namespace hipscenario
