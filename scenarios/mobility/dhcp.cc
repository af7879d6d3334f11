// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/dhcp.h"

#include "ns3/dhcp-client.h"
#include "ns3/dhcp-server.h"
#include "ns3/node.h"

namespace hipscenario
{

using namespace ns3;

namespace
{

const Time LEASE = Hours(200); ///< longer than any run: a renewal is no move
const Time START = Seconds(1); ///< the station has associated for the first time

} // namespace

void
ServeDhcp(Ptr<NetDevice> router, Ipv4Address network)
{
    Ptr<DhcpServer> server = CreateObject<DhcpServer>();
    server->SetAttribute("PoolAddresses", Ipv4AddressValue(network));
    server->SetAttribute("PoolMask", Ipv4MaskValue(Ipv4Mask("/24")));
    server->SetAttribute("Gateway", Ipv4AddressValue(Ipv4Address(network.Get() + 1)));
    server->SetAttribute("FirstAddress", Ipv4AddressValue(Ipv4Address(network.Get() + 2)));
    server->SetAttribute("LastAddress", Ipv4AddressValue(Ipv4Address(network.Get() + 254)));
    server->SetAttribute("LeaseTime", TimeValue(LEASE));
    server->SetAttribute("RenewTime", TimeValue(LEASE / 2));
    server->SetAttribute("RebindTime", TimeValue(LEASE / 8 * 7));
    router->GetNode()->AddApplication(server);
}

void
UseDhcp(Ptr<NetDevice> station, Time collect, int64_t stream, std::function<void()> leased)
{
    Ptr<DhcpClient> client = CreateObject<DhcpClient>();
    client->SetDhcpClientNetDevice(station);
    client->SetAttribute("Collect", TimeValue(collect));
    client->AssignStreams(stream);
    client->SetStartTime(START);
    client->TraceConnectWithoutContext(
        "NewLease",
        Callback<void, const Ipv4Address&>([leased](const Ipv4Address&) { leased(); }));
    station->GetNode()->AddApplication(client);
}

} // namespace hipscenario
