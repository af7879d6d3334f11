// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/pem.h"

#include <limits>
#include <openssl/pem.h>
#include <stdexcept>

namespace hip
{

namespace
{

[[noreturn]] void
Refuse(const std::string& cause)
{
    throw std::invalid_argument("private key: " + cause);
}

BioPtr
OpenForReading(const std::string& text)
{
    if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    {
        Refuse("the text is too long");
    }
    return BioPtr(
        RequireOpenSslObject(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), "PEM"));
}

/// What stands around the octets of a PEM block.
struct BlockLabel
{
    std::string name;   ///< as in "BEGIN name"
    std::string header; ///< lines of the form "Proc-Type: 4,ENCRYPTED"
};

/// @param[out] label of the next block. @return false if there is none
bool
ReadLabel(BIO* text, BlockLabel& label)
{
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* octets = nullptr;
    long length = 0;
    if (PEM_read_bio(text, &name, &header, &octets, &length) != 1)
    {
        if (ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE)
        {
            return false;
        }
        Refuse("the PEM block is truncated or damaged");
    }
    label = {name, header};
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_clear_free(octets, static_cast<std::size_t>(length));
    return true;
}

bool
Contains(const std::string& text, const char* part)
{
    return text.find(part) != std::string::npos;
}

/// Finds out whether the first block that is a key can be used, for a cause better than OpenSSL's.
void
CheckLabels(const std::string& pem)
{
    const BioPtr text = OpenForReading(pem);
    BlockLabel label;
    std::string other;
    while (ReadLabel(text.get(), label))
    {
        if (Contains(label.name, "ENCRYPTED") || Contains(label.header, "ENCRYPTED"))
        {
            Refuse("it is encrypted; decrypt it with \"openssl pkey\" first");
        }
        if (Contains(label.name, "PRIVATE KEY"))
        {
            return;
        }
        other = label.name;
    }
    Refuse(other.empty() ? "the text has no PEM block" : "the text has only a " + other);
}

/// Without it, OpenSSL would ask on the terminal.
int
GiveNoPassword(char* /*password*/, int /*size*/, int /*isWriting*/, void* /*user*/)
{
    return -1;
}

} // namespace

PkeyPtr
ReadPrivateKeyPem(OSSL_LIB_CTX* library, const std::string& pem)
{
    if (pem.empty())
    {
        Refuse("the text is empty");
    }
    const OpenSslErrorScope errors;
    CheckLabels(pem);
    const BioPtr text = OpenForReading(pem);
    PkeyPtr key(
        PEM_read_bio_PrivateKey_ex(text.get(), nullptr, GiveNoPassword, nullptr, library, nullptr));
    if (key == nullptr)
    {
        Refuse("the PEM block holds no key that OpenSSL can read");
    }
    return key;
}

std::string
WritePrivateKeyPem(const EVP_PKEY* key)
{
    const BioPtr text(RequireOpenSslObject(BIO_new(BIO_s_secmem()), "PEM"));
    RequireOpenSsl(
        PEM_write_bio_PKCS8PrivateKey(text.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
        "PEM");
    char* octets = nullptr;
    const long length = BIO_get_mem_data(text.get(), &octets);
    return std::string(octets, static_cast<std::size_t>(length));
}

} // namespace hip
