// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What comes to a proxy, and what it puts out.

#include "core/proxy/proxy.h"
#include "core/wire/ip-info.h"
#include "hip-dns-transport.h"
#include "hip-node-state.h"
#include "hip-proxy.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipProxyPackets");

namespace
{

constexpr uint8_t TCP = 6;

/// @return whether this is DNS over TCP, from the port number at the front of a segment
bool
IsDnsStream(uint8_t protocol, Ptr<const Packet> payload)
{
    uint8_t ports[4] = {};
    return protocol == TCP && payload->CopyData(ports, sizeof ports) == sizeof ports &&
           ports[2] == 0 && ports[3] == hip::DNS_PORT;
}

/// @return what the patent's letters are called in traces
std::string
GetStepName(hip::ProxyStep step)
{
    switch (step)
    {
    case hip::ProxyStep::QUERY_INTERCEPTED:
        return "A.dns-query";
    case hip::ProxyStep::QUERY_SENT:
        return "B.proxy-query";
    case hip::ProxyStep::ANSWER_RECEIVED:
        return "C.hierarchy-answer";
    case hip::ProxyStep::MAPPING_CREATED:
        return "D.mapping-created";
    case hip::ProxyStep::ANSWER_SENT:
        return "E.dns-answer";
    case hip::ProxyStep::SESSION_STARTED:
        return "F.session-start";
    case hip::ProxyStep::MAPPING_FOUND:
        return "F.1.mapping-found";
    case hip::ProxyStep::EXCHANGE_STARTED:
        return "G.exchange-start";
    case hip::ProxyStep::I1_SENT:
        return "H.mapping-used";
    case hip::ProxyStep::LOCATOR_REPLACED:
        return "H.1.locator-learned";
    case hip::ProxyStep::PACKET_FORWARDED:
        return "I.packet-forwarded";
    case hip::ProxyStep::ANSWER_ARRIVED:
        return "J.answer-received";
    case hip::ProxyStep::ANSWER_DELIVERED:
        return "K.answer-delivered";
    case hip::ProxyStep::MAPPING_EXPIRED:
        return "mapping-expired";
    }
    return "unknown";
}

} // namespace

struct HipProxy::Outbound
{
    hip::Hit hit;       ///< of the receiver
    std::size_t length; ///< octets behind all IP headers, of all fragments
};

void
HipProxy::InterceptForwarded()
{
    NS_LOG_FUNCTION(this);
    const bool hasLists = (!GetNode()->GetObject<Ipv6>() || GetInterceptor6()) &&
                          (!GetNode()->GetObject<Ipv4>() || GetInterceptor4());
    NS_ABORT_MSG_UNLESS(hasLists,
                        "HipProxy needs a list of routing protocols on its node; see "
                        "HipInstallProxyStack");
    const auto callback = MakeCallback(&HipProxy::Intercept, this);
    if (GetInterceptor6())
    {
        GetInterceptor6()->SetCallback(callback);
    }
    if (GetInterceptor4())
    {
        GetInterceptor4()->SetCallback(callback);
    }
}

void
HipProxy::OpenDns()
{
    NS_LOG_FUNCTION(this);
    HipDnsTransport::Handlers handlers;
    handlers.onQuery = [this](const hip::DnsClient& client, const hip::Bytes& query) {
        const hip::IpAddress server = m_dns->GetServerAddress(client);
        const hip::Verdict verdict =
            m_proxy->HandleDnsQuery(query, client, server, hipbytes::ToCore(Simulator::Now()));
        Finish(verdict, hip::PacketBuffer());
    };
    handlers.onResponse = [this](const HipDnsResponse& response) { HandleResponse(response); };
    handlers.onDrop = [this](const std::string& reason) { ReportDrop(reason); };
    m_dns = std::make_unique<HipDnsTransport>(GetNode(), HipDnsTransport::Limits(), handlers);
    // Queries over UDP are intercepted as packets; a TCP connection needs an end.
    m_dns->Listen(hip::DnsTransport::TCP);
}

void
HipProxy::HandleResponse(const HipDnsResponse& response)
{
    NS_LOG_FUNCTION(this);
    m_proxy->HandleDnsResponse(response.message,
                               response.server,
                               response.localPort,
                               response.transport,
                               hipbytes::ToCore(Simulator::Now()));
    Drain();
}

