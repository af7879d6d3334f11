// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_HOST_H
#define HIP_HOST_H

#include "hip-node-application.h"

#include "ns3/virtual-net-device.h"

#include <vector>

namespace ns3
{

/**
 * @ingroup hip
 *
 * A host that speaks HIP. Its applications need no change: they open sockets on the host's HIT,
 * which is the address of a virtual device, and send to HITs of peers. What they send is carried in
 * ESP, after a base exchange if there is no association yet.
 */
class HipHost : public HipNodeApplication
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    HipHost();
    ~HipHost() override;

    /**
     * Tells where a peer may be reached.
     *
     * @param hit of the peer
     * @param addresses its own, or those of its Forwarding Agent
     */
    void AddPeer(Ipv6Address hit, const std::vector<Address>& addresses);

    /**
     * Registers with a Forwarding Agent when the application starts, and keeps the registration.
     *
     * @param hit of the agent
     * @param address of the agent
     * @param lifetime wished for
     */
    void RegisterWith(Ipv6Address hit, const Address& address, Time lifetime);

    /// @param hit of the peer to start a base exchange with now, without data
    void Connect(Ipv6Address hit);

    /// @param hit of the peer whose association is to be closed
    void Close(Ipv6Address hit);

    /// @return the device whose address is the HIT; nullptr before the application starts
    Ptr<VirtualNetDevice> GetDevice() const;

  protected:
    void DoInitialize() override;
    void DoDispose() override;
    void StartApplication() override;
    void DeliverUpper(Ptr<Packet> packet) override;

  private:
    struct Registration
    {
        Ipv6Address hit;
        Address address;
        Time lifetime;
    };

    void InstallDevice();
    bool SendFromDevice(Ptr<Packet> packet,
                        const Address& source,
                        const Address& destination,
                        uint16_t protocolNumber);

    Ptr<VirtualNetDevice> m_device;
    std::vector<Registration> m_registrations;
};

} // namespace ns3

#endif // HIP_HOST_H
