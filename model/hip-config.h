// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CONFIG_H
#define HIP_CONFIG_H

#include "core/association/config.h"
#include "core/association/dialect.h"
#include "core/crypto/crypto-engine.h"
#include "core/identity/local-identity.h"

#include "ns3/node.h"

#include <memory>
#include <string>
#include <vector>

// Attribute texts as values of the core. Private to this module: not installed.

namespace ns3
{
namespace hipconfig
{

/// What a list of names or a kind of key says for "as the dialect has it".
inline const std::string DEFAULT_NAME = "default";

/// @param name "hipv2" or "2003". @throw std::invalid_argument
const hip::Dialect& ParseDialect(const std::string& name);

/// Lists of names separated by commas, or DEFAULT_NAME.
struct AlgorithmNames
{
    std::string dhGroups;
    std::string hipCiphers;
    std::string espSuites;
};

/**
 * @return a configuration as hosts of the dialect have it, but for what is named
 * @throw std::invalid_argument that names the wrong one; what only the other dialect has is wrong
 */
hip::EndpointConfig MakeConfig(const hip::Dialect& dialect, const AlgorithmNames& names);

/// @param name "any", "ipv4" or "ipv6". @throw std::invalid_argument
hip::LeaseFamily ParseLeaseFamily(const std::string& name);

/// @param name "real" or "modelled". @throw std::invalid_argument
hip::CryptoFidelity ParseFidelity(const std::string& name);

/**
 * The identity with the key of this PEM text, or, if that is empty, with a new key.
 *
 * @param keyKind may be DEFAULT_NAME
 * @throw std::invalid_argument if the dialect has no such keys
 */
std::shared_ptr<const hip::LocalIdentity> MakeIdentity(const hip::Dialect& dialect,
                                                       hip::CryptoContext& context,
                                                       const std::string& pem,
                                                       const std::string& keyKind);

/// The node's addresses that others may send to: no loopback, link-local or HIT of the dialect.
std::vector<hip::IpAddress> GetLocators(Ptr<Node> node, const hip::Dialect& dialect);

} // namespace hipconfig
} // namespace ns3

#endif // HIP_CONFIG_H
