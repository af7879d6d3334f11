// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/parameters.h"
#include "test/core/support/parameter-checks.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using test::ExpectRefused;
using test::FromHex;
using test::ParseAndWriteBack;
using test::ToHex;

const std::string NAME = "0161 0162 00"; // a.b.

TEST(Draft2003HostIdParameter, IsTheRdataOfAKeyRecord)
{
    const auto value = ParseAndWriteBack<HostIdParameter>("0202 ff 03 080102");
    EXPECT_EQ(value.flags, HostIdParameter::DEFAULT_FLAGS);
    EXPECT_EQ(value.protocol, HostIdParameter::DEFAULT_PROTOCOL);
    EXPECT_EQ(value.algorithm, HiAlgorithm::DSA);
    EXPECT_EQ(ToHex(value.hostIdentity), "080102");
    EXPECT_EQ(ParseAndWriteBack<HostIdParameter>("0000 00 05 00").algorithm, HiAlgorithm::RSA);
    ExpectRefused<HostIdParameter>("0202 ff 03");
    ExpectRefused<HostIdParameter>("");
}

TEST(Draft2003HostIdFqdnParameter, HasTwoLengthsAndTheirContents)
{
    const auto value = ParseAndWriteBack<HostIdFqdnParameter>("0007 0005 0202ff03080102" + NAME);
    EXPECT_EQ(ToHex(value.hostId.hostIdentity), "080102");
    EXPECT_EQ(ToHex(value.domainName), "0161016200");
}

TEST(Draft2003HostIdFqdnParameter, RefusesLengthsAndNamesThatDoNotFit)
{
    ExpectRefused<HostIdFqdnParameter>("");
    ExpectRefused<HostIdFqdnParameter>("0000 0000");
    ExpectRefused<HostIdFqdnParameter>("0007 0006 0202ff03080102" + NAME);
    ExpectRefused<HostIdFqdnParameter>("0007 0004 0202ff03080102" + NAME);
    ExpectRefused<HostIdFqdnParameter>("ffff ffff 0202ff03080102" + NAME);
    ExpectRefused<HostIdFqdnParameter>("0004 0005 0202ff03" + NAME);              // no key
    ExpectRefused<HostIdFqdnParameter>("0007 0000 0202ff03080102");               // no name
    ExpectRefused<HostIdFqdnParameter>("0007 0006 0202ff03080102" + NAME + "00"); // two names
    ExpectRefused<HostIdFqdnParameter>("0007 0002 0202ff03080102 c000");          // compressed
    ExpectRefused<HostIdFqdnParameter>("0007 0004 0202ff03080102 0161 0162");     // cut off
}

TEST(Draft2003CertParameter, CountsFromOne)
{
    const auto value = ParseAndWriteBack<CertParameter>("03 02 01 3082");
    EXPECT_EQ(value.count, 3);
    EXPECT_EQ(value.id, 2);
    EXPECT_EQ(value.certType, CertParameter::X509_V3);
    EXPECT_EQ(ToHex(value.certificate), "3082");
    ExpectRefused<CertParameter>("03 00 01 3082");
    ExpectRefused<CertParameter>("03 04 01 3082");
    ExpectRefused<CertParameter>("01 01 01");
    ExpectRefused<CertParameter>("");
}

TEST(Draft2003SignatureParameter, HasAnAlgorithmOfOneOctet)
{
    const auto value = ParseAndWriteBack<HipSignatureParameter>("03 0801");
    EXPECT_EQ(value.algorithm, HiAlgorithm::DSA);
    EXPECT_EQ(ToHex(value.signature), "0801");
    EXPECT_EQ(ParseAndWriteBack<HipSignature2Parameter>("05 01").algorithm, HiAlgorithm::RSA);
    EXPECT_EQ(static_cast<int>(HipSignatureParameter::TYPE), 65534);
    EXPECT_EQ(static_cast<int>(HipSignature2Parameter::TYPE), 65532);
    ExpectRefused<HipSignatureParameter>("03");
    ExpectRefused<HipSignature2Parameter>("");
}

} // namespace
} // namespace hip::draft2003
