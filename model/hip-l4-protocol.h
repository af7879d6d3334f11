// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_L4_PROTOCOL_H
#define HIP_L4_PROTOCOL_H

#include "ns3/ip-l4-protocol.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv6-header.h"

namespace ns3
{

/**
 * @ingroup hip
 *
 * Takes the packets of one IP protocol number that arrive for this node, HIP (139) or ESP (50), and
 * hands them on with their IP header. Fragments are reassembled by the IP stack before.
 */
class HipL4Protocol : public IpL4Protocol
{
  public:
    /// Receives a packet: the IP header, as it came, and what follows it.
    using Receiver = Callback<void, const Header&, Ptr<const Packet>>;

    /// @return the type
    static TypeId GetTypeId();

    HipL4Protocol();
    ~HipL4Protocol() override;

    /// @param number the IP protocol number
    void SetProtocolNumber(int number);

    /// @param receiver who gets the packets
    void SetReceiver(Receiver receiver);

    // From IpL4Protocol
    int GetProtocolNumber() const override;
    enum RxStatus Receive(Ptr<Packet> packet,
                          const Ipv4Header& header,
                          Ptr<Ipv4Interface> incomingInterface) override;
    enum RxStatus Receive(Ptr<Packet> packet,
                          const Ipv6Header& header,
                          Ptr<Ipv6Interface> incomingInterface) override;
    void SetDownTarget(DownTargetCallback callback) override;
    void SetDownTarget6(DownTargetCallback6 callback) override;
    DownTargetCallback GetDownTarget() const override;
    DownTargetCallback6 GetDownTarget6() const override;

  protected:
    void DoDispose() override;

  private:
    int m_number = 0;
    Receiver m_receiver;
    DownTargetCallback m_downTarget;
    DownTargetCallback6 m_downTarget6;
};

} // namespace ns3

#endif // HIP_L4_PROTOCOL_H
