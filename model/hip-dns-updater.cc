// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-dns-updater.h"

#include "core/association/endpoint.h"
#include "core/resolver/record-publisher.h"
#include "hip-bytes.h"
#include "hip-config.h"
#include "hip-dns-text.h"
#include "hip-dns-transport.h"
#include "hip-node-application.h"

#include "ns3/boolean.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipDnsUpdater");
NS_OBJECT_ENSURE_REGISTERED(HipDnsUpdater);

TypeId
HipDnsUpdater::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::HipDnsUpdater")
            .SetParent<HipDnsApplication>()
            .SetGroupName("Hip")
            .AddConstructor<HipDnsUpdater>()
            .AddAttribute("Name",
                          "Whose records these are, such as hip.foo.com.",
                          StringValue(""),
                          MakeStringAccessor(&HipDnsUpdater::m_name),
                          MakeStringChecker())
            .AddAttribute("Zone",
                          "Zone of the name; empty = found by its SOA record.",
                          StringValue(""),
                          MakeStringAccessor(&HipDnsUpdater::m_zone),
                          MakeStringChecker())
            .AddAttribute("Primary",
                          "Address of the zone's primary server; unset = found by the SOA record.",
                          AddressValue(),
                          MakeAddressAccessor(&HipDnsUpdater::m_primary),
                          MakeAddressChecker())
            .AddAttribute("Ttl",
                          "TTL of the addresses, in seconds.",
                          UintegerValue(60),
                          MakeUintegerAccessor(&HipDnsUpdater::m_ttl),
                          MakeUintegerChecker<uint32_t>(0, 2147483647))
            .AddAttribute("KeyName",
                          "Name of the TSIG key; empty = updates are not signed.",
                          StringValue(""),
                          MakeStringAccessor(&HipDnsUpdater::m_keyName),
                          MakeStringChecker())
            .AddAttribute("Secret",
                          "Secret of the TSIG key, in base 64.",
                          StringValue(""),
                          MakeStringAccessor(&HipDnsUpdater::m_secret),
                          MakeStringChecker())
            .AddAttribute(
                "WithHipRecord",
                "Bring the HIP record of the host that is followed with the first update.",
                BooleanValue(false),
                MakeBooleanAccessor(&HipDnsUpdater::m_withHipRecord),
                MakeBooleanChecker())
            .AddAttribute(
                "Timeout",
                "First wait for an answer; doubles with each further try, up to 16 times.",
                TimeValue(Seconds(1)),
                MakeTimeAccessor(&HipDnsUpdater::m_timeout),
                MakeTimeChecker(MilliSeconds(1), Seconds(60)))
            .AddAttribute("Tries",
                          "How often an update is sent at the most.",
                          UintegerValue(6),
                          MakeUintegerAccessor(&HipDnsUpdater::m_tries),
                          MakeUintegerChecker<uint32_t>(1, 16))
            .AddAttribute("RetryInterval",
                          "After an update that has failed, until a new one.",
                          TimeValue(Seconds(60)),
                          MakeTimeAccessor(&HipDnsUpdater::m_retryInterval),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddTraceSource("Update",
                            "An update was carried out, or failed.",
                            MakeTraceSourceAccessor(&HipDnsUpdater::m_updateTrace),
                            "ns3::HipDnsUpdateTracedCallback");
    return tid;
}

HipDnsUpdater::HipDnsUpdater()
    : m_isWanted(false)
{
    NS_LOG_FUNCTION(this);
}

HipDnsUpdater::~HipDnsUpdater()
{
    NS_LOG_FUNCTION(this);
}

void
HipDnsUpdater::DoDispose()
{
    NS_LOG_FUNCTION(this);
    Leave();
    m_publisher.reset();
    HipDnsApplication::DoDispose();
}

void
HipDnsUpdater::Follow(Ptr<HipNodeApplication> host)
{
    NS_LOG_FUNCTION(this << host);
    Leave();
    m_host = host;
    m_host->TraceConnectWithoutContext("Locator",
                                       MakeCallback(&HipDnsUpdater::HandleLocator, this));
    m_isWanted = true;
    if (IsRunning())
    {
        PublishOwn();
    }
}

void
HipDnsUpdater::Leave()
{
    NS_LOG_FUNCTION(this);
    m_pending.Cancel();
    if (m_host)
    {
        m_host->TraceDisconnectWithoutContext("Locator",
                                              MakeCallback(&HipDnsUpdater::HandleLocator, this));
        m_host = nullptr;
    }
}

void
HipDnsUpdater::AddResolver(const Address& address)
{
    NS_LOG_FUNCTION(this << address);
    m_resolvers.push_back(address);
}

void
HipDnsUpdater::HandleLocator(const Address& address)
{
    NS_LOG_FUNCTION(this << address);
    // At the end of this moment: several addresses may come at once.
    if (!m_pending.IsRunning())
    {
        m_pending = Simulator::ScheduleNow(&HipDnsUpdater::PublishOwn, this);
    }
}

