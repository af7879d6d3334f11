// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/check-r1.h"

#include "core/association/packet-auth.h"

#include <algorithm>

namespace hip
{

namespace
{

/// Receivers look only at so many entries of a list (RFC 7401 §5.2.8, RFC 7402 §5.1.2).
constexpr std::size_t MAX_LIST = 6;

/// @return the first of the peer's leading entries that is also ours
template <class T>
std::optional<T>
Choose(const std::vector<T>& offered, const std::vector<T>& own)
{
    const auto end =
        offered.begin() + static_cast<std::ptrdiff_t>(std::min(offered.size(), MAX_LIST));
    const auto found = std::find_first_of(offered.begin(), end, own.begin(), own.end());
    return found == end ? std::nullopt : std::optional<T>(*found);
}

/// The Responder must have taken the first group of its list that we offered (RFC 7401 §4.1.7).
Result<void>
CheckGroup(const DhGroupListParameter& list,
           const DiffieHellmanParameter& dh,
           const std::vector<DhGroup>& own)
{
    const auto expected =
        std::find_first_of(list.groups.begin(), list.groups.end(), own.begin(), own.end());
    if (expected == list.groups.end())
    {
        return DropReason::NO_DH_PROPOSAL;
    }
    if (*expected != dh.group)
    {
        return DropReason::DH_DOWNGRADE;
    }
    return {};
}

bool
OffersEsp(const PacketView& r1)
{
    const auto formats = r1.Get<TransportFormatListParameter>();
    return formats && std::count(formats->formats.begin(),
                                 formats->formats.end(),
                                 static_cast<std::uint16_t>(ParameterType::ESP_TRANSFORM)) > 0;
}

/// Identity and signature of the Responder (RFC 7401 §6.8 steps 3, 8 and 9).
Result<PublicKey>
Authenticate(HostContext& host, const PacketView& r1)
{
    const auto hostId = r1.Get<HostIdParameter>();
    if (!hostId)
    {
        return hostId.error();
    }
    auto key = VerifyHostId(host.crypto, *hostId, r1.GetSender());
    if (!key)
    {
        return key.error();
    }
    if (const auto good = CheckSignature2(r1, *key, host.engine, host.GetWork()); !good)
    {
        return good.error();
    }
    if ((r1.GetControls() & CONTROL_ANONYMOUS) != 0 && !host.config.acceptAnonymous)
    {
        return DropReason::ANONYMOUS_REFUSED;
    }
    return key;
}

/// Steps 5, 6 and 13: suites, groups, ciphers and formats.
Result<void>
Negotiate(HostContext& host, const HostIdentity& identity, const PacketView& r1, Agreement& out)
{
    const auto suites = r1.Get<HitSuiteListParameter>();
    const auto groups = r1.Get<DhGroupListParameter>();
    const auto dh = r1.Get<DiffieHellmanParameter>();
    const auto ciphers = r1.Get<HipCipherParameter>();
    const auto transforms = r1.Get<EspTransformParameter>();
    for (const auto& reason : {suites ? std::nullopt : std::optional(suites.error()),
                               groups ? std::nullopt : std::optional(groups.error()),
                               dh ? std::nullopt : std::optional(dh.error()),
                               ciphers ? std::nullopt : std::optional(ciphers.error()),
                               transforms ? std::nullopt : std::optional(transforms.error())})
    {
        if (reason)
        {
            return *reason;
        }
    }
    if (std::count(suites->suites.begin(), suites->suites.end(), identity.GetSuite()) == 0)
    {
        return DropReason::UNSUPPORTED_HIT_SUITE;
    }
    if (const auto good = CheckGroup(*groups, *dh, host.config.dhGroups); !good)
    {
        return good;
    }
    const auto cipher = Choose(ciphers->ciphers, host.config.hipCiphers);
    if (!cipher)
    {
        return DropReason::NO_CIPHER_PROPOSAL;
    }
    const auto suite = Choose(transforms->suites, host.config.espSuites);
    if (!suite)
    {
        return DropReason::NO_ESP_PROPOSAL;
    }
    if (!OffersEsp(r1))
    {
        return DropReason::NO_TRANSPORT_FORMAT;
    }
    out.dh = *dh;
    out.cipher = *cipher;
    out.suite = *suite;
    return {};
}

/// Steps 10 and 11, but for the search itself.
Result<void>
ReadPuzzle(HostContext& host, const PacketView& r1, Agreement& out)
{
    const auto puzzle = r1.Get<PuzzleParameter>();
    if (!puzzle)
    {
        return puzzle.error();
    }
    if (puzzle->i.size() != GetHashLength(out.hash))
    {
        return DropReason::BAD_PARAMETER;
    }
    if (puzzle->k > host.config.maxPuzzleDifficulty)
    {
        return DropReason::PUZZLE_TOO_HARD;
    }
    out.puzzle = *puzzle;
    if (r1.Find(ParameterType::R1_COUNTER))
    {
        const auto counter = r1.Get<R1CounterParameter>();
        if (!counter)
        {
            return counter.error();
        }
        out.counter = *counter;
    }
    return {};
}

} // namespace

Result<DhResult>
ComputeDh(HostContext& host, const DiffieHellmanParameter& peer)
{
    host.GetWork().Add(Operation::DH_GENERATE, static_cast<Byte>(peer.group), 1);
    host.GetWork().Add(Operation::DH_COMPUTE, static_cast<Byte>(peer.group), 1);
    DhResult result{host.engine.MakeDhKeyPair(peer.group), {}};
    auto secret = result.own->ComputeSecret(peer.publicValue);
    if (!secret)
    {
        return secret.error();
    }
    result.secret = std::move(*secret);
    return result;
}

Result<Agreement>
CheckR1(HostContext& host, const HostIdentity& identity, const PacketView& r1)
{
    const auto hash = GetHash(r1.GetSender());
    if (!hash)
    {
        return DropReason::UNSUPPORTED_HIT_SUITE;
    }
    auto key = Authenticate(host, r1);
    if (!key)
    {
        return key.error();
    }
    const ByteSpan hostId = r1.Find(ParameterType::HOST_ID)->tlv;
    Agreement agreement{*key, Bytes(hostId.begin(), hostId.end()), {}, {}, {}, *hash, {}, {}};
    if (const auto good = Negotiate(host, identity, r1, agreement); !good)
    {
        return good.error();
    }
    if (const auto good = ReadPuzzle(host, r1, agreement); !good)
    {
        return good.error();
    }
    return agreement;
}

} // namespace hip
