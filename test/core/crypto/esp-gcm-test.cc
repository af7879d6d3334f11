// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/esp-gcm.h"
#include "core/util/endian.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::FromHex;
using test::ToHex;

const CipherPtr AES_128_GCM(EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr));

/// A packet of draft-mcgrew-gcm-test-01 with a 128-bit key and a 64-bit sequence number.
struct DraftPacket
{
    const char* keyAndSalt;
    const char* spi;
    std::uint64_t sequence;
    const char* iv;
    const char* plaintext;
    const char* ciphertext;
    const char* icv;

    Bytes GetHeader() const
    {
        Bytes header = FromHex(spi);
        AppendU32(header, static_cast<std::uint32_t>(sequence));
        return header;
    }
};

const DraftPacket DRAFT[] = {
    {"4c80cdefbb5d10da906ac73c3613a634 2e443b68",
     "00004321",
     0x8765432100000000,
     "4956ed7e3b244cfe",
     "45000048699a000080114db7c0a80102c0a801010a9bf15638d3010000010000"
     "00000000045f736970045f756470037369700963796265726369747902646b00"
     "0021000101020201",
     "fecf537e729d5b07dc30df528dd22b768d1b98736696a6fd348509fa13ceac34"
     "cfa2436f14a3f3cf65925bf1f4a13c5d15b21e1884f5ff6247aeabb786b93bce"
     "61bc17d768fd9732",
     "459018148f6cbe722fd04796562dfdb4"},
    {"3de09874b388e6491988d0c3607eae1f 57690e43",
     "42f67e3f",
     0x1010101010101010,
     "4e280000a2fca1a3",
     "45000049333e00007f119182c3fb1d10c2b1d326c02831ce0035cb458003025b"
     "000001e0001e8c18d65759d52284a0352c71475c8880391c764d6e5ee0496b32"
     "5ae270c03899493915010101",
     "fba2cad12fc1f9f00d3cebf305410db83d7784b607323d220f24b0a97d541828"
     "00cadb0f68d99ef0e0c0c89ae9bea8884e52d65bc1afd0740f742444747b5b39"
     "ab533163aad4550ee5160975",
     "cdb608c5769189609763b8e18caa81e2"},
    {"abbccddef00112233445566778899aab decaf888",
     "00000100",
     1,
     "cafedebaceface74",
     "746f016265016f72016e6f7401746f0162650001",
     "29c9fc69a197d038ccdd14e2ddfcaa0543332164",
     "412503524303ed3c6c5f283843af8c3e"},
};

TEST(GcmEspCipher, OpensThePacketsOfTheDraft)
{
    for (const DraftPacket& packet : DRAFT)
    {
        GcmEspCipher cipher(AES_128_GCM.get(), FromHex(packet.keyAndSalt), 16);
        Bytes text = FromHex(packet.ciphertext);
        ASSERT_TRUE(cipher.Open(packet.GetHeader(),
                                packet.sequence,
                                FromHex(packet.iv),
                                text,
                                FromHex(packet.icv)));
        EXPECT_EQ(ToHex(text), packet.plaintext);
    }
}

TEST(GcmEspCipher, OpensWithTheFirstHalfOfTheIcvInTheShortSuite)
{
    const DraftPacket& packet = DRAFT[0];
    GcmEspCipher cipher(AES_128_GCM.get(), FromHex(packet.keyAndSalt), 8);
    Bytes text = FromHex(packet.ciphertext);
    const Bytes icv = FromHex(packet.icv);
    EXPECT_TRUE(cipher.Open(packet.GetHeader(),
                            packet.sequence,
                            FromHex(packet.iv),
                            text,
                            ByteSpan(icv).first(8)));
    EXPECT_EQ(ToHex(text), packet.plaintext);
    text = FromHex(packet.ciphertext);
    EXPECT_FALSE(cipher.Open(packet.GetHeader(), packet.sequence, FromHex(packet.iv), text, icv))
        << "an ICV of another length";
}

/// The same by OpenSSL's plain GCM.
Bytes
EncryptPlainly(ByteSpan key, ByteSpan nonce, ByteSpan additional, ByteSpan text, Bytes& tag)
{
    const CipherContextPtr context(EVP_CIPHER_CTX_new());
    Bytes out(text.size());
    int length = 0;
    EVP_EncryptInit_ex2(context.get(), AES_128_GCM.get(), key.data(), nonce.data(), nullptr);
    EVP_EncryptUpdate(context.get(),
                      nullptr,
                      &length,
                      additional.data(),
                      static_cast<int>(additional.size()));
    EVP_EncryptUpdate(context.get(),
                      out.data(),
                      &length,
                      text.data(),
                      static_cast<int>(text.size()));
    EVP_EncryptFinal_ex(context.get(), out.data(), &length);
    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, 16, tag.data());
    return out;
}

TEST(GcmEspCipher, SealsWithTheNumberAsIv)
{
    const Bytes keyAndSalt = FromHex(DRAFT[0].keyAndSalt);
    const ByteSpan key = ByteSpan(keyAndSalt).first(16);
    GcmEspCipher cipher(AES_128_GCM.get(), keyAndSalt, 16);
    const Bytes plaintext = FromHex(DRAFT[0].plaintext);
    for (const std::uint64_t sequence : {std::uint64_t{1}, std::uint64_t{0x8765432100000000}})
    {
        Bytes iv(8);
        Bytes text = plaintext;
        Bytes icv(16);
        const Bytes header = DRAFT[0].GetHeader();
        cipher.Seal(header, sequence, iv, text, icv);
        Bytes nonce = FromHex("2e443b68");
        AppendU64(nonce, sequence);
        Bytes additional = FromHex("00004321");
        AppendU64(additional, sequence);
        Bytes tag(16);
        EXPECT_EQ(text, EncryptPlainly(key, nonce, additional, plaintext, tag));
        EXPECT_EQ(icv, tag);
        EXPECT_EQ(ToHex(iv), ToHex(ByteSpan(nonce).subspan(4)));
    }
}

TEST(GcmEspCipher, ShowsNothingOfAPacketThatItRefuses)
{
    const DraftPacket& packet = DRAFT[1];
    GcmEspCipher cipher(AES_128_GCM.get(), FromHex(packet.keyAndSalt), 16);
    Bytes text = FromHex(packet.ciphertext);
    EXPECT_FALSE(cipher.Open(packet.GetHeader(),
                             packet.sequence + 1,
                             FromHex(packet.iv),
                             text,
                             FromHex(packet.icv)));
    EXPECT_EQ(text, Bytes(text.size(), 0));
}

} // namespace
} // namespace hip
