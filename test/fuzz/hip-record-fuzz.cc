// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

/**
 * Arbitrary octets as RDATA of a HIP record.
 *
 * What must hold: RDATA that parses is written back the same; its text form can be made, and its
 * names survive their text; checking the HIT ends with a key only if the HIT derives from it.
 */

#include "core/crypto/crypto-context.h"
#include "core/crypto/random.h"
#include "core/identity/domain-name.h"
#include "core/identity/hip-record.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace hip;

namespace
{

void
Require(bool condition, const char* what)
{
    if (!condition)
    {
        std::fprintf(stderr, "broken: %s\n", what);
        std::abort();
    }
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static SeededRandom random(1, 0, "fuzz");
    static CryptoContext context(random);

    const ByteSpan rdata(data, size);
    const Result<HipRecord> record = HipRecord::Parse(rdata);
    if (!record)
    {
        return 0;
    }
    Bytes written;
    record->Write(written);
    Require(written == Bytes(rdata.begin(), rdata.end()), "what parses is written back the same");
    Require(!record->ToText().empty(), "a record has a text form");
    for (const Bytes& name : record->rendezvousServers)
    {
        Require(EncodeDomainName(DecodeDomainName(name)) == name, "a name survives its text");
    }
    const Result<PublicKey> key = VerifyHipRecord(context, *record);
    if (key)
    {
        const Hit hit = MakeHit(GetHitSuite(key->GetAlgorithm()), key->GetHostIdentity());
        Require(hit == record->hit, "a verified key has the record's HIT");
    }
    return 0;
}
