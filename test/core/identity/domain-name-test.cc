// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/identity/domain-name.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <ldns/ldns.h>
#include <memory>
#include <stdexcept>

namespace hip
{
namespace
{

using test::FromHex;
using test::ToHex;

/// What ldns makes of a text.
Bytes
EncodeWithLdns(const std::string& text)
{
    const std::unique_ptr<ldns_rdf, decltype(&ldns_rdf_deep_free)> name(
        ldns_dname_new_frm_str(text.c_str()),
        ldns_rdf_deep_free);
    if (name == nullptr)
    {
        return {};
    }
    return Bytes(ldns_rdf_data(name.get()), ldns_rdf_data(name.get()) + ldns_rdf_size(name.get()));
}

std::string
DecodeWithLdns(ByteSpan wire)
{
    const std::unique_ptr<ldns_rdf, decltype(&ldns_rdf_deep_free)> name(
        ldns_rdf_new_frm_data(LDNS_RDF_TYPE_DNAME, wire.size(), wire.data()),
        ldns_rdf_deep_free);
    const std::unique_ptr<char, decltype(&std::free)> text(ldns_rdf2str(name.get()), std::free);
    return text.get();
}

TEST(DomainName, HasTheWireFormOfRfc1035)
{
    EXPECT_EQ(ToHex(EncodeDomainName("rvs.example.com")), "03727673076578616d706c6503636f6d00");
    EXPECT_EQ(ToHex(EncodeDomainName(".")), "00");
}

TEST(DomainName, AgreesWithLdns)
{
    for (const std::string text : {"a.",
                                   "rvs.example.com.",
                                   "UPPER.lower.",
                                   "dot\\.in\\.label.example.",
                                   "\\000\\255\\032.x.",
                                   "quote\\\"back\\\\slash\\;.x.",
                                   "par\\(en\\)s\\@.\\$x.",
                                   "_service._tcp.example."})
    {
        const Bytes wire = EncodeDomainName(text);
        EXPECT_EQ(wire, EncodeWithLdns(text)) << text;
        EXPECT_EQ(EncodeWithLdns(DecodeDomainName(wire)), wire) << text;
        EXPECT_EQ(EncodeDomainName(DecodeWithLdns(wire)), wire) << text;
    }
}

TEST(DomainName, EndsWithADotAsText)
{
    EXPECT_EQ(DecodeDomainName(EncodeDomainName("host.example")), "host.example.");
    EXPECT_EQ(DecodeDomainName(FromHex("00")), ".");
}

TEST(DomainName, SurvivesItsTextWhateverItsOctets)
{
    for (int octet = 0; octet < 256; ++octet)
    {
        const Bytes wire{2, static_cast<Byte>(octet), 'x', 0};
        EXPECT_EQ(EncodeDomainName(DecodeDomainName(wire)), wire) << octet;
    }
}

TEST(DomainName, TellsWhyItRefusesAText)
{
    const std::string label(63, 'a');
    EXPECT_NO_THROW(EncodeDomainName(label + "." + label + "." + label + "." + label.substr(2)));
    const std::pair<std::string, std::string> causes[] = {
        {"", "empty"},
        {"..", "label"},
        {".a", "label"},
        {"a..b", "label"},
        {label + "a", "label"},
        {label + "." + label + "." + label + "." + label.substr(1), "more than 255"},
        {"a\\", "escape"},
        {"a\\12", "escape"},
        {"a\\256", "escape"},
    };
    for (const auto& [text, cause] : causes)
    {
        try
        {
            EncodeDomainName(text);
            ADD_FAILURE() << text;
        }
        catch (const std::invalid_argument& error)
        {
            EXPECT_NE(std::string(error.what()).find(cause), std::string::npos) << error.what();
        }
    }
}

TEST(DomainName, IsMeasuredUpToItsEnd)
{
    EXPECT_EQ(*MeasureDomainName(FromHex("0161 00 ffff")), 3U);
    EXPECT_EQ(*MeasureDomainName(FromHex("00 00")), 1U);
    for (const char* bad : {"", "01", "0161", "0261", "c000", "4061", "8000", "0161c000"})
    {
        const auto length = MeasureDomainName(FromHex(bad));
        ASSERT_FALSE(length) << bad;
        EXPECT_EQ(length.error(), DropReason::BAD_PARAMETER);
    }
}

TEST(DomainName, HasAtMost255Octets)
{
    Bytes name;
    for (int n = 0; n < 127; ++n)
    {
        name.insert(name.end(), {1, 'a'});
    }
    name.push_back(0);
    ASSERT_EQ(name.size(), 255U);
    EXPECT_EQ(*MeasureDomainName(name), 255U);
    name.insert(name.begin() + 1, 'a');
    name[0] = 2;
    EXPECT_FALSE(MeasureDomainName(name));
}

TEST(DomainName, IsNotTextIfItIsNotExactlyOneName)
{
    for (const char* bad : {"", "0161", "000161"})
    {
        EXPECT_THROW(DecodeDomainName(FromHex(bad)), std::invalid_argument) << bad;
    }
}

} // namespace
} // namespace hip
