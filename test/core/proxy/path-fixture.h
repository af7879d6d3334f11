// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_PROXY_PATH_FIXTURE_H
#define HIP_TEST_CORE_PROXY_PATH_FIXTURE_H

#include "core/proxy/proxy-context.h"
#include "test/core/proxy/proxy-world.h"

#include <vector>

namespace hip::test
{

/// A proxy's parts to be tried one by one, with an endpoint behind them.
struct PathFixture
{
    explicit PathFixture(const ProxyConfig& config = MakeFigure5Proxy())
        : context(config, *world.own.endpoint, *world.own.random)
    {
    }

    /// The mapping of the world's HIP host, made if need be.
    const Mapping& Map(bool isV4)
    {
        MappingRequest request;
        request.hit = world.host.endpoint->GetHit();
        request.name = "hip.foo.com.";
        request.locators = {Ip("3ffe:200::1")};
        request.isV4 = isV4;
        return *context.mappings.Acquire(request, START)->mapping;
    }

    /// A binding of a legacy host's port.
    NatBinding& Bind(NatProtocol protocol, const std::string& legacy, std::uint16_t port)
    {
        const Mapping& mapping = Map(Ip(legacy).IsV4());
        return **context.nat.Create({protocol, mapping.hit, Ip(legacy), port}, mapping, START);
    }

    /// All outputs of one kind so far; the others are lost.
    template <class Kind>
    std::vector<Kind> TakeAll()
    {
        std::vector<Kind> found;
        while (auto output = context.outbox.Take())
        {
            if (const Kind* it = std::get_if<Kind>(&*output))
            {
                found.push_back(*it);
            }
        }
        return found;
    }

    ProxyWorld world;
    ProxyContext context;
};

} // namespace hip::test

#endif // HIP_TEST_CORE_PROXY_PATH_FIXTURE_H
