// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Parameters of the base exchange: R1_COUNTER, PUZZLE, SOLUTION, DIFFIE_HELLMAN, ENCRYPTED.

#include "core/util/endian.h"
#include "core/wire/parameters.h"

namespace hip
{

Result<R1CounterParameter>
R1CounterParameter::Parse(ByteSpan contents)
{
    if (contents.size() != 12)
    {
        return DropReason::BAD_PARAMETER;
    }
    R1CounterParameter value;
    value.reserved = ReadU32(contents);
    value.counter = ReadU64(contents, 4);
    return value;
}

void
R1CounterParameter::Write(Bytes& out) const
{
    AppendU32(out, reserved);
    AppendU64(out, counter);
}

Result<PuzzleParameter>
PuzzleParameter::Parse(ByteSpan contents)
{
    if (contents.size() <= 4)
    {
        return DropReason::BAD_PARAMETER;
    }
    PuzzleParameter value;
    value.k = contents[0];
    value.lifetime = contents[1];
    value.opaque = ReadU16(contents, 2);
    value.i.assign(contents.begin() + 4, contents.end());
    return value;
}

void
PuzzleParameter::Write(Bytes& out) const
{
    out.push_back(k);
    out.push_back(lifetime);
    AppendU16(out, opaque);
    Append(out, i);
}

Result<SolutionParameter>
SolutionParameter::Parse(ByteSpan contents)
{
    if (contents.size() <= 4 || contents.size() % 2 != 0)
    {
        return DropReason::BAD_PARAMETER;
    }
    const auto middle = contents.begin() + 4 + (contents.size() - 4) / 2;
    SolutionParameter value;
    value.k = contents[0];
    value.opaque = ReadU16(contents, 2);
    value.i.assign(contents.begin() + 4, middle);
    value.j.assign(middle, contents.end());
    return value;
}

void
SolutionParameter::Write(Bytes& out) const
{
    out.push_back(k);
    out.push_back(0); // reserved
    AppendU16(out, opaque);
    Append(out, i);
    Append(out, j);
}

Result<DiffieHellmanParameter>
DiffieHellmanParameter::Parse(ByteSpan contents)
{
    // HIPv1 allowed a second value behind the first; HIPv2 has exactly one.
    if (contents.size() <= 3 || contents.size() != std::size_t{3} + ReadU16(contents, 1))
    {
        return DropReason::BAD_PARAMETER;
    }
    DiffieHellmanParameter value;
    value.group = static_cast<DhGroup>(contents[0]);
    value.publicValue.assign(contents.begin() + 3, contents.end());
    return value;
}

void
DiffieHellmanParameter::Write(Bytes& out) const
{
    out.push_back(static_cast<Byte>(group));
    AppendU16(out, static_cast<std::uint16_t>(publicValue.size()));
    Append(out, publicValue);
}

Result<EncryptedParameter>
EncryptedParameter::Parse(ByteSpan contents)
{
    if (contents.size() <= 4)
    {
        return DropReason::BAD_PARAMETER;
    }
    EncryptedParameter value;
    value.ivAndCiphertext.assign(contents.begin() + 4, contents.end());
    return value;
}

void
EncryptedParameter::Write(Bytes& out) const
{
    AppendU32(out, 0); // reserved
    Append(out, ivAndCiphertext);
}

} // namespace hip
