// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_DRAFT2003_SAMPLE_KEYS_H
#define HIP_TEST_CORE_DRAFT2003_SAMPLE_KEYS_H

#include "core/crypto/crypto-context.h"
#include "core/crypto/crypto-engine.h"
#include "core/crypto/random.h"
#include "core/draft2003/host-key.h"
#include "core/util/work.h"

#include <string>

namespace hip::draft2003::test
{

// Keys made with "openssl genpkey", since making DSA parameters takes long.

/// 1024 bits, q of 160 bits.
inline const std::string DSA_1024_PEM =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIIBSwIBADCCASsGByqGSM44BAEwggEeAoGBAMF/5AHxiiOAyOvyt0/RYrEezxhr\n"
    "rW9SW5xB/zgnT0d1nyKGFGAoit5b/i5o/M0pV78pQPnB4RN1qqLdyJmHnruDBtK8\n"
    "DCzJZPcGohzAr8P9wGJS41vQqVEDPBWyGyC7zDe3O7QQN/ONwhEqbRqFSTPY5XVr\n"
    "+pj2Fai/oSG1y8XrAhUAz6+VXKKU4ikZcxS6hOoZoY0YnkECgYA6/ssJ05zELEEh\n"
    "VfrA+XBrDJrGwW/yFn7ETe0yq0i2qfE0v8tnE9PxSrzZL40mZgMNdguFQJkkcoj0\n"
    "heGvzGM98k8QJIitkRpVsEaAxkZNghsgVibbvIHIAGr++dry98lm9+FHK8o6QHOo\n"
    "m1aadkm9v++nC1WLEDsSYjv6rruwAAQXAhUApiVtij6k5MbVjoI8AsFT0JIdSrg=\n"
    "-----END PRIVATE KEY-----\n";

/// T | Q | P | G | Y of it, from "openssl dsa -text".
inline const char* const DSA_1024_HOST_IDENTITY =
    "08cfaf955ca294e229197314ba84ea19a18d189e41c17fe401f18a2380c8ebf2b74fd162b11ecf186bad"
    "6f525b9c41ff38274f47759f22861460288ade5bfe2e68fccd2957bf2940f9c1e11375aaa2ddc899879e"
    "bb8306d2bc0c2cc964f706a21cc0afc3fdc06252e35bd0a951033c15b21b20bbcc37b73bb41037f38dc2"
    "112a6d1a854933d8e5756bfa98f615a8bfa121b5cbc5eb3afecb09d39cc42c412155fac0f9706b0c9ac6"
    "c16ff2167ec44ded32ab48b6a9f134bfcb6713d3f14abcd92f8d2666030d760b854099247288f485e1af"
    "cc633df24f102488ad911a55b04680c6464d821b205626dbbc81c8006afef9daf2f7c966f7e1472bca3a"
    "4073a89b569a7649bdbfefa70b558b103b12623bfaaebbb0009444bcd3827db5fa767f1328167a25de64"
    "72536e3f9c07108c275326c71872e144b485178e936961aa60a6c0356f095ffb245358c5638fbfffbdf1"
    "325c3f2221b1626733c10cd2195358dbadec2938b62aa138c6e5442b599781f3a3f29f45dd1cb4a81eb6"
    "e7e6858f43092e9de578b6c6c4d9c5b1202e4113e3af7919b77f2c";

/// Another with the same parameters.
inline const std::string OTHER_DSA_1024_PEM =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIIBSgIBADCCASsGByqGSM44BAEwggEeAoGBAMF/5AHxiiOAyOvyt0/RYrEezxhr\n"
    "rW9SW5xB/zgnT0d1nyKGFGAoit5b/i5o/M0pV78pQPnB4RN1qqLdyJmHnruDBtK8\n"
    "DCzJZPcGohzAr8P9wGJS41vQqVEDPBWyGyC7zDe3O7QQN/ONwhEqbRqFSTPY5XVr\n"
    "+pj2Fai/oSG1y8XrAhUAz6+VXKKU4ikZcxS6hOoZoY0YnkECgYA6/ssJ05zELEEh\n"
    "VfrA+XBrDJrGwW/yFn7ETe0yq0i2qfE0v8tnE9PxSrzZL40mZgMNdguFQJkkcoj0\n"
    "heGvzGM98k8QJIitkRpVsEaAxkZNghsgVibbvIHIAGr++dry98lm9+FHK8o6QHOo\n"
    "m1aadkm9v++nC1WLEDsSYjv6rruwAAQWAhRADMjnnky7pwY0C4anOYPm9h9bow==\n"
    "-----END PRIVATE KEY-----\n";

/// A q of 224 bits, as "openssl dsaparam 1024" gives it: of no use to RFC 2536.
inline const std::string DSA_Q224_PEM =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIIBWgIBADCCATMGByqGSM44BAEwggEmAoGBALpd8CM4RzJ/5Bc2q9kw+PmHlg8u\n"
    "lNUaHbvToD2qMIjywSjBMbkYLFxCT3dCSrgjqeGjmfvPMmNkS6TzOrZCWOAP26ns\n"
    "flGEOowgxGuwIxPAuv/v8kT8wHzgTMZo4er5Hsnsk8P18EKJldNv4afowSgh6/jg\n"
    "eIH5AId74qcDVnh5Ah0AtR4too/zOVf9aZywba94egy6+VA0mj0Mqhd++QKBgDhW\n"
    "IDoCEgLTZTPFFPbbtD2XcII0TEY25nxmPhjPpuzu1uIqgJUxkABvm+rsq3teYqs6\n"
    "AN9PA+YDwlEYhwwUW89jRo5kU3reCHJ0bvTSbefy4C4G6NiQQKBKbsiYPydI2MJ4\n"
    "GxJKrFjKUpEUgjqLrWrx/q/jwGoG+qUU7Ae3BfjMBB4CHCO/mErqHmCh/7AvHLem\n"
    "K5Ktp6xLkIXReiRkFN4=\n"
    "-----END PRIVATE KEY-----\n";

/// 1024 bits.
inline const std::string RSA_1024_PEM =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAK+m6quic0OU+G4A\n"
    "7y2ZhEtPeyzql0QLmgs23JN7Syrt11uoKTg/vxm0ZFfxnO5T96JNHu3ouEYKmsmM\n"
    "2OepOGHditLlEuPAgf19CSOkNo0ufYs2+tT3RwUpk/1JP6OUaOd8LatOqkXgPekr\n"
    "/Y/EFmmksHDad0In3tVmXNanwOPvAgMBAAECgYBsP213gJGQIIpJIIJFk8oXr0+1\n"
    "iozV/mBccN7WdLEKL7D8Z1GfvIlEigsct2WC6nQ9rVFWRIjrgTWK6CXz/jEj+Jhu\n"
    "t85sCPf5CGSspO80XlSIj2L0EdQ5TPPcLUqJCDppWSYjVpfN067wBkXUIVR4kI6Y\n"
    "U0gfusqJZz6J5KGBoQJBAOQUwCeZ5Y2ik6gujXNzTO6UaFbMxm43L42QIhO5aM0o\n"
    "3wvwEnNkbkTRSjiEWo7C7QCseCJthtdZ3st7ghb1mPMCQQDFJzn2GzwRBmUweP4H\n"
    "0RyEG38WxTIgpuZCdQeYxK/ygfgJglqvCRDcH37lVun2eDaBPC0JrN2zlrW87lro\n"
    "zUgVAkBtU5z/3n7wMzu/5ACdlGkN+0lAQgvjjMRYgPw0pC0eGjdAC6Vsdnl8ty1y\n"
    "hc66m6jrJ8C2D/YQh92Jf/xNcRANAkEAkjnl44OPqZD0vF8BCwst+03plRntdApV\n"
    "/jSOzeAUH+oF7geg+vHeb2Vs2Oz92rCOvIvFW8e7J9hAM0EWbFTVgQJAefysQXKH\n"
    "YJk54BaDEMYbzSkFAB9reAe/QFlXpsHDvuV+FMbq3qEf45QIF9XCzd5CUg5tjlUV\n"
    "QPl9Qmp7+d/w7w==\n"
    "-----END PRIVATE KEY-----\n";

/// Exponent length, exponent and modulus of it, from "openssl rsa -text".
inline const char* const RSA_1024_HOST_IDENTITY =
    "03010001afa6eaaba2734394f86e00ef2d99844b4f7b2cea97440b9a0b36dc937b4b2aedd75ba829383f"
    "bf19b46457f19cee53f7a24d1eede8b8460a9ac98cd8e7a93861dd8ad2e512e3c081fd7d0923a4368d2e"
    "7d8b36fad4f747052993fd493fa39468e77c2dab4eaa45e03de92bfd8fc41669a4b070da774227ded566"
    "5cd6a7c0e3ef";

/// Cryptography whose randomness repeats.
struct SampleContext
{
    explicit SampleContext(std::uint64_t seed = 1)
        : random(seed, 1, "draft2003"),
          crypto(random),
          engine(MakeCryptoEngine(CryptoFidelity::REAL, crypto))
    {
    }

    SeededRandom random;
    CryptoContext crypto;
    std::unique_ptr<CryptoEngine> engine;
    Work work; ///< of whoever counts it
};

} // namespace hip::draft2003::test

#endif // HIP_TEST_CORE_DRAFT2003_SAMPLE_KEYS_H
