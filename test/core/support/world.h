// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_SUPPORT_WORLD_H
#define HIP_TEST_CORE_SUPPORT_WORLD_H

#include "core/association/endpoint.h"
#include "core/crypto/crypto-context.h"
#include "core/crypto/random.h"
#include "core/wire/hip-packet.h"

#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace hip
{

// So that GoogleTest prints names.

inline void
PrintTo(DropReason reason, std::ostream* out)
{
    *out << ToString(reason);
}

inline void
PrintTo(State state, std::ostream* out)
{
    *out << ToString(state);
}

} // namespace hip

namespace hip::test
{

/**
 * A host's key, as PEM. RSA keys take long to make, so that they are made once for all seeds; those
 * of ECDSA depend on the seed, which therefore decides whose HIT is the larger one.
 *
 * @param stream number of the host
 */
const std::string& GetTestKey(std::uint64_t seed, std::uint64_t stream, KeyKind kind);

/// What the network between all hosts does to packets; probabilities from 0 to 1.
struct Network
{
    Duration delay = std::chrono::milliseconds(10);
    Duration jitter{}; ///< added at random, so that packets overtake each other
    double loss = 0;
    double duplication = 0;
};

/// One host: an endpoint and what it has put out.
struct Host
{
    std::string name;
    std::vector<IpAddress> addresses;
    std::string key; ///< PEM
    std::unique_ptr<SeededRandom> protocolRandom;
    std::unique_ptr<SeededRandom> cryptoRandom;
    std::unique_ptr<CryptoContext> context;
    std::unique_ptr<CryptoEngine> engine;
    std::shared_ptr<const LocalIdentity> identity; ///< the endpoint's, to forge its packets
    std::unique_ptr<Endpoint> endpoint;
    Work work;                    ///< all that the endpoint has done
    std::vector<Bytes> delivered; ///< inner packets
    std::vector<std::pair<Time, Event>> events;
    Time wakeUp = NEVER;

    /// All events of one kind, in order.
    template <class E>
    std::vector<E> Get() const
    {
        std::vector<E> found;
        for (const auto& [time, event] : events)
        {
            if (const E* it = std::get_if<E>(&event))
            {
                found.push_back(*it);
            }
        }
        return found;
    }

    std::uint64_t GetDrops(DropReason reason) const
    {
        return endpoint->GetDrops().Get(reason);
    }

    std::uint64_t GetDrops() const
    {
        return endpoint->GetDrops().GetTotal();
    }

    /// How many HIP packets of this type were sent, without retransmissions.
    std::size_t CountSent(PacketKind type) const;

    Hit GetHit() const
    {
        return endpoint->GetHit();
    }
};

/**
 * Hosts on one network in virtual time: the same seed gives the same run. Packets are really
 * encoded, and may be watched or forged on the way.
 */
class World
{
  public:
    explicit World(std::uint64_t seed = 1, CryptoFidelity fidelity = CryptoFidelity::REAL);

    /// @param address "10.0.0.1", "2001:db8::1"; several separated by blanks
    /// @param kind of 2003 for a host that speaks the dialect of 2003
    Host& AddHost(const std::string& name,
                  const std::string& address,
                  const EndpointConfig& config = {},
                  KeyKind kind = KeyKind::ECDSA_P256);

    /// The host loses all its state and begins anew, with the same identity.
    void Restart(Host& host);

    /// The host has these addresses from now on, and none else. @param address as for AddHost
    void Move(Host& host, const std::string& address);

    Time GetNow() const
    {
        return m_now;
    }

    /// Calls at a time, in order of time and of asking.
    void At(Time time, std::function<void()> action);

    /// Runs all that happens up to @p duration from now.
    void Run(Duration duration);

    /// Sends a UDP-like inner packet of these octets. @return what the endpoint said
    Verdict SendData(Host& from, const Hit& to, const Bytes& payload);

    /// Sends a packet that somebody made up, to whom it is addressed.
    void Transmit(Bytes packet);

    /// Takes a packet as if it came from the wire. @return what the endpoint said
    Verdict Inject(Host& to, const Bytes& packet);

    /// Drains a host after it was called directly.
    void Drain(Host& host);

    Network network;
    std::vector<Bytes> wire; ///< every packet that was sent, whatever became of it
    std::function<bool(Bytes& packet)> filter; ///< may change a packet; false = lose it

  private:
    void Start(Host& host, const EndpointConfig& config);
    void Schedule(Host& host, Time deadline);
    bool Chance(double probability);

    std::uint64_t m_seed;
    CryptoFidelity m_fidelity;
    SeededRandom m_random;
    Time m_now{};
    std::multimap<Time, std::function<void()>> m_events;
    std::vector<std::unique_ptr<Host>> m_hosts;
};

/// The payload of an inner packet as SendData made it.
Bytes GetPayload(const Bytes& inner);

} // namespace hip::test

#endif // HIP_TEST_CORE_SUPPORT_WORLD_H
