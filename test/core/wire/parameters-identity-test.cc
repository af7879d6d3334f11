// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/core/support/parameter-checks.h"

namespace hip
{
namespace
{

using test::ExpectOnlyThisLength;
using test::ExpectRefused;
using test::ParseAndWriteBack;
using test::ToHex;

TEST(HostIdParameter, SeparatesIdentityAndDomain)
{
    // DI-Type 2 (NAI), "a@b"
    const auto value = ParseAndWriteBack<HostIdParameter>("0004 2003 0005 03010001 614062");
    EXPECT_EQ(value.algorithm, HiAlgorithm::RSA);
    EXPECT_EQ(ToHex(value.hostIdentity), "03010001");
    EXPECT_EQ(value.domainIdentifierType, 2);
    EXPECT_EQ(ToHex(value.domainIdentifier), "614062");
    ExpectOnlyThisLength<HostIdParameter>("0004 2003 0005 03010001 614062");
}

TEST(HostIdParameter, MayDoWithoutADomain)
{
    const auto value = ParseAndWriteBack<HostIdParameter>("0002 0000 0007 0001");
    EXPECT_EQ(value.algorithm, HiAlgorithm::ECDSA);
    EXPECT_EQ(value.domainIdentifierType, 0);
    EXPECT_TRUE(value.domainIdentifier.empty());
}

TEST(HostIdParameter, TakesTheLongestDomain)
{
    const std::string domain(2 * 4095, '7');
    EXPECT_EQ(
        ParseAndWriteBack<HostIdParameter>("0001 1fff 0005 aa" + domain).domainIdentifier.size(),
        4095U);
}

TEST(HostIdParameter, IsRefusedIfTheLengthsDoNotAgree)
{
    ExpectRefused<HostIdParameter>("0000 0000 0005");          // no identity
    ExpectRefused<HostIdParameter>("0001 0001 0005 aa bb");    // domain of no type
    ExpectRefused<HostIdParameter>("ffff 1fff 0005 aa bb");    // more than there is
    ExpectRefused<HostIdParameter>("0001 1001 0005 aa bb cc"); // less than there is
}

TEST(CertParameter, KeepsItsFourNumbers)
{
    const auto value = ParseAndWriteBack<CertParameter>("01020301 3082");
    EXPECT_EQ(value.group, 1);
    EXPECT_EQ(value.count, 2);
    EXPECT_EQ(value.id, 3);
    EXPECT_EQ(value.certType, 1);
    EXPECT_EQ(ToHex(value.certificate), "3082");
    ExpectRefused<CertParameter>("");
    ExpectRefused<CertParameter>("01020301");
}

TEST(SignatureParameter, HasAnAlgorithmOfTwoOctets)
{
    const auto value = ParseAndWriteBack<HipSignatureParameter>("0005 aabbcc");
    EXPECT_EQ(value.algorithm, HiAlgorithm::RSA);
    EXPECT_EQ(ToHex(value.signature), "aabbcc");
    EXPECT_EQ(ParseAndWriteBack<HipSignature2Parameter>("0007 00").algorithm, HiAlgorithm::ECDSA);
    ExpectRefused<HipSignatureParameter>("");
    ExpectRefused<HipSignatureParameter>("0005");
    ExpectRefused<HipSignature2Parameter>("0005");
}

} // namespace
} // namespace hip
