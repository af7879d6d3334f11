// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CONFIG_H
#define HIP_CONFIG_H

#include "core/association/config.h"
#include "core/crypto/crypto-engine.h"
#include "core/identity/host-identity.h"

#include "ns3/node.h"

#include <string>
#include <vector>

// Attribute texts as values of the core. Private to this module: not installed.

namespace ns3
{
namespace hipconfig
{

// Lists of names separated by commas. @throw std::invalid_argument that names the wrong one
std::vector<hip::DhGroup> ParseDhGroups(const std::string& names);
std::vector<hip::HipCipher> ParseHipCiphers(const std::string& names);
std::vector<hip::EspSuite> ParseEspSuites(const std::string& names);

/// @param name "real" or "modelled". @throw std::invalid_argument
hip::CryptoFidelity ParseFidelity(const std::string& name);

/// The key of this PEM text, or, if that is empty, a new one. @throw std::invalid_argument
hip::PrivateKey MakeKey(hip::CryptoContext& context,
                        const std::string& pem,
                        const std::string& keyKind);

/// RDATA text of the HIP record (RFC 8005 §6).
std::string MakeRecordText(const hip::HostIdentity& identity,
                           const std::vector<std::string>& rendezvous);

/// The node's addresses that others may send to: no loopback, link-local or HIT.
std::vector<hip::IpAddress> GetLocators(Ptr<Node> node);

} // namespace hipconfig
} // namespace ns3

#endif // HIP_CONFIG_H
