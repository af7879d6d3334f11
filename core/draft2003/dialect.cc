// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/dialect.h"

#include "core/draft2003/dialect-parts.h"
#include "core/draft2003/hip-record.h"
#include "core/draft2003/lease-requester.h"
#include "core/draft2003/puzzle.h"
#include "core/draft2003/state.h"

#include <algorithm>
#include <stdexcept>

namespace hip::draft2003
{

const hip::Dialect&
GetDraft2003()
{
    static const Draft2003 dialect;
    return dialect;
}

EndpointConfig
MakeConfig(EndpointConfig config)
{
    config.dhGroups = {hip::DhGroup::MODP_1536};
    config.hipTransforms = {Suite::AES_CBC_SHA1, Suite::TRIPLE_DES_CBC_SHA1};
    config.espSuites = {EspSuite::AES_128_CBC_SHA1, EspSuite::TRIPLE_DES_CBC_SHA1};
    config.maxPuzzleDifficulty = MAX_PUZZLE_K;
    config.useCredit = false;
    return config;
}

const DialectRules&
Draft2003::GetRules() const
{
    static constexpr DialectRules RULES{false,
                                        false,
                                        false,
                                        false,
                                        true,
                                        false,
                                        false,
                                        true,
                                        true,
                                        false,
                                        DRAFT_2003_NUMBERING,
                                        false,
                                        true};
    return RULES;
}

void
Draft2003::CheckConfig(const EndpointConfig& config) const
{
    const auto isMissing = [](const auto& list, auto convert) {
        return std::none_of(list.begin(), list.end(), [&](auto it) {
            return convert(it).has_value();
        });
    };
    if (isMissing(config.dhGroups, FromDhGroup) || isMissing(config.espSuites, FromEspSuite))
    {
        throw std::invalid_argument(
            "an endpoint of 2003 needs a DH group and an ESP suite of 2003");
    }
    if (!HasMandatorySuite(config.hipTransforms) ||
        !std::all_of(config.hipTransforms.begin(), config.hipTransforms.end(), IsHipSuite))
    {
        throw std::invalid_argument("HIP transforms of 2003 must hold a mandatory one, and none "
                                    "without HMAC-SHA-1");
    }
    if (config.puzzleDifficulty > MAX_PUZZLE_K)
    {
        throw std::invalid_argument("puzzles of 2003 have at most 20 bits");
    }
}

Byte
Draft2003::GetProtocol() const
{
    return PROTOCOL_HIP;
}

bool
Draft2003::IsHit(const IpAddress& address) const
{
    return GetHitKind(address).has_value();
}

bool
Draft2003::IsOfOneKind(const Hit& a, const Hit& b) const
{
    return GetHitKind(a) == GetHitKind(b);
}

HipRecord
Draft2003::MakeRecord(const LocalIdentity& identity,
                      const std::vector<std::string>& rendezvousServers) const
{
    return MakeHipRecord(AsDraft2003(identity), rendezvousServers);
}

Result<PublicKey>
Draft2003::VerifyRecord(CryptoContext& context, const HipRecord& record) const
{
    return draft2003::VerifyHipRecord(context, record);
}

Action
Draft2003::Decide(State state, Input input) const
{
    return draft2003::Decide(state, input);
}

Result<IncomingPacket>
Draft2003::Parse(ByteSpan bytes, const Path& path) const
{
    const auto view = PacketView::Parse(bytes);
    if (!view)
    {
        return view.error();
    }
    return view->HasGoodChecksum(path) ? Result<IncomingPacket>(*view) : DropReason::BAD_CHECKSUM;
}

PacketView
Draft2003::View(const IncomingPacket& packet)
{
    return PacketView::Parse(packet.GetBytes()).value();
}

Result<RelayInfo>
Draft2003::ReadRelay(const IncomingPacket&) const
{
    return RelayInfo{}; // an agent changes the destination only, and leaves no trace (mm-00 §4.4)
}

std::unique_ptr<LeaseClient>
Draft2003::MakeLeaseClient(HostContext& host, const LocalIdentity& identity, const Hit& agent) const
{
    return std::make_unique<LeaseRequester>(host, AsDraft2003(identity), agent);
}

bool
Draft2003::IsRelayedBy(const Session&, const IncomingPacket&) const
{
    return false;
}

} // namespace hip::draft2003
