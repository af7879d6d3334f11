// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_SPI_TABLE_H
#define HIP_CORE_ASSOCIATION_SPI_TABLE_H

#include "core/util/random-source.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>

namespace hip
{

class Association;
class EspInboundSa;

/// Finds the inbound SA of an ESP packet by its SPI, in one look-up.
class SpiTable
{
  public:
    struct Entry
    {
        Association* association;
        EspInboundSa* sa; ///< nullptr while the SPI is only reserved
    };

    /**
     * Reserves a random SPI that is not in use and not in 0 to 255 (RFC 4303 §2.1); one of the
     * range that was set, as long as it has one left.
     */
    std::uint32_t Reserve(Association& association, RandomSource& random)
    {
        if (const auto spi = ReserveOfRange(association, random))
        {
            return *spi;
        }
        while (true)
        {
            const std::uint32_t spi = random.GetU32();
            if (spi > 255 && m_entries.emplace(spi, Entry{&association, nullptr}).second)
            {
                return spi;
            }
        }
    }

    /// From now on SPIs are of this range, which somebody else knows to lead here (mm-00 §4.4).
    /// @param min 0 = any SPI
    void SetRange(std::uint32_t min, std::uint32_t max)
    {
        m_min = min;
        m_max = max;
    }

    void Bind(std::uint32_t spi, EspInboundSa& sa)
    {
        m_entries.at(spi).sa = &sa;
    }

    void Release(std::uint32_t spi)
    {
        m_entries.erase(spi);
    }

    /// @return nullptr if no SA has this SPI
    const Entry* Find(std::uint32_t spi) const
    {
        const auto found = m_entries.find(spi);
        return found == m_entries.end() || !found->second.sa ? nullptr : &found->second;
    }

  private:
    std::optional<std::uint32_t> ReserveOfRange(Association& association, RandomSource& random)
    {
        if (m_min == 0)
        {
            return std::nullopt;
        }
        const std::uint64_t count = std::uint64_t{m_max} - m_min + 1;
        const std::uint32_t first = random.GetU32();
        for (std::uint64_t i = 0; i < count; ++i)
        {
            const auto spi = static_cast<std::uint32_t>(m_min + (first + i) % count);
            if (m_entries.emplace(spi, Entry{&association, nullptr}).second)
            {
                return spi;
            }
        }
        return std::nullopt;
    }

    std::uint32_t m_min = 0;
    std::uint32_t m_max = 0;
    boost::unordered_flat_map<std::uint32_t, Entry> m_entries;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_SPI_TABLE_H
