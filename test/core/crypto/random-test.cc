// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/hash.h"
#include "core/crypto/openssl-ptr.h"
#include "core/crypto/random.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <set>

namespace hip
{
namespace
{

Bytes
Draw(RandomSource& source, std::size_t length)
{
    Bytes bytes(length);
    source.Fill(bytes);
    return bytes;
}

TEST(SeededRandom, IsTheChaCha20KeyStreamUnderTheHashOfItsName)
{
    SeededRandom source(0x0102030405060708, 9, "label");
    const Bytes key =
        Hash(HashKind::SHA256,
             {test::FromText("label"), test::FromHex("0102030405060708 0000000000000009")});
    Bytes expected(1000);
    const Bytes start(16);
    const CipherContextPtr cipher(EVP_CIPHER_CTX_new());
    int length = 0;
    EVP_EncryptInit_ex2(cipher.get(), EVP_chacha20(), key.data(), start.data(), nullptr);
    EVP_EncryptUpdate(cipher.get(), expected.data(), &length, expected.data(), 1000);
    EXPECT_EQ(Draw(source, 1000), expected);
}

TEST(SeededRandom, DoesNotDependOnHowMuchIsAskedForAtOnce)
{
    SeededRandom whole(1, 2, "test");
    SeededRandom pieces(1, 2, "test");
    const Bytes expected = Draw(whole, 2000);
    Bytes joined;
    for (std::size_t length = 0; joined.size() < expected.size(); ++length)
    {
        Append(joined, Draw(pieces, std::min(length, expected.size() - joined.size())));
    }
    EXPECT_EQ(joined, expected);
}

TEST(SeededRandom, GivesADifferentSequenceForEveryName)
{
    std::set<Bytes> sequences;
    for (const std::uint64_t seed : {0, 1, 2})
    {
        for (const std::uint64_t stream : {0, 1})
        {
            for (const char* label : {"", "a", "b"})
            {
                SeededRandom source(seed, stream, label);
                sequences.insert(Draw(source, 16));
            }
        }
    }
    EXPECT_EQ(sequences.size(), 18U);
}

TEST(SystemRandom, DoesNotRepeatItself)
{
    SystemRandom source;
    EXPECT_NE(Draw(source, 32), Draw(source, 32));
}

} // namespace
} // namespace hip
