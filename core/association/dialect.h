// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_DIALECT_H
#define HIP_CORE_ASSOCIATION_DIALECT_H

#include "core/association/exchange.h"
#include "core/association/host-context.h"
#include "core/association/incoming-packet.h"
#include "core/association/lease-client.h"
#include "core/association/outgoing-packet.h"
#include "core/association/rendezvous-service.h"
#include "core/association/session.h"
#include "core/association/state.h"
#include "core/association/update.h"
#include "core/identity/hip-record.h"

#include <optional>
#include <vector>

namespace hip
{

/// Where the dialects differ in what an association does, rather than in how it says it.
struct DialectRules
{
    bool hasClose;            ///< an association ends with CLOSE; else without a word
    bool confirmsExchange;    ///< a Responder waits in R2-SENT for a sign of the Initiator
    bool announcesInExchange; ///< further addresses are told in I2 and R2; else after them
    bool joinsUpdates;        ///< one packet can carry new addresses and new keys
    bool repliesWithKeys; ///< the second half of a rekey is an answer, which nobody acknowledges
    bool bindsPuzzleToAddress; ///< an Initiator that moves before R2 needs another puzzle
    bool retiresR1;            ///< a DH value is offered until one association has used it
    bool hasBirthday;          ///< of two exchanges the one with the later Birthday counts
    bool bindsEchoToSource;    ///< the answer to a check has to come from an address of the peer
    bool probesPaths;          ///< a path can be asked at any time whether it works
    UpdateNumbering numbering;
    bool addsSas = false;           ///< a path can have a pair of SAs of its own
    bool answersUnknownSpi = false; ///< with an R1, so that the peer begins anew
};

/// How an I1 or UPDATE came through rendezvous servers (RFC 8004 §4.2.2).
struct RelayInfo
{
    bool hasFrom = false;
    bool hasMac = false;
    std::vector<IpAddress> from; ///< the sender first, then each server of a chain but the last
};

/// What goes into each R1 of a generation.
struct R1Template
{
    std::uint64_t counter;
    const Bytes& secret; ///< of which puzzles are made
    const DhKeyPair& dh;
};

/// What an I2 says of the R1 that it answers.
struct Solution
{
    std::optional<std::uint16_t> generation; ///< HIPv2 finds it by this; 2003 by I
    std::optional<std::uint64_t> counter;    ///< R1 counter
    std::uint64_t birthday = 0;              ///< of the Initiator; 2003 only
    Byte k = 0;
    Bytes i;
    Bytes j;
    DhGroup group{};
};

/// What an I2 proved about its sender.
struct VerifiedI2
{
    Session session; ///< complete but for its SAs
    std::size_t espIndex;
    std::uint32_t peerSpi;
    std::vector<ClientRequest> registrations;
    std::optional<LocatorSetParameter> locators;
    std::uint64_t birthday = 0; ///< the Initiator's; 2003 only
};

/// What an R2 proved.
struct VerifiedR2
{
    std::uint32_t peerSpi;
    std::optional<LocatorSetParameter> locators;
    RegistrationAnswers registrationAnswers;
};

/**
 * How two hosts say to each other what an association does: HIPv2, or HIP as it was drafted in
 * 2003. The association keeps state, timers and order; a dialect writes packets and reads them, and
 * keeps nothing.
 *
 * Functions that read check a packet in full, cheapest first, and change nothing but the count of
 * work; their errors are the reasons why it is refused.
 */
class Dialect
{
  public:
    virtual ~Dialect() = default;

    virtual const DialectRules& GetRules() const = 0;

    /// @throw std::invalid_argument if a host cannot speak this dialect with it
    virtual void CheckConfig(const EndpointConfig& config) const = 0;

    /// IP protocol number of HIP packets.
    virtual Byte GetProtocol() const = 0;

    virtual bool IsHit(const IpAddress& address) const = 0;

    /// @param rendezvousServers as for MakeHipRecord. @return what DNS is to tell of a host
    virtual HipRecord MakeRecord(const LocalIdentity& identity,
                                 const std::vector<std::string>& rendezvousServers) const = 0;

    /// @return the key of a record whose HIT is one of this dialect and derives from it; else the
    /// reason why it is refused
    virtual Result<PublicKey> VerifyRecord(CryptoContext& context,
                                           const HipRecord& record) const = 0;

    /// @return whether two HITs are made in one way, so that their hosts are sure to understand
    /// each other
    virtual bool IsOfOneKind(const Hit& a, const Hit& b) const = 0;

    /// What a state's table says of an input.
    virtual Action Decide(State state, Input input) const = 0;

    /// Checks form and checksum. @param bytes HIP header first
    virtual Result<IncomingPacket> Parse(ByteSpan bytes, const Path& path) const = 0;

    virtual Result<RelayInfo> ReadRelay(const IncomingPacket& packet) const = 0;

    /// @return whether a server that this session is with has relayed the packet
    virtual bool IsRelayedBy(const Session& server, const IncomingPacket& packet) const = 0;

    /// @return the client of leases, in a dialect that has those in place of registrations; else
    /// nullptr
    virtual std::unique_ptr<LeaseClient> MakeLeaseClient(HostContext&,
                                                         const LocalIdentity&,
                                                         const Hit&) const
    {
        return nullptr;
    }

    // The Initiator.

