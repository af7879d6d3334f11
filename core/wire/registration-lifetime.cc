// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/registration-lifetime.h"

#include <array>
#include <cmath>

namespace hip
{

Duration
DecodeRegistrationLifetime(Byte code)
{
    if (code == 0)
    {
        return Duration::zero();
    }
    // 2^(i/8) as literals, so that every machine comes to the same nanosecond.
    static constexpr std::array<double, 8> EIGHTHS = {1.0,
                                                      1.0905077326652577,
                                                      1.189207115002721,
                                                      1.2968395546510096,
                                                      1.4142135623730951,
                                                      1.5422108254079407,
                                                      1.681792830507429,
                                                      1.8340080864093424};
    const double seconds = std::ldexp(EIGHTHS[code % 8], code / 8 - 8);
    return Duration(std::llround(seconds * 1e9));
}

Byte
EncodeRegistrationLifetime(Duration lifetime)
{
    if (lifetime <= Duration::zero())
    {
        return 0;
    }
    unsigned code = 1;
    while (code < 255 && DecodeRegistrationLifetime(static_cast<Byte>(code + 1)) <= lifetime)
    {
        ++code;
    }
    return static_cast<Byte>(code);
}

} // namespace hip
