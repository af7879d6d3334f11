// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/hipv2-parts.h"

#include "core/association/packet-auth.h"

#include <algorithm>
#include <set>

namespace hip
{

namespace
{

void
EchoUnsigned(PacketWriter& writer, const PacketView& request)
{
    for (auto parameter = request.Next({}); parameter; parameter = request.Next(parameter))
    {
        if (parameter->type == ParameterType::ECHO_REQUEST_UNSIGNED &&
            writer.MayAdd(ParameterType::ECHO_RESPONSE_UNSIGNED, parameter->contents.size()))
        {
            writer.AddRaw(ParameterType::ECHO_RESPONSE_UNSIGNED, parameter->contents);
        }
    }
}

} // namespace

std::uint16_t
GetControls(const LocalIdentity& identity)
{
    return identity.IsAnonymous() ? CONTROL_ANONYMOUS : std::uint16_t{0};
}

Result<OutgoingPacket>
Seal(PacketWriter writer,
     HostContext& host,
     const LocalIdentity& identity,
     const Session& session,
     const IncomingPacket* request)
{
    AddMac(writer, session.hash, session.keys.macOut);
    host.GetWork().Add(Operation::HMAC, static_cast<Byte>(session.hash), 1);
    AddSignature(writer, identity, host.engine, host.GetWork());
    if (writer.IsTooLong())
    {
        return DropReason::TOO_LONG;
    }
    if (request)
    {
        EchoUnsigned(writer, PacketView::Parse(request->GetBytes()).value());
    }
    return OutgoingPacket(writer);
}

Result<std::optional<LocatorSetParameter>>
ReadLocatorSet(const PacketView& packet)
{
    if (!packet.Find(ParameterType::LOCATOR_SET))
    {
        return std::optional<LocatorSetParameter>();
    }
    auto set = packet.Get<LocatorSetParameter>();
    if (!set)
    {
        return set.error();
    }
    const bool isSane =
        std::all_of(set->locators.begin(), set->locators.end(), [](const Locator& locator) {
            return locator.address.IsUnicast() && !locator.address.IsOrchid();
        });
    if (!isSane)
    {
        return DropReason::BAD_PARAMETER;
    }
    return std::optional(std::move(*set));
}

RegistrationAnswers
ReadRegistrationAnswers(const PacketView& packet)
{
    RegistrationAnswers answers;
    for (auto parameter = packet.Next({}); parameter; parameter = packet.Next(parameter))
    {
        if (parameter->type == ParameterType::REG_FAILED)
        {
            if (const auto failed = RegFailedParameter::Parse(parameter->contents))
            {
                answers.push_back({false, failed->lifetimeOrFailure, failed->types});
            }
        }
        else if (parameter->type == ParameterType::REG_RESPONSE)
        {
            if (const auto granted = RegResponseParameter::Parse(parameter->contents))
            {
                answers.push_back({true, granted->lifetimeOrFailure, granted->types});
            }
        }
    }
    return answers;
}

void
AddRegistrationAnswers(PacketWriter& writer, const RegistrationAnswers& answers)
{
    for (const RegistrationAnswer& answer : answers)
    {
        if (answer.isGranted)
        {
            writer.Add(RegResponseParameter{answer.lifetimeOrFailure, answer.types});
        }
    }
    for (const RegistrationAnswer& answer : answers)
    {
        if (!answer.isGranted)
        {
            writer.Add(RegFailedParameter{answer.lifetimeOrFailure, answer.types});
        }
    }
}

std::vector<ClientRequest>
MakeClientRequests(const RegRequestParameter& request,
                   const IncomingPacket& packet,
                   const Path& path,
                   const Session& session)
{
    std::vector<ClientRequest> requests;
    for (const Byte type : std::set<Byte>(request.types.begin(), request.types.end()))
    {
        requests.push_back(ClientRequest{packet.GetReceiver(),
                                         packet.GetSender(),
                                         path.destination,
                                         path.source,
                                         session.hash,
                                         session.keys.macOut,
                                         type,
                                         request.lifetimeOrFailure});
    }
    return requests;
}

} // namespace hip