void
HipDnsUpdater::PublishOwn()
{
    NS_LOG_FUNCTION(this);
    std::vector<Address> own;
    for (const hip::IpAddress& address :
         hipconfig::GetLocators(GetNode(), m_host->GetEndpoint().GetDialect()))
    {
        own.push_back(hipbytes::ToAddress(address));
    }
    Publish(own);
}

void
HipDnsUpdater::Publish(const std::vector<Address>& addresses)
{
    NS_LOG_FUNCTION(this << addresses.size());
    m_isWanted = true;
    m_addresses = addresses;
    m_since = Simulator::Now();
    if (!IsRunning())
    {
        return;
    }
    std::vector<hip::IpAddress> all;
    for (const Address& address : addresses)
    {
        all.push_back(hipbytes::ToCore(address));
    }
    m_publisher->Publish(all, hipbytes::ToCore(Simulator::Now()));
    Drain();
}

void
HipDnsUpdater::MakePublisher()
{
    NS_LOG_FUNCTION(this);
    if (m_publisher)
    {
        return; // started again, with what it knew
    }
    hip::PublisherConfig config;
    config.name = hipdns::ParseName(m_name);
    if (!m_zone.empty())
    {
        config.zone = hipdns::ParseName(m_zone);
    }
    if (!m_primary.IsInvalid())
    {
        config.primaries.push_back(hipbytes::ToCore(m_primary));
    }
    for (const Address& resolver : m_resolvers)
    {
        config.resolvers.push_back(hipbytes::ToCore(resolver));
    }
    config.ttl = m_ttl;
    if (m_withHipRecord && m_host)
    {
        const auto record =
            hip::DnsRecord::Parse(config.name.ToString() + " 0 IN HIP " + m_host->GetDnsRecord({}));
        config.hipRdata = record.value().rdata;
    }
    config.retryInterval = hip::Duration(m_retryInterval.GetNanoSeconds());
    config.update.timeout = hip::Duration(m_timeout.GetNanoSeconds());
    config.update.maxTimeout = 16 * config.update.timeout;
    config.update.tries = m_tries;
    std::optional<hip::TsigKey> key;
    if (!m_keyName.empty())
    {
        key = hip::TsigKey::Parse(m_keyName, m_secret);
    }
    m_publisher =
        std::make_unique<hip::RecordPublisher>(std::move(config), std::move(key), GetRandom());
}

void
HipDnsUpdater::StartApplication()
{
    NS_LOG_FUNCTION(this);
    HipDnsApplication::StartApplication();
    MakePublisher();
    if (m_host)
    {
        PublishOwn();
    }
    else if (m_isWanted)
    {
        Publish(m_addresses);
    }
}

void
HipDnsUpdater::HandleResponse(const HipDnsResponse& response)
{
    NS_LOG_FUNCTION(this << response.server.ToString() << response.localPort);
    m_publisher->HandleResponse(response.message,
                                response.server,
                                response.localPort,
                                response.transport,
                                hipbytes::ToCore(Simulator::Now()));
    Drain();
}

void
HipDnsUpdater::HandleDeadline()
{
    NS_LOG_FUNCTION(this);
    m_publisher->HandleTimeout(hipbytes::ToCore(Simulator::Now()));
    Drain();
}

Time
HipDnsUpdater::GetQueryTimeout() const
{
    return m_timeout * 16; // as long as the last try waits
}

void
HipDnsUpdater::Drain()
{
    NS_LOG_FUNCTION(this);
    while (true)
    {
        const hip::UpdateOutput output = m_publisher->Poll(hipbytes::ToCore(Simulator::Now()));
        if (const auto* query = std::get_if<hip::SendQuery>(&output))
        {
            ReportQuery(hipbytes::ToSocketAddress(query->server, hip::DNS_PORT),
                        query->message,
                        query->transport == hip::DnsTransport::TCP);
            GetTransport().Send(*query);
        }
        else if (const auto* outcome = std::get_if<hip::UpdateOutcome>(&output))
        {
            Report(*outcome);
        }
        else
        {
            SetDeadline(std::get<hip::DnsIdle>(output).deadline.time_since_epoch().count());
            break;
        }
    }
    ReportDrops(m_publisher->GetDrops());
}

void
HipDnsUpdater::Report(const hip::UpdateOutcome& outcome)
{
    NS_LOG_FUNCTION(this);
    using Status = hip::UpdateOutcome::Status;
    m_updateTrace({hipdns::ParseName(m_name).ToString(),
                   outcome.status == Status::DONE      ? "done"
                   : outcome.status == Status::REFUSED ? "refused"
                                                       : "timed-out",
                   static_cast<uint16_t>(outcome.rcode),
                   Simulator::Now() - m_since});
}

} // namespace ns3
