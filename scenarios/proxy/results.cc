// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/proxy/results.h"

#include "scenarios/common/csv-file.h"

#include <cmath>
#include <filesystem>
#include <stdexcept>

namespace hipscenario
{

using ns3::Time;

namespace
{

/// About so many points has a throughput curve.
constexpr double POINTS = 40;

/// Collects rows that share their parameters.
class Rows
{
  public:
    Rows(const ProxyOptions& options, unsigned run)
        : m_head{"proxy",
                 std::to_string(run),
                 std::to_string(options.seed),
                 std::to_string(options.legacyHosts),
                 std::to_string(options.hipHosts),
                 ToString(options.transport),
                 std::to_string(options.bytes),
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
                 std::filesystem::path(options.topology).filename().string()}
    {
    }

    void Add(const std::string& path,
             const std::string& time,
             const std::string& metric,
             const std::string& value,
             const std::string& unit)
    {
        ResultRow row = m_head;
        row.insert(row.end(), {path, time, metric, value, unit});
        rows.push_back(row);
    }

    void AddSeconds(const std::string& path, const std::string& metric, Time value)
    {
        Add(path, "", metric, FormatNanoseconds(value.GetNanoSeconds()), "s");
    }

    void AddCount(const std::string& metric, std::uint64_t value, const std::string& unit = "1")
    {
        Add("", "", metric, std::to_string(value), unit);
    }

    std::vector<ResultRow> rows;

  private:
    ResultRow m_head;
};

/// @return an interval of 1, 2 or 5 times a power of ten seconds that cuts a time into some points
double
ChooseInterval(double seconds, double roundTrip)
{
    // Shorter than two round trips, the curve would show TCP's bursts and not its throughput.
    const double least = std::max(seconds / POINTS, 2 * roundTrip);
    const double power = std::pow(10, std::floor(std::log10(least)));
    for (const double step : {1.0, 2.0, 5.0})
    {
        if (step * power >= least)
        {
            return step * power;
        }
    }
    return 10 * power;
}

void
AddThroughput(Rows& rows, const std::string& path, const Measurement& measured, Time roundTrip)
{
    const double interval =
        ChooseInterval((measured.finished - measured.asked).GetSeconds(), roundTrip.GetSeconds());
    std::vector<double> octets;
    for (const auto& [time, count] : measured.arrivals)
    {
        const auto at = static_cast<std::size_t>((time - measured.asked).GetSeconds() / interval);
        octets.resize(std::max(octets.size(), at + 1));
        octets[at] += count;
    }
    for (std::size_t i = 0; i < octets.size(); ++i)
    {
        rows.Add(path,
                 FormatNumber(static_cast<double>(i + 1) * interval),
                 "throughput",
                 FormatNumber(octets[i] * 8 / interval / 1e6),
                 "Mbit/s");
    }
}

/// From the first packet to the first octet that came back.
void
AddLatencies(Rows& rows, const ProxyExperiment::Contact& contact, bool isTcp)
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
AddContact(Rows& rows, const ProxyExperiment::Contact& contact, bool isTcp, Time roundTrip)
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
    const Time transfer = measured.finished - measured.firstByte;
    rows.AddSeconds(path, "transfer_time", transfer);
    if (!transfer.IsZero())
    {
        rows.Add(
            path,
            "",
            "goodput",
            FormatNumber(static_cast<double>(measured.received) * 8 / transfer.GetSeconds() / 1e6),
            "Mbit/s");
    }
    AddThroughput(rows, path, measured, roundTrip);
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
    return {"scenario", "run",    "seed",  "legacy_hosts", "hip_hosts", "transport", "bytes",
            "suite",    "key",    "group", "puzzle",       "agent",     "legacy",    "substitutes",
            "crypto",   "costs",  "loss",  "duplicate",    "reorder",   "topology",  "path",
            "time_s",   "metric", "value", "unit"};
}

std::vector<ResultRow>
MakeResults(const ProxyOptions& options,
            unsigned run,
            const ProxyExperiment& experiment,
            const ProxyNetwork& network,
            const Recorder& recorder)
{
    Rows rows(options, run);
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
    for (const auto& [reason, count] : recorder.GetDrops())
    {
        rows.AddCount("drops." + reason, count, "packet");
    }
    return rows.rows;
}

void
WriteTransfers(const RunFolder& folder,
               const std::string& prefix,
               const ProxyExperiment& experiment)
{
    CsvFile file(folder,
                 prefix + "transfers.csv",
                 {"legacy_host", "hip_host", "path", "octets", "sha256"});
    for (const auto& contact : experiment.GetContacts())
    {
        const Measurement& measured = contact->probe->measurement;
        file.WriteRow({std::to_string(contact->legacyHost + 1),
                       std::to_string(contact->hipHost + 1),
                       contact->path,
                       std::to_string(measured.received),
                       measured.sha256});
    }
    file.Close();
}

} // namespace hipscenario
