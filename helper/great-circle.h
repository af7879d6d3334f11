// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_HELPER_GREAT_CIRCLE_H
#define HIP_HELPER_GREAT_CIRCLE_H

#include "core/util/clock.h"

#include <vector>

namespace hip
{

/// A place on Earth, in degrees: north and east are positive.
struct GeoPosition
{
    double latitude = 0;
    double longitude = 0;
};

/// Light in fibre: two thirds of its speed in vacuum.
inline constexpr double FIBRE_KM_PER_MS = 200.0;

/// @return length of the great circle between two places on a sphere with Earth's mean radius, km
double GreatCircleKm(const GeoPosition& from, const GeoPosition& to);

/**
 * @return one-way delay of a fibre of this length
 *
 * Rounded to whole microseconds (200 m), so that the last digit of a mathematics library does not
 * change a simulation.
 */
Duration FibreDelay(double km);

/**
 * @return the middle of some places: the direction of the sum of their unit vectors
 * @param places at least one; the poles' axis decides nothing where the vectors cancel out
 */
GeoPosition Middle(const std::vector<GeoPosition>& places);

} // namespace hip

#endif // HIP_HELPER_GREAT_CIRCLE_H
