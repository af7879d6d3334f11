// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "helper/great-circle.h"

#include <algorithm>
#include <cmath>

namespace hip
{

namespace
{

constexpr double EARTH_RADIUS_KM = 6371.0088; // IUGG mean radius
constexpr double DEGREE = 3.14159265358979323846 / 180.0;

} // namespace

double
GreatCircleKm(const GeoPosition& from, const GeoPosition& to)
{
    // Haversine: exact enough for places a few metres apart, where the law of cosines is not.
    const double sinLat = std::sin((to.latitude - from.latitude) * DEGREE / 2);
    const double sinLon = std::sin((to.longitude - from.longitude) * DEGREE / 2);
    const double h = sinLat * sinLat + std::cos(from.latitude * DEGREE) *
                                           std::cos(to.latitude * DEGREE) * sinLon * sinLon;
    return 2 * EARTH_RADIUS_KM * std::asin(std::sqrt(std::min(1.0, h)));
}

Duration
FibreDelay(double km)
{
    return std::chrono::microseconds(std::llround(km / FIBRE_KM_PER_MS * 1000));
}

GeoPosition
Middle(const std::vector<GeoPosition>& places)
{
    double x = 0;
    double y = 0;
    double z = 0;
    for (const GeoPosition& place : places)
    {
        const double latitude = place.latitude * DEGREE;
        const double longitude = place.longitude * DEGREE;
        x += std::cos(latitude) * std::cos(longitude);
        y += std::cos(latitude) * std::sin(longitude);
        z += std::sin(latitude);
    }
    return {std::atan2(z, std::hypot(x, y)) / DEGREE, std::atan2(y, x) / DEGREE};
}

} // namespace hip
