// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-config.h"

#include "core/draft2003/dialect.h"
#include "core/draft2003/host-identity.h"
#include "core/identity/host-identity.h"
#include "hip-bytes.h"

#include "ns3/ipv4.h"
#include "ns3/ipv6.h"

#include <optional>
#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace hipconfig
{

namespace
{

using Transform = hip::draft2003::Suite;

template <class T>
std::vector<T>
ParseList(const std::string& names,
          const std::string& what,
          std::optional<T> (*parse)(const std::string&))
{
    std::vector<T> values;
    std::istringstream list(names);
    for (std::string name; std::getline(list, name, ',');)
    {
        const auto value = parse(name);
        if (!value)
        {
            throw std::invalid_argument("unknown " + what + " '" + name + "'");
        }
        values.push_back(*value);
    }
    if (values.empty())
    {
        throw std::invalid_argument("no " + what + " given");
    }
    return values;
}

bool
Is2003(const hip::Dialect& dialect)
{
    return &dialect == &hip::draft2003::GetDraft2003();
}

/// @return the transform of 2003 with this name, if HIP packets may use it
std::optional<Transform>
ParseHipTransform(const std::string& name)
{
    for (const Transform transform :
         {Transform::AES_CBC_SHA1, Transform::TRIPLE_DES_CBC_SHA1, Transform::NULL_SHA1})
    {
        if (name == hip::draft2003::ToString(transform))
        {
            return transform;
        }
    }
    return std::nullopt;
}

/// @return whether the dialect has room for a value. @param convert to the number of 2003
template <class T, class Convert>
bool
IsOf(const hip::Dialect& dialect, T value, Convert convert)
{
    return Is2003(dialect) ? convert(value).has_value() : hip::IsHipv2(value);
}

/// @throw std::invalid_argument naming the value if only the other dialect has it
template <class T, class Convert>
void
RequireOf(const hip::Dialect& dialect,
          const std::vector<T>& values,
          const std::string& what,
          Convert convert)
{
    for (const T value : values)
    {
        if (!IsOf(dialect, value, convert))
        {
            throw std::invalid_argument("unknown " + what + " '" + hip::ToString(value) + "' of " +
                                        (Is2003(dialect) ? "HIP of 2003" : "HIPv2"));
        }
    }
}

unsigned
GetRsaBits(hip::KeyKind kind)
{
    switch (kind)
    {
    case hip::KeyKind::RSA_1024:
        return 1024;
    case hip::KeyKind::RSA_2048:
        return 2048;
    case hip::KeyKind::RSA_3072:
        return 3072;
    case hip::KeyKind::RSA_4096:
        return 4096;
    case hip::KeyKind::ECDSA_P256:
    case hip::KeyKind::ECDSA_P384:
    case hip::KeyKind::DSA_1024:
        break;
    }
    return 0;
}

/// @throw std::invalid_argument
hip::KeyKind
ParseKeyKind(const hip::Dialect& dialect, const std::string& name)
{
    const bool is2003 = Is2003(dialect);
    if (name == DEFAULT_NAME)
    {
        return is2003 ? hip::KeyKind::DSA_1024 : hip::KeyKind::ECDSA_P256;
    }
    const auto kind = hip::ParseKeyKind(name);
    if (!kind)
    {
        throw std::invalid_argument("unknown kind of host key '" + name + "'");
    }
    const bool isOf2003 = GetRsaBits(*kind) != 0 || kind == hip::KeyKind::DSA_1024;
    if (is2003 ? !isOf2003 : !hip::IsHipv2(*kind))
    {
        throw std::invalid_argument("unknown kind of host key '" + name + "' of " +
                                    (is2003 ? "HIP of 2003" : "HIPv2"));
    }
    return *kind;
}

hip::PrivateKey
MakeKey(hip::CryptoContext& context, const std::string& pem, hip::KeyKind kind)
{
    const unsigned bits = GetRsaBits(kind);
    if (!pem.empty())
    {
        return hip::PrivateKey::FromPem(context, pem);
    }
    return bits != 0 ? hip::PrivateKey::GenerateRsa(context, bits)
                     : hip::PrivateKey::GenerateEcdsa(context, kind);
}

hip::PrivateKey
MakeKey2003(hip::CryptoContext& context, const std::string& pem, hip::KeyKind kind)
{
    if (!pem.empty())
    {
        return hip::draft2003::ReadPrivateKey(context, pem);
    }
    return kind == hip::KeyKind::DSA_1024
               ? hip::draft2003::GenerateDsaKey(context)
               : hip::draft2003::GenerateRsaKey(context, GetRsaBits(kind));
}

} // namespace

const hip::Dialect&
ParseDialect(const std::string& name)
{
    if (name != "hipv2" && name != "2003")
    {
        throw std::invalid_argument("unknown dialect '" + name + "': hipv2 or 2003");
    }
    return name == "2003" ? hip::draft2003::GetDraft2003() : hip::GetHipv2();
}

hip::EndpointConfig
MakeConfig(const hip::Dialect& dialect, const AlgorithmNames& names)
{
    hip::EndpointConfig config;
    config.espSuites = {hip::EspSuite::AES_128_GCM_16,
                        hip::EspSuite::AES_128_CBC_SHA256,
                        hip::EspSuite::AES_256_CBC_SHA256}; // a short ICV only where it is named
    if (Is2003(dialect))
    {
        config = hip::draft2003::MakeConfig();
    }
    if (names.dhGroups != DEFAULT_NAME)
    {
        const std::string what = "Diffie-Hellman group";
        config.dhGroups = ParseList(names.dhGroups, what, &hip::ParseDhGroup);
        RequireOf(dialect, config.dhGroups, what, &hip::draft2003::FromDhGroup);
    }
    if (names.hipCiphers != DEFAULT_NAME && Is2003(dialect))
    {
        config.hipTransforms = ParseList(names.hipCiphers, "HIP transform", &ParseHipTransform);
    }
    else if (names.hipCiphers != DEFAULT_NAME)
    {
        config.hipCiphers = ParseList(names.hipCiphers, "HIP cipher", &hip::ParseHipCipher);
    }
    if (names.espSuites != DEFAULT_NAME)
    {
        config.espSuites = ParseList(names.espSuites, "ESP suite", &hip::ParseEspSuite);
        RequireOf(dialect, config.espSuites, "ESP suite", &hip::draft2003::FromEspSuite);
    }
    return config;
}

hip::LeaseFamily
ParseLeaseFamily(const std::string& name)
{
    const std::map<std::string, hip::LeaseFamily> families{{"any", hip::LeaseFamily::ANY},
                                                           {"ipv4", hip::LeaseFamily::IPV4},
                                                           {"ipv6", hip::LeaseFamily::IPV6}};
    const auto family = families.find(name);
    if (family == families.end())
    {
        throw std::invalid_argument("unknown family of leases '" + name + "': any, ipv4 or ipv6");
    }
    return family->second;
}

hip::CryptoFidelity
ParseFidelity(const std::string& name)
{
    if (name != "real" && name != "modelled")
    {
        throw std::invalid_argument("unknown crypto fidelity '" + name + "'");
    }
    return name == "real" ? hip::CryptoFidelity::REAL : hip::CryptoFidelity::MODELLED;
}

std::shared_ptr<const hip::LocalIdentity>
MakeIdentity(const hip::Dialect& dialect,
             hip::CryptoContext& context,
             const std::string& pem,
             const std::string& keyKind)
{
    const hip::KeyKind kind = ParseKeyKind(dialect, keyKind);
    if (Is2003(dialect))
    {
        return std::make_shared<hip::draft2003::HostIdentity>(MakeKey2003(context, pem, kind));
    }
    return std::make_shared<hip::HostIdentity>(MakeKey(context, pem, kind));
}

std::vector<hip::IpAddress>
GetLocators(Ptr<Node> node, const hip::Dialect& dialect)
{
    std::vector<hip::IpAddress> locators;
    if (Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>())
    {
        for (uint32_t i = 0; i < ipv6->GetNInterfaces(); ++i)
        {
            for (uint32_t j = 0; ipv6->IsUp(i) && j < ipv6->GetNAddresses(i); ++j)
            {
                const Ipv6Address address = ipv6->GetAddress(i, j).GetAddress();
                const hip::IpAddress locator = hipbytes::ToCore(address);
                if (!address.IsLocalhost() && !address.IsLinkLocal() && !dialect.IsHit(locator))
                {
                    locators.push_back(locator);
                }
            }
        }
    }
    if (Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>())
    {
        for (uint32_t i = 0; i < ipv4->GetNInterfaces(); ++i)
        {
            for (uint32_t j = 0; ipv4->IsUp(i) && j < ipv4->GetNAddresses(i); ++j)
            {
                const Ipv4Address address = ipv4->GetAddress(i, j).GetLocal();
                // ns-3's DHCP client gives the interface 0.0.0.0 for as long as it has no lease.
                if (!address.IsLocalhost() && address != Ipv4Address::GetAny())
                {
                    locators.push_back(hipbytes::ToCore(address));
                }
            }
        }
    }
    return locators;
}

} // namespace hipconfig
} // namespace ns3
