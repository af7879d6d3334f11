// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_NODE_APPLICATION_H
#define HIP_NODE_APPLICATION_H

#include "hip-cost-model.h"
#include "hip-trace.h"

#include "ns3/application.h"
#include "ns3/event-id.h"
#include "ns3/ipv6-address.h"
#include "ns3/traced-callback.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hip
{
class Endpoint;
class IpAddress;
class PacketBuffer;
class Work;
struct Transmit;
struct Verdict;
} // namespace hip

namespace ns3
{

class HipInterceptor4;
class HipInterceptor6;
class HipL4Protocol;

/**
 * @ingroup hip
 *
 * What every node that speaks HIP has: a hip::Endpoint, its randomness and its keys, the protocol
 * numbers 139 (99 in the dialect of 2003) and 50, one timer, and a CPU that cryptography keeps
 * busy. HIP hosts, proxies and Forwarding Agents differ in what they do with packets that come out.
 *
 * A node carries at most one of them. Addresses are those of the node's interfaces that are up; one
 * that comes while the application runs is used once duplicate address detection would be over
 * (attribute DadDelay).
 */
class HipNodeApplication : public Application
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    HipNodeApplication();
    ~HipNodeApplication() override;

    /**
     * Gives the host its key instead of one that is generated from the seed.
     *
     * @param pem an unencrypted private key of the attribute Dialect, which is to be set before:
     *        RSA from 2048 bits or ECDSA P-256 or P-384; for 2003 DSA up to 1024 bits or RSA
     * @throw std::invalid_argument if HIP cannot use it
     */
    void SetKey(const std::string& pem);

    /// @return the host's HIT; makes the key if there is none yet
    Ipv6Address GetHit();

    /// @return the RDATA that a DNS zone puts behind `IN HIP` for this host (RFC 8005 §6)
    /// @param rendezvous fully qualified names of its Forwarding Agents
    std::string GetDnsRecord(const std::vector<std::string>& rendezvous);

    /// @param model table of costs; nullptr = cryptography takes no time
    void SetCostModel(Ptr<CryptoCostModel> model);

    /**
     * Fixes the random streams, so that runs can be repeated.
     *
     * @param stream first stream number to use
     * @return how many streams are used
     */
    int64_t AssignStreams(int64_t stream);

    /// @return the time that the CPU has spent on cryptography since the start of the host
    Time GetBusyTime() const;

    /// @return associations at present, in whatever state
    std::size_t GetAssociationCount();

    /// @return packets refused so far, for whatever reason
    virtual uint64_t GetDropCount();

    /**
     * Looks at the node's addresses again, and tells peers if they have changed (RFC 8046). Where
     * the node's routing protocols are in a list (see HipInstallStack) this happens by itself.
     */
    void RefreshAddresses();

    /// @return the core's object, for code that includes its headers; makes it if there is none yet
    hip::Endpoint& GetEndpoint();

  protected:
    /// What the core's types are needed for; see hip-node-state.h.
    struct State;

    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

    /// Makes key, engine and endpoint unless they are there. Later attribute changes have no
    /// effect.
    virtual void MakeEndpoint();

    /// Takes a packet off the wire. @param payload what follows the IP header
    void ReceivePacket(const Header& header, Ptr<const Packet> payload);

    /// Forgets everything but the key, and what was sent before: StartApplication makes all anew.
    void Crash();

    /**
     * Handles a HIP or ESP packet for this node; by default the endpoint does.
     *
     * @param packet the whole packet, transformed in place
     * @return what became of it
     */
    virtual hip::Verdict HandleWire(hip::PacketBuffer& packet);

    /// Hands a packet to the layers above. @param packet an IPv6 packet between HITs
    virtual void DeliverUpper(Ptr<Packet> packet) = 0;

    /// Takes the next output and carries it out. @return false if there was none
    virtual bool PollOnce();

    /// @return what sees the packets that the node forwards; nullptr without a list of IPv6 routing
    /// protocols
    Ptr<HipInterceptor6> GetInterceptor6() const;

    /// @return as GetInterceptor6, for IPv4
    Ptr<HipInterceptor4> GetInterceptor4() const;

    /// @return whether peers may be told of this address of the node. @param address one of them
    virtual bool IsLocator(const Address& address) const;

    /// Does what is due now.
    virtual void HandleDeadline();

    /**
     * Ends the handling of a packet: charges the CPU, carries out the verdict and all outputs.
     *
     * @param verdict of the core
     * @param packet the buffer that it speaks of
     */
    void Finish(const hip::Verdict& verdict, const hip::PacketBuffer& packet);

