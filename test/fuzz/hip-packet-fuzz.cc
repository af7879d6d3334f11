// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

/**
 * Octets as a HIP packet. Beyond "no crash": a packet that parses is written back the same but for
 * its checksum, and every parameter that parses is written back in the same length.
 */

#include "core/wire/hip-packet.h"
#include "core/wire/parameters.h"

#include <cstdio>
#include <cstdlib>

namespace
{

using namespace hip;

void
Require(bool condition, const char* invariant)
{
    if (!condition)
    {
        std::fprintf(stderr, "broken: %s\n", invariant);
        std::abort();
    }
}

/// @return true if Parse leaves out a part of these contents, as its comment says
bool
IsShortened(const ParameterView& parameter)
{
    switch (parameter.type)
    {
    case ParameterType::LOCATOR_SET: // locators of other types
        return true;
    case ParameterType::HIP_CIPHER: // more than six
        return parameter.contents.size() > 12;
    case ParameterType::ESP_TRANSFORM: // more than six, behind two reserved octets
        return parameter.contents.size() > 14;
    default:
        return false;
    }
}

template <class T>
void
CheckParameter(const ParameterView& parameter)
{
    if (parameter.type != T::TYPE)
    {
        return;
    }
    const auto value = T::Parse(parameter.contents);
    if (!value)
    {
        return;
    }
    Bytes once;
    value->Write(once);
    Require(once.size() == parameter.contents.size() ||
                (IsShortened(parameter) && once.size() < parameter.contents.size()),
            "a parameter is written back in the same length");
    const auto again = T::Parse(once);
    Require(again.has_value(), "what was written parses");
    Bytes twice;
    again->Write(twice);
    Require(once == twice, "a value survives being written and read");
}

template <class... T>
void
CheckAs(const ParameterView& parameter)
{
    (CheckParameter<T>(parameter), ...);
}

void
CheckAnyType(const ParameterView& parameter)
{
    CheckAs<EspInfoParameter,
            R1CounterParameter,
            LocatorSetParameter,
            PuzzleParameter,
            SolutionParameter,
            SeqParameter,
            AckParameter,
            DhGroupListParameter,
            DiffieHellmanParameter,
            HipCipherParameter,
            EncryptedParameter,
            HostIdParameter,
            HitSuiteListParameter,
            CertParameter,
            NotificationParameter,
            EchoRequestSignedParameter,
            RegInfoParameter,
            RegRequestParameter,
            RegResponseParameter,
            RegFailedParameter,
            TransportFormatListParameter,
            EspTransformParameter,
            HipMacParameter,
            HipSignatureParameter,
            HipSignature2Parameter,
            FromParameter,
            ViaRvsParameter>(parameter);
}

void
CheckCoverage(const PacketView& view, ParameterType before)
{
    const Bytes hostIdTlv(24);
    for (const auto coverage :
         {Coverage::MAC, Coverage::MAC_2, Coverage::SIGNATURE, Coverage::SIGNATURE_2})
    {
        const auto size = view.GetCovered(coverage, before, hostIdTlv).size();
        const auto most = view.GetBytes().size() + (coverage == Coverage::MAC_2 ? 24 : 0);
        Require(size >= HIP_HEADER_LENGTH && size <= most, "coverage is a part of the packet");
    }
}

void
CheckWriteBack(const PacketView& view)
{
    const Path path = {view.GetSender(), view.GetReceiver()};
    const Bytes written = PacketWriter(view).Finish(path);
    Bytes expected(view.GetBytes().begin(), view.GetBytes().end());
    Require(written.size() == expected.size(), "a packet is written back in the same length");
    WriteU16(expected, 4, ReadU16(written, 4));
    Require(written == expected, "a packet is written back the same but for its checksum");
    Require(PacketView::Parse(written)->HasGoodChecksum(path), "the writer's checksum is good");
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteSpan bytes(data, size);
    const auto view = PacketView::Parse(bytes);
    const bool isUnknownCritical = !view && view.error() == DropReason::UNKNOWN_CRITICAL_PARAMETER;
    const auto tolerant = PacketView::ParseForNotify(bytes);
    Require(tolerant.has_value() == (view.has_value() || isUnknownCritical),
            "ParseForNotify differs by unknown critical parameters only");
    if (!view)
    {
        return 0;
    }
    for (auto it = view->Next(std::nullopt); it; it = view->Next(it))
    {
        Require(view->Find(it->type).has_value(), "every parameter is found by its type");
        CheckAnyType(*it);
        CheckCoverage(*view, it->type);
    }
    CheckWriteBack(*view);
    return 0;
}
