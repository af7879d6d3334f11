// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_REGISTRATION_H
#define HIP_CORE_ASSOCIATION_REGISTRATION_H

#include "core/util/span.h"

#include <vector>

namespace hip
{

/// What a registrar says about services that were asked for (RFC 8003 §4.4, §4.5).
struct RegistrationAnswer
{
    bool isGranted;
    Byte lifetimeOrFailure; ///< coded lifetime, zero = cancelled; or the failure type
    std::vector<Byte> types;
};

using RegistrationAnswers = std::vector<RegistrationAnswer>;

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_REGISTRATION_H