    virtual OutgoingPacket MakeI1(const HostContext& host,
                                  const LocalIdentity& identity,
                                  const Hit& peer) const = 0;

    /// @return the Birthday of a Responder, which nothing proves yet; 0 where there is none
    virtual std::uint64_t ReadBirthday(const IncomingPacket&) const
    {
        return 0;
    }

    /// Solves the puzzle and works out the keys, all of which @p exchange then has.
    virtual Result<void> AnswerR1(HostContext& host,
                                  const LocalIdentity& identity,
                                  const IncomingPacket& r1,
                                  Exchange& exchange) const = 0;

    /// @param exchange what AnswerR1 made of @p r1, with the lease of the SPI
    /// @return the packet; else TOO_LONG, since R1 asked for too long an echo
    virtual Result<OutgoingPacket> MakeI2(HostContext& host,
                                          const LocalIdentity& identity,
                                          const IncomingPacket& r1,
                                          const Exchange& exchange,
                                          const UpdateContent& further) const = 0;

    virtual Result<VerifiedR2> VerifyR2(HostContext& host,
                                        const Exchange& exchange,
                                        const IncomingPacket& r2) const = 0;

    // The Responder.

    /// @return the Initiator's DH groups; none if I1 does not tell any
    virtual Result<std::vector<DhGroup>> ReadI1(const IncomingPacket& i1) const = 0;

    /// @return an R1 but for what differs for each Initiator
    virtual Bytes MakeR1(HostContext& host,
                         const LocalIdentity& identity,
                         const R1Template& contents) const = 0;

    /// @param id of the generation that @p r1 is of. @return the packet for one Initiator
    virtual Bytes FinishR1(const Bytes& r1,
                           const Hit& initiator,
                           std::uint16_t id,
                           const Bytes& i,
                           const std::vector<IpAddress>& via,
                           const Path& path) const = 0;

    /// @return I of the puzzle; the same for the same arguments. @param path of R1
    virtual Bytes MakePuzzle(const Bytes& secret,
                             const LocalIdentity& identity,
                             const Hit& initiator,
                             const Path& path) const = 0;

    /// How long a puzzle may take to solve beyond the time its R1 is handed out.
    virtual Duration GetPuzzleLifetime(const EndpointConfig& config) const = 0;

    /// @param packet I2, or another one that proves that work was done
    virtual Result<Solution> ReadSolution(const IncomingPacket& packet) const = 0;

    virtual bool IsSolved(HostContext& host,
                          const LocalIdentity& identity,
                          const Hit& initiator,
                          const Solution& solution) const = 0;

    /// @return the octets of an I2 that are the same if its sender sends it again
    virtual Bytes GetLasting(const IncomingPacket& i2) const
    {
        const ByteSpan bytes = i2.GetBytes();
        return Bytes(bytes.begin(), bytes.end());
    }

    /// @param dh of the R1 that the I2 answers, whose puzzle is solved
    virtual Result<VerifiedI2> VerifyI2(HostContext& host,
                                        const LocalIdentity& identity,
                                        const std::shared_ptr<DhKeyPair>& dh,
                                        const IncomingPacket& i2,
                                        const Path& path) const = 0;

    virtual OutgoingPacket MakeR2(HostContext& host,
                                  const LocalIdentity& identity,
                                  const Hit& peer,
                                  const Session& session,
                                  std::size_t espIndex,
                                  const UpdateContent& further) const = 0;

    // An association that is up.

    /// @return whether the peer has to acknowledge this, so that it is sent until it does
    virtual bool IsReliable(const UpdateContent& content) const = 0;

    /// @return what keeps the numbers of this update apart from those of others
    virtual UpdateId GetCounter(const UpdateContent& content) const = 0;

    /// @param announcement the peer's newest. @return octets that only its receiver can know
    virtual Bytes MakeEchoRequest(HostContext& host,
                                  UpdateId id,
                                  std::optional<UpdateId> announcement) const = 0;

    virtual Result<OutgoingPacket> MakeUpdate(HostContext& host,
                                              const LocalIdentity& identity,
                                              const Hit& peer,
                                              const Session& session,
                                              const UpdateContent& content) const = 0;

    virtual Result<PeerUpdate> ReadUpdate(HostContext& host,
                                          const Session& session,
                                          const IncomingPacket& packet) const = 0;

    // The end, if there is one (DialectRules::hasClose).

    /// @param kind CLOSE or CLOSE_ACK. @param request what CLOSE_ACK answers
    virtual Result<OutgoingPacket> MakeClose(HostContext& host,
                                             const LocalIdentity& identity,
                                             const Hit& peer,
                                             const Session& session,
                                             PacketKind kind,
                                             const Bytes& echo,
                                             const IncomingPacket* request) const = 0;

    /// @return what CLOSE asks for, or CLOSE_ACK returns
    virtual Result<Bytes> ReadClose(HostContext& host,
                                    const Session& session,
                                    const IncomingPacket& packet) const = 0;

    /// @return the Notify Message Type (RFC 7401 §5.2.19)
    virtual Result<std::uint16_t> ReadNotify(HostContext& host,
                                             const Session& session,
                                             const IncomingPacket& packet) const = 0;
};

/// HIPv2 (RFC 7401, RFC 7402, RFC 8003, RFC 8004, RFC 8046).
const Dialect& GetHipv2();

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_DIALECT_H
