// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_CONFIG_H
#define HIP_CORE_ASSOCIATION_CONFIG_H

#include "core/util/clock.h"
#include "core/wire/algorithms.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace hip
{

class PathPolicy;

namespace draft2003
{
enum class Suite : std::uint16_t;
}

/// Which address a host wants an agent to lend it (mm-00 §6.1.3.1).
enum class LeaseFamily
{
    ANY,
    IPV4,
    IPV6,
};

/**
 * What a host may vary; the defaults are those of a present-day host. RFC 7401 leaves most numbers
 * to the implementation (§4.4.1, §6.6).
 */
struct EndpointConfig
{
    /// Diffie-Hellman groups in order of preference (RFC 7401 §5.2.6).
    std::vector<DhGroup> dhGroups{DhGroup::P256,
                                  DhGroup::P384,
                                  DhGroup::P521,
                                  DhGroup::MODP_3072,
                                  DhGroup::MODP_1536};
    /// NULL_ENCRYPT is offered and accepted only if it is listed (RFC 7401 §5.2.8).
    std::vector<HipCipher> hipCiphers{HipCipher::AES_128_CBC, HipCipher::AES_256_CBC};
    /// HIP_TRANSFORM of 2003, see draft2003::MakeConfig; its groups and ESP suites are listed among
    /// those of HIPv2.
    std::vector<draft2003::Suite> hipTransforms;
    /// Suites without encryption are used only if they are listed (RFC 7402 §3.3.5).
    std::vector<EspSuite> espSuites{EspSuite::AES_128_GCM_16,
                                    EspSuite::AES_128_CBC_SHA256,
                                    EspSuite::AES_256_CBC_SHA256,
                                    EspSuite::AES_128_GCM_8};

    std::uint8_t puzzleDifficulty = 10;    ///< K that this host asks for, in bits
    std::uint8_t puzzleLifetime = 37;      ///< 2^(value - 32) seconds
    std::uint8_t maxPuzzleDifficulty = 24; ///< a harder puzzle is refused
    Duration r1Lifetime =
        std::chrono::seconds(120); ///< R1s, DH values and puzzle secret live so long
    bool precomputeR1 = true;      ///< sign R1s ahead of time; else when the I1 comes
    /// R1s to one address in one second; more are dropped. 0 = no limit.
    unsigned maxR1PerSecond = 50;

    Duration retransmission = std::chrono::seconds(1); ///< first wait for an answer; doubles
    Duration maxRetransmission = std::chrono::seconds(16);
    unsigned maxRetries = 7;                            ///< I1_, I2_ and UPDATE_RETRY_MAX
    Duration failedWait = std::chrono::seconds(10);     ///< E-FAILED until UNASSOCIATED
    Duration unusedLifetime = std::chrono::minutes(15); ///< UAL
    Duration msl = std::chrono::minutes(2);             ///< MSL
    /// R2-SENT until ESTABLISHED if no data arrives ("EC").
    Duration exchangeComplete = std::chrono::seconds(16);

    bool queueData = true; ///< hold data while the association is made; else refuse it
    std::size_t maxQueuedPackets = 64;
    std::size_t maxAssociations = 100000;
    std::size_t replayWindow = 64;                     ///< packets, a multiple of 64
    std::uint64_t rekeyAfter = std::uint64_t{1} << 62; ///< packets sent on one SA until a rekey
    bool rekeyWithDh = false;

    std::size_t maxPeerLocators = 8; ///< of each peer; more are ignored (RFC 8046 §6.2.2)
    bool useCredit = true; ///< send to unverified addresses within RFC 8046 §5.6; else hold
    /// How data is spread over several paths; nullptr = all of it to the preferred address.
    std::shared_ptr<const PathPolicy> pathPolicy;
    /// Each path is asked this often whether it works; zero = never. Only with a policy.
    Duration probeInterval{};
    unsigned maxProbesMissed = 3; ///< in a row, until a path counts as failed

    LeaseFamily leaseFamily = LeaseFamily::ANY; ///< that a host of 2003 asks agents for
    /// In 2003 an address that an agent has lent is one of the host's own (mm-00 §6.4).
    bool tellsLeases = true;
    /// Each path but the first gets a pair of SAs of its own (RFC 8047 §4.3), with a policy only.
    bool saPerPath = false;

    bool rekeyOnMove = false; ///< new ESP keys with each change of address (RFC 8046 §3.2.2)

    bool encryptHostId = true;       ///< HOST_ID of I2 travels inside ENCRYPTED
    bool acceptOpportunistic = true; ///< answer an I1 to a zero HIT
    bool acceptAnonymous = true;     ///< talk to peers with bit A set
    bool exportKeys = false;         ///< emit KeyEvent and SaEvent with secrets
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_CONFIG_H
