// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_RESOLVER_UPDATE_SUPPORT_H
#define HIP_TEST_CORE_RESOLVER_UPDATE_SUPPORT_H

#include "core/resolver/authoritative-server.h"
#include "core/resolver/update-message.h"
#include "test/core/resolver/dns-support.h"

#include <chrono>

namespace hip::test
{

inline constexpr const char* SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
inline constexpr const char* OTHER_SECRET = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

inline TsigKey
Key(const std::string& name = "mobile.key", const std::string& secret = SECRET)
{
    return TsigKey::Parse(name, secret);
}

/// A time, in seconds since the epoch of both clocks.
inline Time
At(std::int64_t seconds)
{
    return Time(std::chrono::seconds(seconds));
}

/// One address of hip.foo.com instead of all the others.
inline ZoneUpdate
MoveTo(const std::string& address)
{
    ZoneUpdate update;
    update.zone = Name("foo.com");
    update.updates = {DeleteSet(Name("hip.foo.com"), DnsType::AAAA),
                      Record("hip.foo.com. 7 IN AAAA " + address)};
    return update;
}

} // namespace hip::test

#endif // HIP_TEST_CORE_RESOLVER_UPDATE_SUPPORT_H
