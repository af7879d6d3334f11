// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_REKEY_H
#define HIP_CORE_ASSOCIATION_REKEY_H

#include "core/association/session.h"
#include "core/association/update.h"

#include <optional>

namespace hip
{

/**
 * The change of an association's ESP SAs (RFC 7402 §6.8 to §6.10). Both hosts announce a new
 * inbound SPI, either first or both at once; the new SAs are made once both announcements are
 * known, and used for sending once the peer is known to have them.
 */
class Rekey
{
  public:
    /// How long the old inbound SA still opens what is on its way, and how long a peer that has
    /// acknowledged our half may take to announce its own.
    static constexpr Duration GRACE = std::chrono::seconds(30);

    /// @return whether this host has announced its half
    bool IsUnderWay() const
    {
        return m_own.has_value();
    }

    /**
     * Checks the peer's half before anything changes.
     *
     * @return nothing; else BAD_PARAMETER, BAD_KEYMAT_INDEX or BAD_DH_VALUE
     */
    Result<void> Check(const Session& session, const KeyChange& peer) const;

    /// @return whether this asks for new keys, rather than naming the SA in use
    static bool IsRekey(const KeyChange& change);

    /**
     * Announces this host's half, which begins a rekey.
     *
     * @param withDiffieHellman also wish for a new secret; forced once KEYMAT is used up
     */
    KeyChange Announce(HostContext& host,
                       Association& association,
                       const Session& session,
                       bool withDiffieHellman);

    /**
     * Takes the peer's half, which Check has accepted, and makes the new SAs, the inbound one of
     * which opens packets from then on. A peer that announces another half instead of its first
     * one begins anew (RFC 7402 §6.9).
     *
     * @return this host's half if it is announced now, else nothing, since it was before; or
     *         BAD_DH_VALUE or BAD_KEYMAT_INDEX, and nothing has changed
     */
    Result<std::optional<KeyChange>> Answer(HostContext& host,
                                            Association& association,
                                            const Session& session,
                                            const KeyChange& peer);

    /// This host's half again, for a peer that has to be answered with it; nothing if no rekey is
    /// under way. With the Diffie-Hellman value, since the first packet may have been lost.
    std::optional<KeyChange> GetAnnounced() const;

    /// Tells which update carries our half.
    void SetUpdateId(UpdateId updateId);

    /// @return nothing if no half of ours is on its way
    std::optional<UpdateId> GetUpdateId() const;

    /// The peer acknowledged our announcement.
    void SetAcknowledged(Time now);

    /// Data arrived on the new inbound SA: the peer has the new SAs.
    void NoteDataIn(std::uint32_t spi);

    /// The peer names this SPI as the one that it receives on: if that is the new one, it has
    /// switched, though its ACK was lost.
    void NotePeerUses(std::uint32_t spi);

    /// @return whether the new SAs are made and the peer has them too
    bool IsComplete() const
    {
        return m_next && m_isAcknowledged;
    }

    /// @return whether the new SAs come from a new Diffie-Hellman secret
    bool HasNewSecret() const
    {
        return m_next && m_next->keymat;
    }

    /// Nobody has acknowledged this update: if it carried our half, the rekey is over.
    void Fail(UpdateId updateId, Session& session);

    /// Puts the new SAs in the place of the old ones, which live on for the grace time.
    void Switch(Session& session, Time now);

    Time GetDeadline() const
    {
        return std::min(m_until, m_oldUntil);
    }

    /// Gives up a rekey that takes too long, and old SAs whose grace is over.
    void HandleTimeout(Time now);

  private:
    struct Own
    {
        std::unique_ptr<SpiLease> lease; ///< handed over to the new SAs once they are made
        std::size_t index;
        std::shared_ptr<DhKeyPair> dh; ///< only for a new secret
        KeyChange announcement;
        std::optional<UpdateId> updateId;
    };

    struct Peer
    {
        std::uint32_t spi;
        std::size_t index;
        std::optional<Bytes> publicValue;
    };

    /// Where the keys of the new SAs come from.
    struct Source
    {
        std::shared_ptr<const Keymat> keymat; ///< only with a new secret
        std::size_t index;
    };

    struct Next
    {
        SaPair sas;
        std::shared_ptr<const Keymat> keymat; ///< only with a new secret
        std::size_t nextIndex;
    };

    static Own MakeOwn(HostContext& host,
                       Association& association,
                       const Session& session,
                       bool withDiffieHellman);
    static Result<Source> FindSource(HostContext& host,
                                     const Session& session,
                                     const Own& own,
                                     const Peer& peer);
    void Abandon();

    std::optional<Own> m_own;
    std::optional<Peer> m_peer;
    std::optional<Next> m_next;
    bool m_isAcknowledged = false;
    Time m_until = NEVER; ///< for the peer's half
    SaPair m_old;
    Time m_oldUntil = NEVER;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_REKEY_H