HipInterception
HipProxy::Intercept(const Header& header, Ptr<const Packet> payload)
{
    NS_LOG_FUNCTION(this << payload);
    const auto* ipv4 = dynamic_cast<const Ipv4Header*>(&header);
    const auto* ipv6 = dynamic_cast<const Ipv6Header*>(&header);
    if (IsDnsStream(ipv4 ? ipv4->GetProtocol() : ipv6->GetNextHeader(), payload))
    {
        return HipInterception::LOCAL;
    }
    State& state = GetState();
    Ipv4Header whole4;
    if (ipv4)
    {
        whole4 = *ipv4;
        whole4.EnableChecksum(); // it was verified when the packet came, and is written anew
    }
    hip::PacketBuffer& packet =
        ipv4 ? state.scratch.Load(whole4, payload) : state.scratch.Load(header, payload);
    const auto outbound = IsEspWatched() ? FindOutbound(packet) : std::nullopt;
    const hip::Verdict verdict =
        m_proxy->HandleForwarded(packet, hipbytes::ToCore(Simulator::Now()));
    if (verdict.kind == hip::Verdict::Kind::PASS)
    {
        return HipInterception::FORWARD;
    }
    if (outbound)
    {
        Ptr<Packet> inner = payload->Copy();
        inner->AddHeader(header);
        NoteUpper(outbound->hit, inner, outbound->length, verdict, packet);
    }
    Finish(verdict, packet);
    return HipInterception::TAKEN;
}

/// @return where a packet of a legacy host leads; nothing if to no HIP host, or if fragments follow
std::optional<HipProxy::Outbound>
HipProxy::FindOutbound(const hip::PacketBuffer& packet) const
{
    const auto info = hip::ParseIp(packet.GetPacket());
    const hip::Mapping* mapping =
        info ? m_proxy->GetMappings().FindByAddress(info->path.destination) : nullptr;
    if (!mapping || info->moreFragments)
    {
        return std::nullopt;
    }
    return Outbound{mapping->hit, info->totalLength - info->headerLength + info->fragmentOffset};
}

hip::Verdict
HipProxy::HandleWire(hip::PacketBuffer& packet)
{
    NS_LOG_FUNCTION(this);
    return m_proxy->HandleWire(packet, hipbytes::ToCore(Simulator::Now()));
}

void
HipProxy::DeliverUpper(Ptr<Packet> packet)
{
    // The NAT has a legacy host for every packet that it lets through.
    NS_LOG_FUNCTION(this << packet);
}

bool
HipProxy::PollOnce()
{
    hip::ProxyOutput output = m_proxy->Poll();
    if (const auto* transmit = std::get_if<hip::Transmit>(&output))
    {
        Send(*transmit);
    }
    else if (const auto* event = std::get_if<hip::Event>(&output))
    {
        State::Report(*this, *event);
    }
    else if (const auto* step = std::get_if<hip::ProxyEvent>(&output))
    {
        ReportStep(*step);
    }
    else if (const auto* query = std::get_if<hip::SendQuery>(&output))
    {
        m_dns->Send(*query);
    }
    else if (const auto* reply = std::get_if<hip::DnsReply>(&output))
    {
        m_dns->Reply(reply->client, reply->message);
    }
    else
    {
        SetDeadline(std::get<hip::Idle>(output).deadline.time_since_epoch().count());
        return false;
    }
    return true;
}

void
HipProxy::HandleDeadline()
{
    NS_LOG_FUNCTION(this);
    m_proxy->HandleTimeout(hipbytes::ToCore(Simulator::Now()));
}

void
HipProxy::ReportStep(const hip::ProxyEvent& event)
{
    NS_LOG_FUNCTION(this);
    std::string detail;
    const auto add = [&detail](const char* key, const std::string& value) {
        detail += (detail.empty() ? "" : " ") + std::string(key) + "=" + value;
    };
    const auto addAddress = [&add](const char* key, const hip::IpAddress& address) {
        if (!address.IsUnspecified())
        {
            add(key, address.ToString());
        }
    };
    const auto addPort = [&add](const char* key, uint16_t port) {
        if (port != 0)
        {
            add(key, std::to_string(port));
        }
    };
    if (!event.name.empty())
    {
        add("name", event.name);
    }
    addAddress("hit", event.hit);
    addAddress("locator", event.locator);
    addAddress("substitute", event.substitute);
    addAddress("legacy", event.legacyAddress);
    addPort("legacy-port", event.legacyPort);
    addPort("proxy-port", event.proxyPort);
    addPort("remote-port", event.remotePort);
    Report(
        {event.hit.IsUnspecified() ? "" : event.hit.ToString(), GetStepName(event.step), detail});
}

} // namespace ns3
