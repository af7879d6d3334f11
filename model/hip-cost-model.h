// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_COST_MODEL_H
#define HIP_COST_MODEL_H

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <iosfwd>
#include <map>
#include <string>

namespace hip
{
class Work;
}

namespace ns3
{

/**
 * @ingroup hip
 *
 * How long the cryptography of a host takes: a table of operations and their cost, measured by
 * `./hip calibrate` or written by hand. The simulated CPU of a node is busy for that long.
 *
 * A table is a CSV text with the header `operation,algorithm,nanoseconds`, comment lines begin with
 * `#`. Operations are sign, verify, dh-generate, dh-compute, puzzle-try, hmac, seal-packet,
 * seal-byte, open-packet and open-byte; algorithms are named as everywhere in this project.
 */
class CryptoCostModel : public Object
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    CryptoCostModel();
    ~CryptoCostModel() override;

    /**
     * Replaces the table.
     *
     * @param in the CSV text
     * @param name of the file, for error messages
     * @throw std::invalid_argument "FILE:LINE: cause"; the table is then unchanged
     */
    void Load(std::istream& in, const std::string& name);

    /**
     * @param path of a table
     * @throw std::invalid_argument "FILE: cause" or "FILE:LINE: cause"
     */
    void LoadFile(const std::string& path);

    /// Loads the table that ships with the module: measured on one core of a server of 2019 with
    /// OpenSSL 3.0.
    void LoadDefault();

    /**
     * @param work what was done
     * @return how long it takes; what the table does not name costs nothing
     */
    Time GetCost(const hip::Work& work) const;

    /// @return whether every operation is free
    bool IsFree() const;

  private:
    /// Operation and algorithm to nanoseconds.
    std::map<std::pair<uint8_t, uint8_t>, double> m_costs;
};

} // namespace ns3

#endif // HIP_COST_MODEL_H
