// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_LINK_FAULTS_H
#define HIP_SCENARIOS_COMMON_LINK_FAULTS_H

#include "ns3/error-model.h"
#include "ns3/net-device.h"
#include "ns3/nstime.h"
#include "ns3/random-variable-stream.h"

#include <functional>

namespace hipscenario
{

/// What a link does to packets: the share of each fault, 0 to 1, on each link that a packet takes.
struct LinkFaults
{
    double loss = 0;
    double duplicate = 0; ///< a copy comes later
    double reorder = 0;   ///< comes later, so that others overtake it

    bool HasNone() const
    {
        return loss == 0 && duplicate == 0 && reorder == 0;
    }
};

/**
 * Lets the receiving end of a link lose, repeat and hold back packets.
 *
 * To its device it is an ErrorModel, which can do no more than drop; so it drops a packet that is
 * to come later, and hands it to the device once more when its time has come. The device's
 * trace of dropped packets thus counts the held back ones too.
 */
class LinkFaultModel : public ns3::ErrorModel
{
  public:
    /// Longest time by which a copy or a held back packet comes late.
    static inline const ns3::Time LONGEST_DELAY = ns3::MilliSeconds(10);

    static ns3::TypeId GetTypeId();

    /**
     * Makes the faults of a device that receives. @throw std::invalid_argument if it is neither a
     * point-to-point nor a CSMA device
     *
     * @param stream of random numbers, which this uses alone
     */
    static void Install(ns3::Ptr<ns3::NetDevice> device, const LinkFaults& faults, int64_t stream);

    /// Install on both ends of every link that there is. @return how many streams are used
    static int64_t InstallEverywhere(const LinkFaults& faults, int64_t stream);

  private:
    bool DoCorrupt(ns3::Ptr<ns3::Packet> packet) override;
    void DoReset() override;
    bool Draw(double share);
    void BringLater(ns3::Ptr<const ns3::Packet> packet);

    LinkFaults m_faults;
    ns3::Ptr<ns3::UniformRandomVariable> m_random;
    std::function<void(ns3::Ptr<ns3::Packet>)> m_receive; ///< of the device
    bool m_isLate = false; ///< the device is just given a packet for the second time
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_LINK_FAULTS_H
