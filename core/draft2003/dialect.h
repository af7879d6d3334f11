// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_DIALECT_H
#define HIP_CORE_DRAFT2003_DIALECT_H

#include "core/association/dialect.h"
#include "core/draft2003/hip-packet.h"

namespace hip::draft2003
{

/// Interface ID of all addresses of a host that does not tell its interfaces apart.
inline constexpr InterfaceId ONLY_INTERFACE = 1;

/**
 * HIP as it was drafted in 2003: base exchange and NES of hip-08, REA, AC and ACR of mm-00. Its
 * identities are of class draft2003::HostIdentity. Where no draft says what to do, doc/draft2003.md
 * tells what we do.
 */
class Draft2003 final : public hip::Dialect
{
  public:
    // dialect.cc
    const DialectRules& GetRules() const override;
    void CheckConfig(const EndpointConfig& config) const override;
    Byte GetProtocol() const override;
    bool IsHit(const IpAddress& address) const override;
    bool IsOfOneKind(const Hit& a, const Hit& b) const override;
    HipRecord MakeRecord(const LocalIdentity& identity,
                         const std::vector<std::string>& rendezvousServers) const override;
    Result<PublicKey> VerifyRecord(CryptoContext& context, const HipRecord& record) const override;
    Action Decide(State state, Input input) const override;
    Result<IncomingPacket> Parse(ByteSpan bytes, const Path& path) const override;
    Result<RelayInfo> ReadRelay(const IncomingPacket& packet) const override;
    bool IsRelayedBy(const Session& server, const IncomingPacket& packet) const override;
    std::unique_ptr<LeaseClient> MakeLeaseClient(HostContext& host,
                                                 const LocalIdentity& identity,
                                                 const Hit& agent) const override;

    // dialect-initiator.cc
    OutgoingPacket MakeI1(const HostContext& host,
                          const LocalIdentity& identity,
                          const Hit& peer) const override;
    std::uint64_t ReadBirthday(const IncomingPacket& r1) const override;

    Result<void> AnswerR1(HostContext& host,
                          const LocalIdentity& identity,
                          const IncomingPacket& r1,
                          Exchange& exchange) const override;
    Result<OutgoingPacket> MakeI2(HostContext& host,
                                  const LocalIdentity& identity,
                                  const IncomingPacket& r1,
                                  const Exchange& exchange,
                                  const UpdateContent& further) const override;
    Result<VerifiedR2> VerifyR2(HostContext& host,
                                const Exchange& exchange,
                                const IncomingPacket& r2) const override;

    // dialect-responder.cc
    Result<std::vector<hip::DhGroup>> ReadI1(const IncomingPacket& i1) const override;
    Bytes MakeR1(HostContext& host,
                 const LocalIdentity& identity,
                 const R1Template& contents) const override;
    Bytes FinishR1(const Bytes& r1,
                   const Hit& initiator,
                   std::uint16_t id,
                   const Bytes& i,
                   const std::vector<IpAddress>& via,
                   const Path& path) const override;
    Bytes MakePuzzle(const Bytes& secret,
                     const LocalIdentity& identity,
                     const Hit& initiator,
                     const Path& path) const override;
    Duration GetPuzzleLifetime(const EndpointConfig& config) const override;
    Result<Solution> ReadSolution(const IncomingPacket& i2) const override;
    bool IsSolved(HostContext& host,
                  const LocalIdentity& identity,
                  const Hit& initiator,
                  const Solution& solution) const override;
    Bytes GetLasting(const IncomingPacket& i2) const override;

    Result<VerifiedI2> VerifyI2(HostContext& host,
                                const LocalIdentity& identity,
                                const std::shared_ptr<hip::DhKeyPair>& dh,
                                const IncomingPacket& i2,
                                const Path& path) const override;
    OutgoingPacket MakeR2(HostContext& host,
                          const LocalIdentity& identity,
                          const Hit& peer,
                          const Session& session,
                          std::size_t espIndex,
                          const UpdateContent& further) const override;

    // dialect-update.cc
    bool IsReliable(const UpdateContent& content) const override;
    UpdateId GetCounter(const UpdateContent& content) const override;
    Bytes MakeEchoRequest(HostContext& host,
                          UpdateId id,
                          std::optional<UpdateId> announcement) const override;
    Result<OutgoingPacket> MakeUpdate(HostContext& host,
                                      const LocalIdentity& identity,
                                      const Hit& peer,
                                      const Session& session,
                                      const UpdateContent& content) const override;
    Result<PeerUpdate> ReadUpdate(HostContext& host,
                                  const Session& session,
                                  const IncomingPacket& packet) const override;

    // There is no packet that ends an association (hip-08 §13).
    Result<OutgoingPacket> MakeClose(HostContext& host,
                                     const LocalIdentity& identity,
                                     const Hit& peer,
                                     const Session& session,
                                     PacketKind kind,
                                     const Bytes& echo,
                                     const IncomingPacket* request) const override;
    Result<Bytes> ReadClose(HostContext& host,
                            const Session& session,
                            const IncomingPacket& packet) const override;
    Result<std::uint16_t> ReadNotify(HostContext& host,
                                     const Session& session,
                                     const IncomingPacket& packet) const override;

  private:
    /// The packet's parameters, which Parse has found to be in order.
    static PacketView View(const IncomingPacket& packet);
};

/// The one object of the class, which has no state.
const hip::Dialect& GetDraft2003();

/// Changes a configuration to what a host of 2003 was like: its groups and suites, and no credit
/// for addresses under check.
EndpointConfig MakeConfig(EndpointConfig config = {});

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_DIALECT_H
