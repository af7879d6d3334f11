// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_RANDOM_H
#define HIP_CORE_CRYPTO_RANDOM_H

#include "core/util/random-source.h"

#include <memory>
#include <string>

namespace hip
{

/**
 * A repeatable sequence: the ChaCha20 key stream under SHA-256(label | seed). Different labels with
 * one seed give independent sequences.
 */
class SeededRandom : public RandomSource
{
  public:
    /// @param seed,stream numbers that name the sequence; @param label what it is used for
    SeededRandom(std::uint64_t seed, std::uint64_t stream, const std::string& label);
    ~SeededRandom() override;

    void Fill(MutableByteSpan out) override;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// OpenSSL's randomness, for use outside simulations.
class SystemRandom : public RandomSource
{
  public:
    /// @throw std::runtime_error if the system has no randomness to give
    void Fill(MutableByteSpan out) override;
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_RANDOM_H
