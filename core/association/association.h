// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_ASSOCIATION_H
#define HIP_CORE_ASSOCIATION_ASSOCIATION_H

#include "core/association/credit.h"
#include "core/association/data-queue.h"
#include "core/association/dialect.h"
#include "core/association/exchange.h"
#include "core/association/parallel-sas.h"
#include "core/association/path-table.h"
#include "core/association/peer-locators.h"
#include "core/association/registration-client.h"
#include "core/association/rekey.h"
#include "core/association/retransmission.h"
#include "core/association/timer-queue.h"
#include "core/association/update-channel.h"
#include "core/wire/packet-buffer.h"

#include <memory>
#include <optional>
#include <vector>

namespace hip
{

/// Hop limit of HIP packets.
inline constexpr Byte HIP_HOP_LIMIT = 64;

/**
 * One pair of hosts (RFC 7401 §4.4): keeps the order of things, the state and its timers. What it
 * does in detail is the business of its parts: Exchange (Initiator's base exchange), Session (keys
 * and SAs), UpdateChannel, Rekey, RegistrationClient, DataQueue.
 *
 * Handlers check a packet in full before they change anything; a refused one leaves all as it was.
 */
class Association
{
  public:
    /// @param peer zero for opportunistic mode, until R1 tells it
    /// @param order see TimerQueue
    Association(HostContext& host,
                const LocalIdentity& identity,
                const Hit& peer,
                std::uint64_t order);
    ~Association();

    Association(const Association&) = delete;
    Association& operator=(const Association&) = delete;

    State GetState() const
    {
        return m_state;
    }

    const LocalIdentity& GetIdentity() const
    {
        return m_identity;
    }

    const Hit& GetPeer() const
    {
        return m_peer;
    }

    /// Where packets to the peer go.
    const IpAddress& GetPeerLocator() const
    {
        return m_path.destination;
    }

    /// @return nothing without an ESP SA pair
    const Session* GetSession() const
    {
        return m_session ? &*m_session : nullptr;
    }

    /// @return where the last I1 went; unspecified unless a base exchange is under way
    IpAddress GetI1Address() const
    {
        return m_exchange ? m_exchange->i1Address : IpAddress();
    }

    /// Addresses to which an I1 may go.
    void SetPeerAddresses(const std::vector<IpAddress>& addresses);

    /// The host's own addresses have changed: tells the peer (RFC 8046 §3.2.1).
    void RefreshLocal(Time now);

    /// Starts a base exchange if none is under way and there is no association.
    bool Start(Time now);

    void Close(Time now);
    bool Rekey(bool withDiffieHellman, Time now);
    void Register(const std::vector<Byte>& types, Duration lifetime, Time now);

    /// Lets leases end, so that the association need not come back for them.
    void EndRegistration()
    {
        m_registration.Forget();
    }

    /// See Endpoint::HandleUpper. @param packet with HITs of this association
    Verdict HandleUpper(PacketBuffer& packet, Time now);

    // Packets from the peer, whose HITs, form and checksum the endpoint has checked.
    Result<void> HandleR1(const IncomingPacket& packet, const Path& path, Time now);
    Result<void> HandleR2(const IncomingPacket& packet, Time now);
    Result<void> HandleUpdate(const IncomingPacket& packet, const Path& path, Time now);
    Result<void> HandleNotify(const IncomingPacket& packet);
    Result<void> HandleClose(const IncomingPacket& packet, Time now);
    Result<void> HandleCloseAck(const IncomingPacket& packet, Time now);

    /**
     * @return whether this I2 is the one that made the association, whose R2 was then sent again:
     *         either R2 was lost, or the I2 is a late copy or a replay, to which R2 does no harm
     */
    bool RepeatR2(const IncomingPacket& i2, const Path& path, Time now);

    /**
     * Our own exchange has won over the peer's, whose I2 may still be on its way and must not undo
     * the association (RFC 7401 §4.4.4).
     *
     * @param counter R1 counter below which I2s belong to the past
     */
    void SetR1Floor(std::uint64_t counter)
    {
        m_r1Floor = counter;
    }

