// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_STREAM_HASH_H
#define HIP_SCENARIOS_COMMON_STREAM_HASH_H

#include "core/crypto/openssl-ptr.h"

#include <cstdint>
#include <string>
#include <vector>

namespace hipscenario
{

/// The SHA-256 of a stream that comes in pieces.
class StreamHash
{
  public:
    StreamHash();

    void Add(const std::vector<std::uint8_t>& octets);

    /// @return the hash of all octets so far, in hex
    std::string GetHex() const;

  private:
    hip::DigestContextPtr m_context;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_STREAM_HASH_H
