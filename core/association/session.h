// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_SESSION_H
#define HIP_CORE_ASSOCIATION_SESSION_H

#include "core/association/host-context.h"
#include "core/crypto/host-key.h"
#include "core/crypto/keymat.h"
#include "core/esp/security-association.h"

#include <memory>
#include <optional>

namespace hip
{

/// A reserved inbound SPI that goes back to the table with its owner.
class SpiLease
{
  public:
    SpiLease(HostContext& host, Association& association)
        : m_table(&host.spis),
          m_spi(host.spis.Reserve(association, host.random))
    {
    }

    ~SpiLease()
    {
        m_table->Release(m_spi);
    }

    SpiLease(const SpiLease&) = delete;
    SpiLease& operator=(const SpiLease&) = delete;

    std::uint32_t Get() const
    {
        return m_spi;
    }

    void Bind(EspInboundSa& sa)
    {
        m_table->Bind(m_spi, sa);
    }

  private:
    SpiTable* m_table;
    std::uint32_t m_spi;
};

/// A pair of ESP SAs with the lease of the inbound SPI.
struct SaPair
{
    std::unique_ptr<SpiLease> lease;
    std::unique_ptr<EspInboundSa> inbound;
    std::unique_ptr<EspOutboundSa> outbound;
    std::size_t keysAt = 0; ///< where its keys begin in KEYMAT
};

/// The puzzle of a base exchange and its solution.
struct Puzzle
{
    Bytes i;
    Bytes j;
};

/// What two hosts have agreed on in a base exchange and keep for the life of the association.
struct Session
{
    bool isInitiator;
    PublicKey peerKey;
    DhGroup group;
    std::shared_ptr<DhKeyPair> dh; ///< kept, since a rekey may renew one side only
    Bytes peerPublicValue;
    std::uint16_t hipSuite; ///< HIP_CIPHER or HIP_TRANSFORM, as the dialect numbers it
    EspSuite suite;
    HashKind hash; ///< of MACs, puzzle and KEYMAT: RHASH
    Puzzle puzzle;
    std::shared_ptr<const Keymat> keymat;
    HipKeys keys;
    std::size_t nextIndex = 0; ///< first octet of KEYMAT not drawn yet
    SaPair sas;
    std::size_t burnt = 0; ///< octets of KEYMAT before this were named in vain, and not again
};

/**
 * Draws ESP keys and makes both SAs; the inbound one is found by its SPI from then on.
 *
 * @param lease of the inbound SPI, which the pair takes over
 * @param outboundSpi what the peer wants on packets to it
 * @return the pair; else BAD_KEYMAT_INDEX
 */
Result<SaPair> MakeSaPair(HostContext& host,
                          const Keymat& keymat,
                          EspSuite suite,
                          std::size_t index,
                          std::unique_ptr<SpiLease> lease,
                          std::uint32_t outboundSpi);

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_SESSION_H
