// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_POPULATION_H
#define HIP_POPULATION_H

#include "hip-cost-model.h"
#include "hip-interceptor.h"

#include "ns3/application.h"
#include "ns3/event-id.h"
#include "ns3/ipv6-address.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hip
{
class PacketBuffer;
struct PacketEvent;
struct RegistrationEvent;
struct StateEvent;
struct Verdict;
} // namespace hip

namespace ns3
{

/// Is told what happens to the hosts of a HipPopulation. @see core/association/output.h
class HipPopulationObserver
{
  public:
    virtual ~HipPopulationObserver() = default;

    /// A HIP packet was sent or came in. @param at when; later than now if the host's CPU is busy
    virtual void NotePacket(uint32_t host, const hip::PacketEvent& event, Time at) = 0;
    /// A registration, in 2003 the lease of an address, was granted, refused or has ended.
    virtual void NoteRegistration(uint32_t host, const hip::RegistrationEvent& event, Time at) = 0;
    /// The state of an association has changed.
    virtual void NoteState(uint32_t host, const hip::StateEvent& event, Time at) = 0;
    /// Data has come out of ESP. @param octets of it, without the inner IPv6 header
    virtual void NoteData(uint32_t host, uint32_t octets) = 0;
};

/**
 * @ingroup hip
 *
 * Many HIP hosts in one node: each has a key, an address out of a /64 that is routed to this node,
 * associations and a CPU of its own, but they share the node's link, its IP stack and one timer.
 * Applications have no sockets on them: HIP and ESP packets are those of HipHost, the data is made
 * up. The node needs a stack of HipInstallProxyStack.
 *
 * Host number n that has moved m times is at PREFIX:m:n+1; nobody is at its earlier addresses.
 */
class HipPopulation : public Application
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    HipPopulation();
    ~HipPopulation() override;

    /// @param prefix the /64 of the hosts' addresses
    void SetPrefix(Ipv6Address prefix);

    /// @param model table of costs; nullptr = cryptography takes no time
    void SetCostModel(Ptr<CryptoCostModel> model);

    /// @param observer outlives the simulation
    void SetObserver(HipPopulationObserver* observer);

    /**
     * Fixes the random streams, so that runs can be repeated.
     *
     * @param stream first stream number to use
     * @return how many streams are used
     */
    int64_t AssignStreams(int64_t stream);

    /// Makes the hosts and their keys, unless they are there; see the attributes. @throw
    /// std::invalid_argument if an attribute is unusable
    void MakeHosts();

    /// @return how many hosts there are
    uint32_t GetSize() const;

    /// @return the HIT of a host. @param host from 0
    Ipv6Address GetHit(uint32_t host) const;

    /// @return where a host is. @param host from 0
    Ipv6Address GetAddress(uint32_t host) const;

    /// @return which host this is; nothing if it is none of these. @param hit of a host
    std::optional<uint32_t> Find(Ipv6Address hit) const;

    /**
     * Registers a host for rendezvous, and again before each lease ends. In the dialect of 2003
     * asks for a lease, and again before it ends and from each new address.
     *
     * @param host from 0
     * @param agent HIT of the Forwarding Agent
     * @param address where the agent is
     * @param lifetime wished for
     */
    void Register(uint32_t host, Ipv6Address agent, Ipv6Address address, Time lifetime);

    /// Gives a host another address, which it tells its peers and its agent. @param host from 0
    void Move(uint32_t host);

    /**
     * Begins an association.
     *
     * @param host from 0
     * @param peer its HIT
     * @param addresses where it is, or its agents, in the order in which they are tried
     */
    void Connect(uint32_t host, Ipv6Address peer, const std::vector<Ipv6Address>& addresses);

    /// Sends one packet of data. @param host from 0 @param peer its HIT @param octets behind the
    /// inner IPv6 header
    void SendData(uint32_t host, Ipv6Address peer, uint32_t octets);

    /// Closes an association; in the dialect of 2003 forgets it without a word. @param host from 0
    /// @param peer its HIT
    void Close(uint32_t host, Ipv6Address peer);

    /// @return packets that all hosts refused so far, and those to addresses where nobody is
    uint64_t GetDropCount() const;

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

  private:
    struct Host;
    struct State;

    HipInterception Intercept(const Header& header, Ptr<const Packet> payload);
    void Finish(Host& host, const hip::Verdict& verdict, const hip::PacketBuffer& packet);
    void Drain(Host& host);
    bool PollOnce(Host& host, Time delay);
    void Send(Ptr<Packet> packet, Time delay);
    void SendNow(Ptr<Packet> packet);
    void SetDeadline(Host& host, int64_t nanoseconds);
    void Reschedule();
    void HandleTimer();
    Host& GetHost(uint32_t host) const;
    Ipv6Address MakeAddress(uint32_t host, uint32_t moves) const;

    uint32_t m_size;
    std::string m_dialect;
    std::string m_keyKind;
    std::string m_fidelity;
    std::string m_dhGroups;
    std::string m_espSuites;
    uint8_t m_puzzleDifficulty;
    Ipv6Address m_prefix;
    Ptr<CryptoCostModel> m_costModel;
    HipPopulationObserver* m_observer; ///< or nullptr
    int64_t m_stream;
    Ptr<HipInterceptor6> m_interceptor;
    EventId m_timer;
    int64_t m_timerAt; ///< nanoseconds of simulation time; the maximum while no timer runs
    uint64_t m_strays; ///< packets to addresses where nobody is
    std::unique_ptr<State> m_state;
};

} // namespace ns3

#endif // HIP_POPULATION_H