    std::uint64_t GetR1Floor() const
    {
        return m_r1Floor;
    }

    /// The Birthday that the peer had in the exchange that made this association (hip-08 §5.3).
    std::uint64_t GetPeerBirthday() const
    {
        return m_peerBirthday;
    }

    /// @return whether an I2 of ours waits for its answer while the SAs before are in use
    bool IsBeginningAgain() const
    {
        return m_state == State::ESTABLISHED && m_exchange;
    }

    /// Becomes the Responder's end of the association: makes SAs and sends R2 (RFC 7401 §6.9).
    Result<void> Accept(VerifiedI2 verified, const IncomingPacket& i2, const Path& path, Time now);

    /// @return whether ESP may be received in this state (RFC 7401 §4.4.3, "data in")
    bool AcceptsData() const;

    /// An ESP packet of @p octets was opened under this SPI. @param source where it came from
    /// @return whether something has changed with it, so that timers or outputs have
    bool NoteDataIn(std::uint32_t spi, const IpAddress& source, std::size_t octets, Time now);

    /// @return whether the peer, a rendezvous server of this host, relayed this I1 (RFC 8004
    /// §4.3.1)
    bool HasRelayed(const IncomingPacket& i1, Time now) const;

    /// When HandleTimeout has something to do; NEVER if nothing is pending.
    Time GetDeadline() const;

    void HandleTimeout(Time now);

    std::uint64_t GetOrder() const
    {
        return m_order;
    }

    /// Where the endpoint keeps when it will call HandleTimeout.
    TimerNode timer;

    /// @return true once all state is gone and the endpoint may forget this object
    bool IsFinished() const
    {
        return m_state == State::UNASSOCIATED && !m_exchange && !m_registration.IsWanted();
    }

  private:
    /// Where both hosts are, and what either has told the other.
    struct Whereabouts
    {
        PeerLocators peer;
        Credit credit;
        bool isVerified = true; ///< the address that packets go to
        /// From which an I2 came that proves no address: until data comes from there too.
        std::optional<IpAddress> unproved;
        std::vector<IpAddress> announced;
        std::optional<UpdateId> updateId;   ///< of the update that announces ours
        std::optional<UpdateId> newestTold; ///< of the peer's
        LocatorGroups told;                 ///< of which the peer's is the last
    };

    Action Decide(Input input) const;
    void SetState(State state);
    bool IsUp() const;
    void Confirm(Time now);
    void SetPeerLocator(const IpAddress& address);
    Path MakePath(const IpAddress& peer) const;
    void Send(OutgoingPacket& packet, const Path& path, bool isRetransmission);
    void AnnounceSas(const SaPair& sas, const Path& path);
    void AnnounceKeys();
    void FlushQueue(Time now);
    Verdict SendData(PacketBuffer& packet, Time now);
    Verdict Hold(const PacketBuffer& packet);
    bool MaySend(std::size_t octets, Time now);

    // association-initiator.cc
    void SendI1(bool isRetransmission);
    Result<void> BeginAgain(const IncomingPacket& r1, Time now);
    void SendI2(const IncomingPacket& r1, Time now);
    void Establish(Time now);
    void FailExchange(Time now);

    // association-responder.cc
    Bytes MakeDigest(const IncomingPacket& i2) const;
    void SendR2(const std::vector<ClientRequest>& registrations, std::size_t espIndex, Time now);
    RegistrationAnswers AnswerRegistrations(const std::vector<ClientRequest>& requests, Time now);

