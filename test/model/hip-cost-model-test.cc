// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/util/work.h"
#include "core/wire/algorithms.h"
#include "model/hip-cost-model.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace
{

using hip::DhGroup;
using hip::EspSuite;
using hip::HashKind;
using hip::KeyKind;
using hip::Operation;

const std::string HEADER = "operation,algorithm,nanoseconds\n";

template <class Algorithm>
hip::Work
MakeWork(Operation operation, Algorithm algorithm, std::uint64_t amount = 1)
{
    hip::Work work;
    work.Add(operation, static_cast<std::uint8_t>(algorithm), amount);
    return work;
}

Ptr<CryptoCostModel>
MakeModel(const std::string& table)
{
    auto model = CreateObject<CryptoCostModel>();
    std::istringstream in(table);
    model->Load(in, "costs.csv");
    return model;
}

/// @return what is said of a table that cannot be used
std::string
GetComplaint(const std::string& table)
{
    try
    {
        MakeModel(table);
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
    return "none";
}

TEST(CryptoCostModel, IsFreeWithoutATable)
{
    const auto model = CreateObject<CryptoCostModel>();
    EXPECT_TRUE(model->IsFree());
    EXPECT_EQ(model->GetCost(MakeWork(Operation::SIGN, KeyKind::RSA_4096)), Time());
}

TEST(CryptoCostModel, ReadsCommentsEmptyLinesAndBothLineEnds)
{
    const auto model = MakeModel("# a machine\r\n\r\n" + HEADER + "\n# of today\n" +
                                 "sign,rsa-2048,600000\r\nverify,ecdsa-p384,2.5e5\n");
    EXPECT_FALSE(model->IsFree());
    EXPECT_EQ(model->GetCost(MakeWork(Operation::SIGN, KeyKind::RSA_2048)), MicroSeconds(600));
    EXPECT_EQ(model->GetCost(MakeWork(Operation::VERIFY, KeyKind::ECDSA_P384)), MicroSeconds(250));
}

TEST(CryptoCostModel, AddsUpAmountsTimesCosts)
{
    const auto model = MakeModel(HEADER + "puzzle-try,sha256,300\ndh-compute,p256,70000\n" +
                                 "seal-packet,aes-128-gcm-16,450\nseal-byte,aes-128-gcm-16,0.25\n");
    hip::Work work = MakeWork(Operation::PUZZLE_TRY, HashKind::SHA256, 1024);
    work.Add(MakeWork(Operation::DH_COMPUTE, DhGroup::P256, 2));
    work.Add(MakeWork(Operation::SEAL_PACKET, EspSuite::AES_128_GCM_16, 3));
    work.Add(MakeWork(Operation::SEAL_BYTE, EspSuite::AES_128_GCM_16, 3 * 1400));
    EXPECT_EQ(model->GetCost(work), NanoSeconds(300 * 1024 + 2 * 70000 + 3 * 450 + 1050));
}

/// Work counts by the low octet, which tells those of 2003 from all others.
TEST(CryptoCostModel, KnowsTheAlgorithmsOf2003)
{
    const auto model = MakeModel(
        HEADER + "sign,dsa-1024,1000\nverify,rsa-1024,2000\ndh-generate,oakley-1,3000\n" +
        "dh-compute,modp-8192,4000\npuzzle-try,sha1,5000\nseal-packet,3des-cbc-sha1,6000\n" +
        "open-byte,null-sha1,7000\n");
    EXPECT_EQ(model->GetCost(MakeWork(Operation::SIGN, KeyKind::DSA_1024)), MicroSeconds(1));
    EXPECT_EQ(model->GetCost(MakeWork(Operation::VERIFY, KeyKind::RSA_1024)), MicroSeconds(2));
    EXPECT_EQ(model->GetCost(MakeWork(Operation::DH_GENERATE, DhGroup::OAKLEY_1)), MicroSeconds(3));
    EXPECT_EQ(model->GetCost(MakeWork(Operation::DH_COMPUTE, DhGroup::MODP_8192)), MicroSeconds(4));
    EXPECT_EQ(model->GetCost(MakeWork(Operation::PUZZLE_TRY, HashKind::SHA1)), MicroSeconds(5));
    EXPECT_EQ(model->GetCost(MakeWork(Operation::SEAL_PACKET, EspSuite::TRIPLE_DES_CBC_SHA1)),
              MicroSeconds(6));
    EXPECT_EQ(model->GetCost(MakeWork(Operation::OPEN_BYTE, EspSuite::NULL_SHA1)), MicroSeconds(7));
    EXPECT_EQ(model->GetCost(MakeWork(Operation::SEAL_PACKET, EspSuite::NULL_SHA256)), Time());
}

TEST(CryptoCostModel, RoundsTheSumAndNotItsParts)
{
    const auto model = MakeModel(HEADER + "seal-byte,null-sha256,0.4\nopen-byte,null-sha256,0.4\n");
    hip::Work work = MakeWork(Operation::SEAL_BYTE, EspSuite::NULL_SHA256);
    EXPECT_EQ(model->GetCost(work), NanoSeconds(0));
    work.Add(MakeWork(Operation::OPEN_BYTE, EspSuite::NULL_SHA256));
    EXPECT_EQ(model->GetCost(work), NanoSeconds(1));
}

TEST(CryptoCostModel, ChargesNothingForWhatTheTableLacks)
{
    const auto model = MakeModel(HEADER + "sign,rsa-2048,600000\n");
    EXPECT_EQ(model->GetCost(MakeWork(Operation::SIGN, KeyKind::RSA_3072)), Time());
    EXPECT_EQ(model->GetCost(MakeWork(Operation::VERIFY, KeyKind::RSA_2048)), Time());
    EXPECT_EQ(model->GetCost(hip::Work()), Time());
}

TEST(CryptoCostModel, NamesFileLineAndCauseOfABadTable)
{
    EXPECT_EQ(GetComplaint(""), "costs.csv: the cost table has no rows");
    EXPECT_EQ(GetComplaint(HEADER + "# nothing else\n"), "costs.csv: the cost table has no rows");
    EXPECT_EQ(GetComplaint("# x\nsign,rsa-2048,1\n"),
              "costs.csv:2: the header must be operation,algorithm,nanoseconds");
    EXPECT_EQ(GetComplaint(HEADER + "forge,rsa-2048,1\n"),
              "costs.csv:2: unknown operation 'forge'");
    EXPECT_EQ(GetComplaint(HEADER + "\n# x\nsign,rsa-512,1\n"),
              "costs.csv:4: unknown algorithm 'rsa-512' for sign");
    EXPECT_EQ(GetComplaint(HEADER + "sign,rsa-2048,1\nsign,rsa-2048,1\n"),
              "costs.csv:3: this operation and algorithm has a row already");
}

TEST(CryptoCostModel, TakesOnlyTheAlgorithmsOfAnOperation)
{
    for (const std::string row : {"sign,p256",
                                  "verify,sha256",
                                  "dh-generate,ecdsa-p256",
                                  "dh-compute,",
                                  "puzzle-try,rsa-2048",
                                  "seal-packet,sha256",
                                  "seal-byte,aes-128-cbc",
                                  "open-packet,p256",
                                  "open-byte,null"})
    {
        const std::string complaint = GetComplaint(HEADER + row + ",1\n");
        EXPECT_EQ(complaint.rfind("costs.csv:2: unknown algorithm '", 0), 0U) << complaint;
    }
}

TEST(CryptoCostModel, TakesOnlyNumbersThatMakeSense)
{
    for (const std::string cost : {"", "x", "1x", "1,2", "-1", "nan", "inf", "1e11", "1e999"})
    {
        EXPECT_EQ(GetComplaint(HEADER + "sign,rsa-2048," + cost + "\n"),
                  "costs.csv:2: '" + cost + "' is no number of nanoseconds from 0 to 1e10");
    }
    EXPECT_EQ(GetComplaint(HEADER + "sign,rsa-2048,0\n"), "none");
    EXPECT_EQ(GetComplaint(HEADER + "sign,rsa-2048,1e10\n"), "none");
}

TEST(CryptoCostModel, KeepsItsTableWhenAnotherIsBad)
{
    const auto model = MakeModel(HEADER + "sign,rsa-2048,7\n");
    std::istringstream bad(HEADER + "sign,rsa-2048,8\nsign,rsa-3072,much\n");
    EXPECT_THROW(model->Load(bad, "bad.csv"), std::invalid_argument);
    EXPECT_EQ(model->GetCost(MakeWork(Operation::SIGN, KeyKind::RSA_2048)), NanoSeconds(7));
}

TEST(CryptoCostModel, ReadsFiles)
{
    const std::string path = testing::TempDir() + "hip-cost-model-test.csv";
    std::ofstream(path) << HEADER << "verify,rsa-2048,31000\n";
    const auto model = CreateObject<CryptoCostModel>();
    model->LoadFile(path);
    std::filesystem::remove(path);
    EXPECT_EQ(model->GetCost(MakeWork(Operation::VERIFY, KeyKind::RSA_2048)), MicroSeconds(31));
    for (const std::string& unreadable : {path, testing::TempDir()}) // not there; a folder
    {
        try
        {
            model->LoadFile(unreadable);
            FAIL() << unreadable;
        }
        catch (const std::invalid_argument& error)
        {
            EXPECT_EQ(error.what(), unreadable + ": cannot be read");
        }
    }
}

template <class Algorithm>
void
ExpectCosts(Ptr<CryptoCostModel> model,
            std::initializer_list<Operation> operations,
            std::initializer_list<Algorithm> algorithms)
{
    constexpr std::uint64_t MANY = 1000; // some cost less than a nanosecond
    for (const Operation operation : operations)
    {
        for (const Algorithm algorithm : algorithms)
        {
            EXPECT_GT(model->GetCost(MakeWork(operation, algorithm, MANY)), Time())
                << "operation " << static_cast<int>(operation) << " " << ToString(algorithm);
        }
    }
}

TEST(CryptoCostModel, ShipsWithACostOfEachOperationWithEachAlgorithm)
{
    const auto model = CreateObject<CryptoCostModel>();
    model->LoadDefault();
    ExpectCosts(model,
                {Operation::SIGN, Operation::VERIFY},
                {KeyKind::RSA_2048,
                 KeyKind::RSA_3072,
                 KeyKind::RSA_4096,
                 KeyKind::ECDSA_P256,
                 KeyKind::ECDSA_P384});
    ExpectCosts(
        model,
        {Operation::DH_GENERATE, Operation::DH_COMPUTE},
        {DhGroup::MODP_1536, DhGroup::MODP_3072, DhGroup::P256, DhGroup::P384, DhGroup::P521});
    ExpectCosts(model,
                {Operation::PUZZLE_TRY, Operation::HMAC},
                {HashKind::SHA256, HashKind::SHA384});
    ExpectCosts(model,
                {Operation::SEAL_PACKET,
                 Operation::SEAL_BYTE,
                 Operation::OPEN_PACKET,
                 Operation::OPEN_BYTE},
                {EspSuite::NULL_SHA256,
                 EspSuite::AES_128_CBC_SHA256,
                 EspSuite::AES_256_CBC_SHA256,
                 EspSuite::AES_128_GCM_8,
                 EspSuite::AES_128_GCM_16});
}

TEST(CryptoCostModel, ShipsWithCostsOfABelievableSize)
{
    const auto model = CreateObject<CryptoCostModel>();
    model->LoadDefault();
    const Time sign = model->GetCost(MakeWork(Operation::SIGN, KeyKind::RSA_2048));
    const Time verify = model->GetCost(MakeWork(Operation::VERIFY, KeyKind::RSA_2048));
    EXPECT_GT(sign, MicroSeconds(100));
    EXPECT_LT(sign, MilliSeconds(10));
    EXPECT_LT(10 * verify, sign); // the public exponent is small
    EXPECT_GT(model->GetCost(MakeWork(Operation::SEAL_BYTE, EspSuite::NULL_SHA256, 1000)),
              model->GetCost(MakeWork(Operation::SEAL_BYTE, EspSuite::AES_128_GCM_16, 1000)));
}

} // namespace
} // namespace ns3
