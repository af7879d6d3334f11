// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-config.h"

#include "core/identity/hip-record.h"
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

/// @return the value of this name; nothing if only the dialect of 2003 has it
template <class T, std::optional<T> (*parse)(const std::string&)>
std::optional<T>
ParseHipv2(const std::string& name)
{
    const std::optional<T> value = parse(name);
    return value && hip::IsHipv2(*value) ? value : std::nullopt;
}

unsigned
GetRsaBits(hip::KeyKind kind)
{
    switch (kind)
    {
    case hip::KeyKind::RSA_2048:
        return 2048;
    case hip::KeyKind::RSA_3072:
        return 3072;
    case hip::KeyKind::RSA_4096:
        return 4096;
    case hip::KeyKind::ECDSA_P256:
    case hip::KeyKind::ECDSA_P384:
    case hip::KeyKind::DSA_1024:
    case hip::KeyKind::RSA_1024:
        break;
    }
    return 0;
}

} // namespace

std::vector<hip::DhGroup>
ParseDhGroups(const std::string& names)
{
    return ParseList(names, "Diffie-Hellman group", &ParseHipv2<hip::DhGroup, hip::ParseDhGroup>);
}

std::vector<hip::HipCipher>
ParseHipCiphers(const std::string& names)
{
    return ParseList(names, "HIP cipher", &hip::ParseHipCipher);
}

std::vector<hip::EspSuite>
ParseEspSuites(const std::string& names)
{
    return ParseList(names, "ESP suite", &ParseHipv2<hip::EspSuite, hip::ParseEspSuite>);
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

hip::PrivateKey
MakeKey(hip::CryptoContext& context, const std::string& pem, const std::string& keyKind)
{
    if (!pem.empty())
    {
        return hip::PrivateKey::FromPem(context, pem);
    }
    const auto kind = ParseHipv2<hip::KeyKind, hip::ParseKeyKind>(keyKind);
    if (!kind)
    {
        throw std::invalid_argument("unknown kind of host key '" + keyKind + "'");
    }
    const unsigned bits = GetRsaBits(*kind);
    return bits != 0 ? hip::PrivateKey::GenerateRsa(context, bits)
                     : hip::PrivateKey::GenerateEcdsa(context, *kind);
}

std::string
MakeRecordText(const hip::HostIdentity& identity, const std::vector<std::string>& rendezvous)
{
    return hip::MakeHipRecord(identity, rendezvous).ToText();
}

std::vector<hip::IpAddress>
GetLocators(Ptr<Node> node)
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
                if (!address.IsLocalhost() && !address.IsLinkLocal() && !locator.IsOrchid())
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
                if (!address.IsLocalhost())
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
