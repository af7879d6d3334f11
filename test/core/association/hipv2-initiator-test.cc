// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What an Initiator of HIPv2 writes, and what it makes of R2; see check-r1-test for R1.

#include "core/association/hipv2.h"
#include "core/wire/ip-packet.h"
#include "test/core/support/host-pair.h"
#include "test/core/support/packet-edit.h"
#include "test/core/support/test-host.h"

#include <functional>
#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;

TEST(Hipv2Initiator, TellsItsGroupsInI1)
{
    const TestHost host(1, "2001:db8::1");
    auto i1 = GetHipv2().MakeI1(host.context, host.GetIdentity(), Hit());
    const Bytes bytes = i1.Finish({host.GetAddress(), host.GetAddress()});
    const auto view = PacketView::Parse(bytes);
    EXPECT_EQ(view->Get<DhGroupListParameter>()->groups, host.context.config.dhGroups);
    EXPECT_TRUE(view->GetReceiver().IsUnspecified()) << "opportunistic";
}

/// Changes the R2 of an exchange on its way, checksum made right. @return why it was refused
DropReason
RefuseR2(const std::function<void(PacketEdit&)>& change)
{
    HostPair pair;
    pair.world.filter = [&](Bytes& packet) {
        if (GetHipType(packet) == PacketKind::R2)
        {
            const auto info = ParseIp(packet);
            PacketEdit r2(Bytes(packet.begin() + static_cast<std::ptrdiff_t>(info->headerLength),
                                packet.end()));
            change(r2);
            packet = MakeIpPacket(info->path, PROTOCOL_HIP, 64, r2.Write().Finish(info->path));
        }
        return true;
    };
    pair.a.endpoint->Connect(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(std::chrono::milliseconds(500));
    EXPECT_EQ(pair.GetState(pair.a), State::I2_SENT);
    const auto drops = pair.a.Get<DropEvent>();
    return drops.empty() ? DropReason::DUPLICATE : drops.front().reason;
}

TEST(Hipv2Initiator, RefusesAnR2WithAReason)
{
    EXPECT_EQ(RefuseR2([](PacketEdit& r2) { r2.Remove(ParameterType::ESP_INFO); }),
              DropReason::MISSING_PARAMETER);
    const auto changeInfo = [](auto change) {
        return RefuseR2([change](PacketEdit& r2) {
            auto info = r2.Get<EspInfoParameter>();
            change(info);
            r2.Set(info);
        });
    };
    EXPECT_EQ(changeInfo([](EspInfoParameter& info) { info.oldSpi = 0x1000; }),
              DropReason::BAD_PARAMETER)
        << "no SA is replaced";
    EXPECT_EQ(changeInfo([](EspInfoParameter& info) { info.newSpi = 255; }),
              DropReason::BAD_PARAMETER)
        << "reserved (RFC 4303 §2.1)";
    EXPECT_EQ(changeInfo([](EspInfoParameter& info) { ++info.keymatIndex; }),
              DropReason::BAD_KEYMAT_INDEX);
    EXPECT_EQ(changeInfo([](EspInfoParameter& info) { ++info.newSpi; }), DropReason::BAD_MAC);
    EXPECT_EQ(RefuseR2([](PacketEdit& r2) {
                  auto signature = r2.Get<HipSignatureParameter>();
                  signature.signature.back() ^= 1;
                  r2.Set(signature);
              }),
              DropReason::BAD_SIGNATURE);
}

} // namespace
} // namespace hip
