// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/util/operation-name.h"

namespace hip
{

const char*
ToString(Operation operation)
{
    switch (operation)
    {
    case Operation::SIGN:
        return "sign";
    case Operation::VERIFY:
        return "verify";
    case Operation::DH_GENERATE:
        return "dh-generate";
    case Operation::DH_COMPUTE:
        return "dh-compute";
    case Operation::PUZZLE_TRY:
        return "puzzle-try";
    case Operation::HMAC:
        return "hmac";
    case Operation::SEAL_PACKET:
        return "seal-packet";
    case Operation::SEAL_BYTE:
        return "seal-byte";
    case Operation::OPEN_PACKET:
        return "open-packet";
    case Operation::OPEN_BYTE:
        return "open-byte";
    }
    return "unknown";
}

std::optional<Operation>
ParseOperation(const std::string& name)
{
    for (std::size_t i = 0; i < OPERATION_COUNT; ++i)
    {
        const auto operation = static_cast<Operation>(i);
        if (name == ToString(operation))
        {
            return operation;
        }
    }
    return std::nullopt;
}

} // namespace hip
