// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_REKEY_H
#define HIP_CORE_ASSOCIATION_REKEY_H

#include "core/association/session.h"
#include "core/wire/hip-packet.h"
#include "core/wire/parameters.h"

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
    /// How long the old inbound SA still opens what is on its way, and how long a rekey may take.
    static constexpr Duration GRACE = std::chrono::seconds(30);

    /// @return whether this host has announced its half
    bool IsUnderWay() const
    {
        return m_own.has_value();
    }

    /**
     * Checks the peer's ESP_INFO and DIFFIE_HELLMAN before anything changes.
     *
     * @return the kind of ESP_INFO; else BAD_PARAMETER, BAD_KEYMAT_INDEX, BAD_DH_VALUE or
     *         UNEXPECTED_IN_STATE (the peer's half of this rekey is known already)
     */
    Result<void> Check(const Session& session, const PacketView& update) const;

    /// @return whether this update asks for new keys, rather than naming the SA in use
    static bool IsRekey(const PacketView& update);

    /**
     * Announces this host's half.
     *
     * @param withDiffieHellman also wish for a new secret; forced once KEYMAT is used up
     * @param updateId of the UPDATE that will carry the parameters
     * @param out parameters for it: ESP_INFO and perhaps DIFFIE_HELLMAN
     */
    struct Announcement
    {
        EspInfoParameter espInfo;
        std::optional<DiffieHellmanParameter> dh;
    };

    Announcement Announce(HostContext& host,
                          Association& association,
                          const Session& session,
                          bool withDiffieHellman,
                          std::uint32_t updateId,
                          Time now);

    /// Takes the peer's half, which Check has accepted.
    void SetPeer(const PacketView& update);

    bool HasPeerDh() const
    {
        return m_peer && m_peer->publicValue;
    }

    /**
     * Makes the new SAs once both halves are known. From then on the new inbound SA opens packets.
     *
     * @return true if they were made now; else false, or BAD_DH_VALUE or BAD_KEYMAT_INDEX, and the
     *         rekey is then abandoned
     */
    Result<bool> MakeSas(HostContext& host, const Session& session);

    /// @return Update ID of our announcement
    std::optional<std::uint32_t> GetUpdateId() const;

    /// The peer acknowledged our announcement.
    void SetAcknowledged()
    {
        m_isAcknowledged = true;
    }

    /// Data arrived on the new inbound SA: the peer has the new SAs.
    void NoteDataIn(std::uint32_t spi);

    /// @return whether the new SAs are made and the peer has them too
    bool IsComplete() const
    {
        return m_next && m_isAcknowledged;
    }

    /// Puts the new SAs in the place of the old ones, which live on for the grace time.
    void Switch(Session& session, Time now);

    const SaPair* GetNext() const
    {
        return m_next ? &m_next->sas : nullptr;
    }

    Time GetDeadline() const
    {
        return std::min(m_until, m_oldUntil);
    }

    /// Gives up a rekey that takes too long, and old SAs whose grace is over.
    void HandleTimeout(Time now);

  private:
    struct Own
    {
        std::unique_ptr<SpiLease> lease;
        std::size_t index;
        std::shared_ptr<DhKeyPair> dh; ///< only for a new secret
        std::uint32_t updateId;
    };

    struct Peer
    {
        std::uint32_t spi;
        std::size_t index;
        std::optional<Bytes> publicValue;
    };

    struct Next
    {
        SaPair sas;
        std::optional<KeyMaterial> keymat; ///< only with a new secret
        std::size_t nextIndex;
    };

    void Abandon();

    std::optional<Own> m_own;
    std::optional<Peer> m_peer;
    std::optional<Next> m_next;
    bool m_isAcknowledged = false;
    Time m_until = NEVER;
    SaPair m_old;
    Time m_oldUntil = NEVER;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_REKEY_H
