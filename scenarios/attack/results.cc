// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/attack/results.h"

#include "scenarios/common/csv-file.h"

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr const char* DOWNLOAD = "download";
constexpr const char* BYTE = "byte";
constexpr int POINTS = 60; ///< of a curve

void
AddClaim(ResultRows& rows, const Claim& claim, const AttackOptions& options)
{
    const std::string& path = claim.GetPlan().path;
    const Time told = claim.GetTold();
    const bool hasLimit = path == "third-party" || path == "unroutable";
    const bool hasCredit = hasLimit && options.dialect != "2003"; // which does not know it
    const auto getLimit = [&](Time since) {
        return FormatNumber(hasCredit ? claim.GetLimit().Get(told, told + since) : 0);
    };
    const auto addTotal = [&](const char* metric, const std::string& value, const char* unit) {
        rows.Add(path, "", metric, value, unit);
    };
    const Time duration = Seconds(options.duration);
    addTotal("diverted_bytes", std::to_string(claim.GetDiverted(told + duration)), BYTE);
    addTotal("stream_bytes", FormatNumber(options.rate * 1e6 / 8 * options.duration), BYTE);
    addTotal("limit_bytes", getLimit(duration), BYTE);
    addTotal("attacker_bytes", std::to_string(claim.GetLimit().GetTotal()), BYTE);
    addTotal("check_bytes", std::to_string(claim.GetCheckBytes()), BYTE);
    addTotal("verified", std::to_string(claim.GetVerified()), "1");
    for (int i = 0; i <= POINTS; ++i)
    {
        const Time at = duration * i / POINTS;
        const std::string time = FormatNanoseconds(at.GetNanoSeconds());
        rows.Add(path, time, "diverted", std::to_string(claim.GetDiverted(told + at)), BYTE);
        if (hasLimit)
        {
            rows.Add(path, time, "limit", getLimit(at), BYTE);
        }
    }
}

/// When an attack began, since the first DNS query.
void
AddMark(ResultRows& rows, const std::string& path, Time since)
{
    const std::string time = FormatNanoseconds(since.GetNanoSeconds());
    rows.Add(path, time, "attack", time, "s");
}

void
AddInjections(ResultRows& rows, const std::string& path, const Injections& injections)
{
    const auto add = [&](const std::string& metric, std::uint64_t value, const char* unit) {
        rows.Add(path, "", metric, std::to_string(value), unit);
    };
    add("injected", injections.sent, "packet");
    add("diverted_bytes", injections.diverted, BYTE);
    add("locator_changes", injections.locatorChanges, "1");
    for (const auto& [reason, count] : injections.drops)
    {
        add("drops." + reason, count, "packet");
    }
}

} // namespace

std::vector<std::string>
GetResultColumns()
{
    std::vector<std::string> columns{"scenario",
                                     "run",
                                     "seed",
                                     "bytes",
                                     "rate_mbit_s",
                                     "earn_mbit_s",
                                     "duration_s",
                                     "copies"};
    return AddCommonColumns(std::move(columns));
}

std::vector<ResultRow>
MakeResults(const AttackOptions& options,
            unsigned run,
            const AttackExperiment& experiment,
            const ProxyNetwork& network,
            const Recorder& recorder)
{
    ResultRow head{"attack",
                   std::to_string(run),
                   std::to_string(options.campaign.seed),
                   std::to_string(options.bytes),
                   FormatNumber(options.rate),
                   FormatNumber(options.earn),
                   FormatNumber(options.duration),
                   std::to_string(options.copies)};
    ResultRows rows(std::move(head), options);
    for (const auto& claim : experiment.GetClaims())
    {
        AddClaim(rows, *claim, options);
    }
    const Measurement& measured = experiment.GetDownload().GetMeasurement();
    const Time asked = measured.asked;
    AddMark(rows, "replayed", experiment.GetObserver().GetReplays().began - asked);
    AddMark(rows, "forged", experiment.GetObserver().GetForgeries().began - asked);
    AddMark(rows, "third-party", experiment.GetClaims().front()->GetTold() - asked);
    AddInjections(rows, "replayed", experiment.GetObserver().GetReplays());
    AddInjections(rows, "forged", experiment.GetObserver().GetForgeries());
    rows.Add(DOWNLOAD, "", "transferred", std::to_string(measured.received), BYTE);
    rows.AddTransfer(DOWNLOAD, measured);
    rows.AddThroughput(DOWNLOAD, measured, 2 * network.pathDelay);
    rows.AddSeconds("", "path_delay", network.pathDelay);
    rows.AddCount("base_exchanges", recorder.Count("G.exchange-start"));
    rows.AddDrops(recorder);
    return rows.Take();
}

} // namespace hipscenario
