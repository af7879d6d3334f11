// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "helper/great-circle.h"

#include <chrono>
#include <gtest/gtest.h>

namespace hip
{

namespace
{

using namespace std::chrono_literals;

constexpr double RADIUS_KM = 6371.0088;
constexpr double PI = 3.14159265358979;

TEST(GreatCircle, MeasuresArcsOfKnownAngle)
{
    EXPECT_EQ(GreatCircleKm({60, 25}, {60, 25}), 0);
    EXPECT_NEAR(GreatCircleKm({0, 0}, {0, 1}), RADIUS_KM * PI / 180, 1e-6);
    EXPECT_NEAR(GreatCircleKm({0, 0}, {90, 0}), RADIUS_KM * PI / 2, 1e-6);
    EXPECT_NEAR(GreatCircleKm({90, 10}, {-90, 70}), RADIUS_KM * PI, 1e-6);
    EXPECT_NEAR(GreatCircleKm({0, 179}, {0, -179}), RADIUS_KM * PI / 90, 1e-6);
    EXPECT_NEAR(GreatCircleKm({30, 0}, {-30, 180}), RADIUS_KM * PI, 1e-3); // opposite points
}

TEST(GreatCircle, AgreesWithTheLawOfCosinesBetweenCities)
{
    // acos(sin a sin b + cos a cos b cos c), worked out apart from this code.
    EXPECT_NEAR(GreatCircleKm({60.16952, 24.93545}, {38.71667, -9.13333}), 3360.259, 1e-3);
    EXPECT_NEAR(GreatCircleKm({37.87, -122.3}, {48.853, 2.35}), 8939.005, 1e-3);
}

TEST(GreatCircle, FibreTakesOneMillisecondFor200Km)
{
    EXPECT_EQ(FibreDelay(0), 0ns);
    EXPECT_EQ(FibreDelay(200), 1ms);
    EXPECT_EQ(FibreDelay(1000.04), 5ms); // rounded to microseconds
    EXPECT_EQ(FibreDelay(0.2), 1us);
}

TEST(GreatCircle, TheMiddleIsAsFarFromBothEnds)
{
    const GeoPosition helsinki{60.2, 24.9};
    const GeoPosition lisbon{38.7, -9.1};
    const GeoPosition middle = Middle({helsinki, lisbon});
    EXPECT_NEAR(GreatCircleKm(middle, helsinki), GreatCircleKm(middle, lisbon), 1e-6);
    EXPECT_NEAR(GreatCircleKm(middle, helsinki), GreatCircleKm(helsinki, lisbon) / 2, 1e-6);
    const GeoPosition alone = Middle({helsinki});
    EXPECT_NEAR(GreatCircleKm(alone, helsinki), 0, 1e-6);
    EXPECT_NEAR(Middle({{0, 179}, {0, -179}}).longitude, 180, 1e-9); // not 0
}

} // namespace

} // namespace hip
