// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/recorder.h"

#include "scenarios/common/wireshark.h"

#include "ns3/simulator.h"

#include <functional>
#include <sstream>

namespace hipscenario
{

namespace
{

/// Begins the HITs of HIPv2, and none of 2003 (RFC 7343): 2001:20::/28 in base 16.
const std::string ORCHID = "2001002";

/// @return the value of `key=value` in a detail; empty if it is not there
std::string
GetValue(const std::string& detail, const std::string& key)
{
    std::istringstream words(detail);
    for (std::string word; words >> word;)
    {
        if (word.compare(0, key.size() + 1, key + "=") == 0)
        {
            return word.substr(key.size() + 1);
        }
    }
    return {};
}

/// Who acts in a step of the patent, and to whom; see analysis/README.md.
enum class Actor
{
    LEGACY,
    PROXY,
    DNS,
    HIP_HOST,
    NOBODY
};

struct Step
{
    const char* event;
    Actor from;
    Actor to;
};

constexpr Step STEPS[] = {
    {"A.dns-query", Actor::LEGACY, Actor::PROXY},
    {"B.proxy-query", Actor::PROXY, Actor::DNS},
    {"C.hierarchy-answer", Actor::DNS, Actor::PROXY},
    {"D.mapping-created", Actor::PROXY, Actor::NOBODY},
    {"E.dns-answer", Actor::PROXY, Actor::LEGACY},
    {"F.session-start", Actor::LEGACY, Actor::PROXY},
    {"F.1.mapping-found", Actor::PROXY, Actor::NOBODY},
    {"G.exchange-start", Actor::PROXY, Actor::NOBODY},
    {"H.1.locator-learned", Actor::PROXY, Actor::NOBODY},
    {"I.packet-forwarded", Actor::PROXY, Actor::HIP_HOST},
    {"J.answer-received", Actor::HIP_HOST, Actor::PROXY},
    {"K.answer-delivered", Actor::PROXY, Actor::LEGACY},
};

} // namespace

Recorder::Recorder(const RunFolder& folder, const std::string& prefix, bool withKeys)
    : m_events(folder, prefix + "events.csv", {"time_s", "node", "peer", "event", "detail"})
{
    if (withKeys)
    {
        m_sas.emplace(folder, prefix + "esp_sa");
        m_keys.emplace(folder, prefix + "keylog.txt");
    }
}

void
Recorder::AddName(const std::string& address, const std::string& name)
{
    m_names[address] = name;
}

std::string
Recorder::GetName(const std::string& address) const
{
    const auto found = m_names.find(address);
    return found == m_names.end() ? address : found->second;
}

void
Recorder::Watch(ns3::Ptr<ns3::HipNodeApplication> application, const std::string& name)
{
    using ns3::Callback;
    application->TraceConnectWithoutContext(
        "Event",
        Callback<void, const ns3::HipEventRecord&>(
            [this, name](const ns3::HipEventRecord& record) { WriteEvent(name, record); }));
    application->TraceConnectWithoutContext(
        "Drop",
        Callback<void, const std::string&>(
            [this](const std::string& reason) { ++m_drops[reason]; }));
    if (m_sas)
    {
        application->TraceConnectWithoutContext(
            "SecurityAssociation",
            Callback<void, const ns3::HipSaRecord&>(
                [this, name](const ns3::HipSaRecord& record) { WriteSa(name, record); }));
        application->TraceConnectWithoutContext(
            "Key",
            Callback<void, const ns3::HipKeyRecord&>(
                [this, name](const ns3::HipKeyRecord& record) { WriteKey(name, record); }));
    }
}

void
Recorder::Write(const std::string& node,
                const std::string& peer,
                const std::string& event,
                const std::string& detail)
{
    ++m_counts[event];
    m_events.WriteRow(
        {FormatNanoseconds(ns3::Simulator::Now().GetNanoSeconds()), node, peer, event, detail});
}

std::uint64_t
Recorder::Count(const std::string& event) const
{
    const auto found = m_counts.find(event);
    return found == m_counts.end() ? 0 : found->second;
}

void
Recorder::WriteEvent(std::string node, const ns3::HipEventRecord& record)
{
    const bool isSent =
        record.event.size() > 5 && record.event.compare(record.event.size() - 5, 5, "-sent") == 0;
    if (isSent)
    {
        WritePacket(node, record);
    }
    else if (!WriteStep(node, record))
    {
        Write(node, GetName(record.peer), record.event, record.detail);
    }
}

void
Recorder::WritePacket(const std::string& node, const ns3::HipEventRecord& record)
{
    const std::string type = record.event.substr(0, record.event.size() - 5);
    const std::string address = GetValue(record.detail, "destination");
    const std::string receiver = GetName(address);
    const bool isRelayed = record.detail.find(" relayed") != std::string::npos;
    const bool isRepeated = record.detail.find(" retransmission") != std::string::npos;
    Write(node,
          receiver,
          "hip-send",
          type + " to=" + receiver + " locator=" + address + (isRelayed ? " relayed" : "") +
              (isRepeated ? " retransmission" : ""));
    if (type == "I1" && !isRepeated)
    {
        Write(node,
              receiver,
              isRelayed ? "H.i1-relayed" : "H.i1-sent",
              "to=" + receiver + " locator=" + address);
    }
}

bool
Recorder::WriteStep(const std::string& node, const ns3::HipEventRecord& record)
{
    for (const Step& step : STEPS)
    {
        if (record.event != step.event)
        {
            continue;
        }
        const auto find = [&](Actor actor) {
            switch (actor)
            {
            case Actor::LEGACY:
                return GetName(GetValue(record.detail, "legacy"));
            case Actor::PROXY:
                return node;
            case Actor::DNS:
                return std::string("dns");
            case Actor::HIP_HOST:
                return GetName(record.peer);
            case Actor::NOBODY:
                return std::string();
            }
            return std::string();
        };
        const std::string receiver = find(step.to);
        Write(find(step.from),
              receiver.empty() ? GetName(record.peer) : receiver,
              record.event,
              (receiver.empty() ? "" : "to=" + receiver + " ") + record.detail);
        return true;
    }
    return false;
}

void
Recorder::WriteSa(std::string, const ns3::HipSaRecord& record)
{
    const std::string row = MakeEspSaRow(record);
    if (m_knownSas.insert(row).second)
    {
        m_sas->WriteLine(row);
    }
}

void
Recorder::WriteKey(std::string, const ns3::HipKeyRecord& record)
{
    const bool isOrchid = record.initiator.compare(0, ORCHID.size(), ORCHID) == 0;
    const std::string row = (isOrchid ? "HIP2 " : "HIP2003 ") + record.initiator + " " +
                            record.responder + " " + std::to_string(record.group) + " " + record.i +
                            " " + record.j + " " + record.secret;
    if (m_knownKeys.insert(row).second)
    {
        m_keys->WriteLine(row);
    }
}

void
Recorder::Close()
{
    m_events.Close();
    if (m_sas)
    {
        m_sas->Close();
        m_keys->Close();
    }
}

} // namespace hipscenario
