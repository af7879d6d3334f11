// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-dns-server.h"

#include "core/resolver/authoritative-server.h"
#include "hip-bytes.h"
#include "hip-dns-text.h"
#include "hip-dns-transport.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipDnsServer");
NS_OBJECT_ENSURE_REGISTERED(HipDnsServer);

TypeId
HipDnsServer::GetTypeId()
{
    static TypeId tid = TypeId("ns3::HipDnsServer")
                            .SetParent<HipDnsApplication>()
                            .SetGroupName("Hip")
                            .AddConstructor<HipDnsServer>();
    return tid;
}

HipDnsServer::HipDnsServer()
    : m_server(std::make_unique<hip::AuthoritativeServer>())
{
    NS_LOG_FUNCTION(this);
}

HipDnsServer::~HipDnsServer()
{
    NS_LOG_FUNCTION(this);
}

void
HipDnsServer::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_server.reset();
    HipDnsApplication::DoDispose();
}

void
HipDnsServer::AddZone(const std::string& text,
                      const std::string& fileNameForErrors,
                      const std::string& origin)
{
    NS_LOG_FUNCTION(this << fileNameForErrors << origin);
    m_server->AddZone(hip::Zone::Parse(text, fileNameForErrors, hipdns::ParseName(origin)));
}

void
HipDnsServer::AddZoneFile(const std::string& path, const std::string& origin)
{
    NS_LOG_FUNCTION(this << path << origin);
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || !text)
    {
        throw std::invalid_argument(path + ": cannot be read");
    }
    AddZone(text.str(), path, origin);
}

void
HipDnsServer::AllowUpdates(const std::string& keyName,
                           const std::string& secret,
                           const std::string& name)
{
    NS_LOG_FUNCTION(this << keyName << name);
    m_server->AllowUpdates(hip::TsigKey::Parse(keyName, secret), hipdns::ParseName(name));
}

uint64_t
HipDnsServer::GetUpdateCount() const
{
    return m_server ? m_server->GetUpdateCount() : 0;
}

void
HipDnsServer::StartApplication()
{
    NS_LOG_FUNCTION(this);
    HipDnsApplication::StartApplication();
    Listen();
}

void
HipDnsServer::HandleQuery(const hip::DnsClient& client, const std::vector<uint8_t>& query)
{
    NS_LOG_FUNCTION(this << client.address.ToString() << client.port << query.size());
    const hip::Bytes answer =
        m_server->Answer(query, client.transport, hipbytes::ToCore(Simulator::Now()));
    ReportDrops(m_server->GetDrops());
    if (!answer.empty())
    {
        GetTransport().Reply(client, answer);
    }
}

} // namespace ns3