    /// Charges the CPU for what was done and carries out all outputs.
    void Drain();

    /// Sends a packet once the CPU has done the work of this event. @param packet from its IP
    /// header
    void Send(Ptr<Packet> packet);

    /// Sends a packet that the core made of its own, or of data that has waited.
    void Send(const hip::Transmit& transmit);

    /// @return whether anybody wants to know of packets that go into ESP
    bool IsEspWatched() const;

    /**
     * Tells the trace EspSend what has become of a packet of the layers above, if anybody wants to
     * know.
     *
     * @param peer HIT of its receiver
     * @param inner the packet from its IP header on, as it was
     * @param length octets of it that ESP carries
     * @param verdict of the core
     * @param packet the buffer that it speaks of
     */
    void NoteUpper(const hip::IpAddress& peer,
                   Ptr<const Packet> inner,
                   std::size_t length,
                   const hip::Verdict& verdict,
                   const hip::PacketBuffer& packet);

    /// Delivers a packet once the CPU has done the work of this event. @param packet an inner one
    void Deliver(Ptr<Packet> packet);

    /// Sets when HandleDeadline is to be called, at the latest. @param nanoseconds of simulation
    /// time, or its maximum
    void SetDeadline(int64_t nanoseconds);

    /// Fires the trace "Event" once the CPU has done the work of this event. @param record what
    /// happened
    void Report(const HipEventRecord& record);

    /// Fires the trace "Drop". @param reason why a packet was refused
    void ReportDrop(const std::string& reason);

    /// @return the part of this object that knows the core's types
    State& GetState();

  private:
    /// An address of the node that peers may be told of.
    struct OwnAddress
    {
        Time ready; ///< from when it may be used
        bool isUsed;
    };

    void InstallProtocol(int number, Ptr<HipL4Protocol>& protocol);
    void InstallInterceptors();
    void RemoveInterceptorCallbacks();
    void HandleAddressChange();
    void CarryOut();
    void HandleTimer();
    void SendNow(Ptr<Packet> packet);
    void ReportWork(const hip::Work& work);
    void ReportSealed(HipEspRecord record);
    void ReportOpened(const hip::Verdict& verdict, Ptr<const Packet> inner);

    std::unique_ptr<State> m_state;

    std::string m_pem;
    std::string m_dialect;
    std::string m_keyKind;
    std::string m_fidelity;
    std::string m_dhGroups;
    std::string m_hipCiphers;
    std::string m_espSuites;
    uint8_t m_puzzleDifficulty;
    uint8_t m_puzzleLifetime;
    Time m_retransmission;
    uint32_t m_maxRetries;
    Time m_unusedLifetime;
    bool m_queueData;
    uint32_t m_queueSize;
    uint32_t m_replayWindow;
    bool m_useCredit;
    bool m_rekeyOnMove;
    bool m_saPerPath;
    std::string m_leaseFamily;
    bool m_tellsLeases;
    std::string m_pathPolicy;
    Time m_probeInterval;
    uint32_t m_maxProbesMissed;
    bool m_exportKeys;
    Ptr<CryptoCostModel> m_costModel;
    int64_t m_stream;
    unsigned m_restarts;

    Ptr<HipL4Protocol> m_hipProtocol;
    Ptr<HipL4Protocol> m_espProtocol;
    Ptr<HipInterceptor6> m_interceptor6;
    Ptr<HipInterceptor4> m_interceptor4;
    EventId m_refresh; ///< after addresses have changed
    EventId m_settle;  ///< when the next new address may be used
    Time m_dadDelay;
    std::map<Address, OwnAddress> m_addresses;
    bool m_knowsAddresses; ///< has looked at them once
    EventId m_timer;
    int64_t m_timerAt; ///< nanoseconds of simulation time; the maximum while no timer runs

    TracedCallback<const Address&> m_locatorTrace;
    TracedCallback<const HipEventRecord&> m_eventTrace;
    TracedCallback<const HipSaRecord&> m_saTrace;
    TracedCallback<const HipKeyRecord&> m_keyTrace;
    TracedCallback<const HipEspRecord&> m_espSendTrace;
    TracedCallback<const HipEspRecord&> m_espReceiveTrace;
    TracedCallback<const std::string&> m_dropTrace;
    TracedCallback<const std::string&, uint64_t, Time> m_workTrace;
};

} // namespace ns3

#endif // HIP_NODE_APPLICATION_H