    // association-update.cc
    Result<UpdateContent> PrepareAnswer(const PeerUpdate& update, const Path& path, Time now);
    UpdateContent PrepareRepetition(const PeerUpdate& update) const;
    void NoteSpisInUse(const PeerUpdate& update, Time now);
    Result<void> CheckAcks(const PeerUpdate& update) const;
    void Repeat(const PeerUpdate& update, UpdateContent answer, const Path& path, Time now);
    void HandleAcks(const std::vector<UpdateId>& acks, Time now);
    void ProcessUpdate(PeerUpdate& update,
                       const IncomingPacket& packet,
                       const Path& path,
                       UpdateContent answer,
                       Time now);
    void SendUpdate(UpdateContent content, const Path& path, Time now);
    void SendRegistration(Time now);
    void ResetUpdates();

    // association-rekey.cc
    Result<std::optional<KeyChange>> AnswerKeys(const PeerUpdate& update,
                                                const Path& path,
                                                Time now);
    void NoteRekeyAck(Time now);
    void ExpectData(Time now);
    bool SwitchIfComplete(Time now);
    void SendEmpty(Time now);

    // association-readdress.cc
    LocatorSetParameter MakeLocatorSet(std::uint32_t spi) const;
    std::optional<LocatorSetParameter> MakeFirstLocators(std::uint32_t spi);
    void AnnounceFurther(Time now);
    void AnnounceLocators(Time now);
    void ChoosePath(Time now);
    void ReportLocators();
    void TakeLocators(LocatorGroups groups, UpdateId updateId, Time now);
    void TakeFirstLocators(LocatorSetParameter set, Time now);
    void CheckLocators(Time now);
    void HandleEcho(const PeerUpdate& update, const Path& path, Time now);
    void RetransmitUpdates(Time now);

    // association-paths.cc
    void RefreshPaths(const Path& previous);
    Path ChooseFor(ByteSpan packet) const;
    void ProbePaths(Time now);
    void NotePath(const PathTable::Change& change, Time now);
    void SendElsewhere(OutgoingPacket& update);

    // association-sas.cc
    bool IsKeying() const;
    void AddSas(Time now);
    Result<std::optional<KeyChange>> TakeAddition(const PeerUpdate& update,
                                                  const Path& path,
                                                  Time now);
    void AbandonAddition();
    bool ReportSas();
    void PruneSas(Time now);

    // association-closing.cc
    void SendClose(Time now);
    void Finish(Time now);
    void Retransmit(Time now);
    void ExpireState(Time now);
    void RenewRegistration(Time now);

    HostContext& m_host;
    const std::uint64_t m_order;
    const LocalIdentity& m_identity;
    const DialectRules& m_rules;
    Hit m_peer;
    State m_state = State::UNASSOCIATED;
    Path m_path;                        ///< of packets to the peer
    std::vector<IpAddress> m_addresses; ///< told from outside: the peer's, or of its agents
    Whereabouts m_where;
    PathTable m_paths; ///< only with a policy

    std::optional<Exchange> m_exchange;
    std::optional<Session> m_session;
    UpdateChannel m_updates;
    hip::Rekey m_rekey;
    ParallelSas m_parallel; ///< beside those of the session
    std::optional<std::pair<UpdateId, OutgoingPacket>>
        m_keyReply; ///< last sent, by what it answers
    RegistrationClient m_registration;
    DataQueue m_queue;

    Retransmission m_retransmission; ///< of I1, I2 or CLOSE
    Time m_stateUntil = NEVER;       ///< end of R2-SENT, CLOSING, CLOSED or E-FAILED
    Time m_emptyAt = NEVER;          ///< see SendEmpty
    Duration m_emptyWait{};
    Time m_lastUse{};                   ///< of the SAs, either direction
    Bytes m_i2Digest;                   ///< of the I2 that this Responder has answered ...
    std::optional<OutgoingPacket> m_r2; ///< ... and the answer
    std::uint64_t m_r1Floor = 0;        ///< see SetR1Floor
    std::uint64_t m_peerBirthday = 0;   ///< in 2003
    Bytes m_closeEcho;                  ///< CLOSING: nonce that CLOSE_ACK must return
    std::optional<OutgoingPacket> m_close;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_ASSOCIATION_H
