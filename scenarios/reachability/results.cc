// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/reachability/results.h"

#include "scenarios/common/csv-file.h"

#include <map>

namespace hipscenario
{

using namespace ns3;

namespace
{

/// Adds the times of each contact, with the arrival of its peer after the move as time_s.
void
AddContacts(ResultRows& rows, const std::string& path, const ReachabilityExperiment& experiment)
{
    const auto text = [](Time time) { return FormatNanoseconds(time.GetNanoSeconds()); };
    std::map<Time, const Contact*> inOrder;
    for (const Contact& contact : experiment.GetContacts())
    {
        inOrder[contact.arrival] = &contact;
    }
    for (const auto& [arrival, contact] : inOrder)
    {
        const auto add = [&, when = arrival](const char* metric, Time value) {
            rows.Add(path, text(when), metric, text(Max(value, Time())), "s");
        };
        const Caller& caller = *contact->caller;
        add("wait", caller.GetAnswered() - caller.GetStarted());
        add("reached", caller.GetAnswered() - experiment.GetMove());
        add("cached", contact->cachedUntil - experiment.GetMove());
        if (!contact->known.IsZero())
        {
            add("known", contact->known - experiment.GetMove());
        }
    }
}

/// Adds what a server had to do for one host: in one second before the move, and for it.
void
AddLoad(ResultRows& rows,
        const std::string& path,
        const std::string& server,
        const ReachabilityExperiment::Load& load,
        const ReachabilityExperiment& experiment,
        Subject contact,
        Subject move)
{
    const auto hosts = static_cast<double>(experiment.GetContacts().size());
    Traffic before;
    for (std::size_t i = 0; i < static_cast<std::size_t>(Subject::NEITHER); ++i)
    {
        before.packets += load.before[i].packets;
        before.octets += load.before[i].octets;
    }
    const double share = 1 / hosts / experiment.GetBefore().GetSeconds();
    const auto add = [&](const std::string& metric, double value, const char* unit) {
        rows.Add(path, "", server + metric, FormatNumber(value), unit);
    };
    add("_messages", static_cast<double>(before.packets) * share, "1/s");
    add("_bytes", static_cast<double>(before.octets) * share, "byte/s");
    const auto addOf = [&](const std::string& metric, Subject subject) {
        add(metric + "_messages",
            static_cast<double>(load.meter.Get(subject).packets) / hosts,
            "1");
        add(metric + "_bytes", static_cast<double>(load.meter.Get(subject).octets) / hosts, "byte");
    };
    addOf("_move", move);
    addOf("_contact", contact);
}

} // namespace

std::vector<std::string>
GetResultColumns()
{
    std::vector<std::string>
        columns{"scenario", "run", "seed", "hosts", "ttl_s", "window_s", "retry_s"};
    return AddCommonColumns(std::move(columns));
}

std::vector<ResultRow>
MakeResults(const ReachabilityOptions& options,
            unsigned run,
            const ReachabilityExperiment& experiment,
            const Recorder& recorder)
{
    const ReachabilityCell& cell = options.GetCell(run);
    ResultRow head{"reachability",
                   std::to_string(run),
                   std::to_string(options.campaign.seed),
                   std::to_string(options.hipHosts),
                   std::to_string(cell.ttl),
                   FormatNumber(options.window),
                   FormatNumber(options.retry)};
    ResultRows rows(std::move(head), options);
    const std::string path = cell.withAgent ? "agent" : "dns";
    AddContacts(rows, path, experiment);
    AddLoad(rows,
            path,
            "dns",
            experiment.GetDnsLoad(),
            experiment,
            Subject::LOOKUP,
            Subject::DNS_UPDATE);
    if (cell.withAgent)
    {
        AddLoad(rows,
                path,
                "agent",
                experiment.GetAgentLoad(),
                experiment,
                Subject::RELAY,
                Subject::MOVE);
    }
    rows.AddDrops(recorder);
    return rows.Take();
}

} // namespace hipscenario
