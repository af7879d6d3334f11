// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/link-faults.h"

#include "ns3/csma-net-device.h"
#include "ns3/node-list.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

/// @return what gives a device a packet as if it had come over the link; nothing for other devices
std::function<void(Ptr<Packet>)>
FindReceive(NetDevice* device)
{
    if (auto* link = dynamic_cast<PointToPointNetDevice*>(device))
    {
        return [link](Ptr<Packet> packet) { link->Receive(packet); };
    }
    if (auto* lan = dynamic_cast<CsmaNetDevice*>(device))
    {
        // The sender only matters where it is this device.
        return [lan](Ptr<Packet> packet) { lan->Receive(packet, nullptr); };
    }
    return nullptr;
}

} // namespace

TypeId
LinkFaultModel::GetTypeId()
{
    static TypeId tid = TypeId("hipscenario::LinkFaultModel")
                            .SetParent<ErrorModel>()
                            .AddConstructor<LinkFaultModel>();
    return tid;
}

void
LinkFaultModel::Install(Ptr<NetDevice> device, const LinkFaults& faults, int64_t stream)
{
    Ptr<LinkFaultModel> model = CreateObject<LinkFaultModel>();
    model->m_faults = faults;
    model->m_receive = FindReceive(PeekPointer(device));
    if (!model->m_receive)
    {
        throw std::invalid_argument("faults can be made on point-to-point and CSMA links only");
    }
    model->m_random = CreateObject<UniformRandomVariable>();
    model->m_random->SetStream(stream);
    device->SetAttribute("ReceiveErrorModel", PointerValue(model));
}

int64_t
LinkFaultModel::InstallEverywhere(const LinkFaults& faults, int64_t stream)
{
    const int64_t first = stream;
    for (auto node = NodeList::Begin(); node != NodeList::End(); ++node)
    {
        for (uint32_t i = 0; i < (*node)->GetNDevices(); ++i)
        {
            Ptr<NetDevice> device = (*node)->GetDevice(i);
            if (FindReceive(PeekPointer(device)))
            {
                Install(device, faults, stream++);
            }
        }
    }
    return stream - first;
}

bool
LinkFaultModel::DoCorrupt(Ptr<Packet> packet)
{
    if (m_isLate)
    {
        return false; // it has had its faults
    }
    if (Draw(m_faults.loss))
    {
        return true;
    }
    if (Draw(m_faults.duplicate))
    {
        BringLater(packet);
    }
    if (Draw(m_faults.reorder))
    {
        BringLater(packet);
        return true;
    }
    return false;
}

bool
LinkFaultModel::Draw(double share)
{
    return m_random->GetValue() < share;
}

void
LinkFaultModel::BringLater(Ptr<const Packet> packet)
{
    const Time delay = NanoSeconds(m_random->GetInteger(1, LONGEST_DELAY.GetNanoSeconds()));
    Ptr<LinkFaultModel> self = this;
    Simulator::Schedule(delay, [self, copy = packet->Copy()] {
        self->m_isLate = true;
        self->m_receive(copy);
        self->m_isLate = false;
    });
}

void
LinkFaultModel::DoReset()
{
}

} // namespace hipscenario
