// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/packet-type.h"

#include <gtest/gtest.h>
#include <map>
#include <string>

namespace hip::draft2003
{
namespace
{

TEST(Draft2003PacketType, HasTheNumbersOfTheDraftsAndNoOthers)
{
    const std::map<int, std::string> table{{1, "I1"},
                                           {2, "R1"},
                                           {3, "I2"},
                                           {4, "R2"},
                                           {5, "NES"},
                                           {6, "REA"},
                                           {7, "BOS"},
                                           {8, "CER"},
                                           {9, "AC"},
                                           {10, "ACR"},
                                           {11, "FAQ"},
                                           {12, "FAA"},
                                           {13, "FAD"},
                                           {64, "PAYLOAD"}};
    for (int number = 0; number < 256; ++number)
    {
        const auto found = table.find(number);
        const auto type = static_cast<PacketType>(number);
        EXPECT_EQ(IsKnown(type), found != table.end()) << number;
        EXPECT_EQ(ToString(type), found != table.end() ? found->second : "unknown") << number;
    }
}

} // namespace
} // namespace hip::draft2003
