// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/random-provider.h"

#include <algorithm>
#include <limits>
#include <new>
#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace hip
{

namespace
{

/// One generator. OpenSSL makes several of them per library context; all draw from one source.
struct Generator
{
    RandomProvider* provider;
    int state = EVP_RAND_STATE_UNINITIALISED;
};

void*
NewGenerator(void* provider, void* /*parent*/, const OSSL_DISPATCH* /*parentCalls*/)
{
    return new (std::nothrow) Generator{static_cast<RandomProvider*>(provider)};
}

void
FreeGenerator(void* generator)
{
    delete static_cast<Generator*>(generator);
}

int
Instantiate(void* generator,
            unsigned /*strength*/,
            int /*predictionResistance*/,
            const unsigned char* /*personalization*/,
            std::size_t /*personalizationLength*/,
            const OSSL_PARAM* /*parameters*/)
{
    static_cast<Generator*>(generator)->state = EVP_RAND_STATE_READY;
    return 1;
}

int
Uninstantiate(void* generator)
{
    static_cast<Generator*>(generator)->state = EVP_RAND_STATE_UNINITIALISED;
    return 1;
}

/// Additional input is ignored: what other code stirs in must not change the sequence.
int
Generate(void* generator,
         unsigned char* out,
         std::size_t length,
         unsigned /*strength*/,
         int /*predictionResistance*/,
         const unsigned char* /*additional*/,
         std::size_t /*additionalLength*/)
{
    RandomSource* source = static_cast<Generator*>(generator)->provider->source;
    if (source == nullptr)
    {
        return 0;
    }
    try
    {
        source->Fill({out, length});
    }
    catch (...)
    {
        return 0; // OpenSSL is C, so nothing may be thrown through it
    }
    return 1;
}

int
Reseed(void* /*generator*/,
       int /*predictionResistance*/,
       const unsigned char* /*entropy*/,
       std::size_t /*entropyLength*/,
       const unsigned char* /*additional*/,
       std::size_t /*additionalLength*/)
{
    return 1;
}

/// A library context serves one thread, so there is nothing to lock.
int
EnableLocking(void* /*generator*/)
{
    return 1;
}

int
Lock(void* /*generator*/)
{
    return 1;
}

void
Unlock(void* /*generator*/)
{
}

const OSSL_PARAM*
GetKnownParameters(void* /*generator*/, void* /*provider*/)
{
    static const OSSL_PARAM known[] = {
        OSSL_PARAM_int(OSSL_RAND_PARAM_STATE, nullptr),
        OSSL_PARAM_uint(OSSL_RAND_PARAM_STRENGTH, nullptr),
        OSSL_PARAM_size_t(OSSL_RAND_PARAM_MAX_REQUEST, nullptr),
        OSSL_PARAM_END,
    };
    return known;
}

int
GetParameters(void* generator, OSSL_PARAM parameters[])
{
    constexpr unsigned STRENGTH = 256;                                       // bits
    constexpr std::size_t MAX_REQUEST = std::numeric_limits<int>::max() / 2; // octets
    OSSL_PARAM* state = OSSL_PARAM_locate(parameters, OSSL_RAND_PARAM_STATE);
    OSSL_PARAM* strength = OSSL_PARAM_locate(parameters, OSSL_RAND_PARAM_STRENGTH);
    OSSL_PARAM* maxRequest = OSSL_PARAM_locate(parameters, OSSL_RAND_PARAM_MAX_REQUEST);
    const bool isSet =
        (!state || OSSL_PARAM_set_int(state, static_cast<Generator*>(generator)->state)) &&
        (!strength || OSSL_PARAM_set_uint(strength, STRENGTH)) &&
        (!maxRequest || OSSL_PARAM_set_size_t(maxRequest, MAX_REQUEST));
    return isSet ? 1 : 0;
}

template <class Function>
OSSL_DISPATCH
Entry(int id, Function* function)
{
    return {id, reinterpret_cast<void (*)()>(function)};
}

const OSSL_ALGORITHM*
Query(void* /*provider*/, int operation, int* noCache)
{
    static const OSSL_DISPATCH functions[] = {
        Entry(OSSL_FUNC_RAND_NEWCTX, NewGenerator),
        Entry(OSSL_FUNC_RAND_FREECTX, FreeGenerator),
        Entry(OSSL_FUNC_RAND_INSTANTIATE, Instantiate),
        Entry(OSSL_FUNC_RAND_UNINSTANTIATE, Uninstantiate),
        Entry(OSSL_FUNC_RAND_GENERATE, Generate),
        Entry(OSSL_FUNC_RAND_RESEED, Reseed),
        Entry(OSSL_FUNC_RAND_ENABLE_LOCKING, EnableLocking),
        Entry(OSSL_FUNC_RAND_LOCK, Lock),
        Entry(OSSL_FUNC_RAND_UNLOCK, Unlock),
        Entry(OSSL_FUNC_RAND_GETTABLE_CTX_PARAMS, GetKnownParameters),
        Entry(OSSL_FUNC_RAND_GET_CTX_PARAMS, GetParameters),
        {0, nullptr},
    };
    static const OSSL_ALGORITHM generators[] = {
        {RandomProvider::GENERATOR_NAME, "provider=hip-random", functions, nullptr},
        {nullptr, nullptr, nullptr, nullptr},
    };
    *noCache = 0;
    return operation == OSSL_OP_RAND ? generators : nullptr;
}

void
Teardown(void* provider)
{
    delete static_cast<RandomProvider*>(provider);
}

} // namespace

int
RandomProvider::Init(const OSSL_CORE_HANDLE* /*handle*/,
                     const OSSL_DISPATCH* /*core*/,
                     const OSSL_DISPATCH** provider,
                     void** context)
{
    static const OSSL_DISPATCH functions[] = {
        Entry(OSSL_FUNC_PROVIDER_TEARDOWN, Teardown),
        Entry(OSSL_FUNC_PROVIDER_QUERY_OPERATION, Query),
        {0, nullptr},
    };
    *provider = functions;
    *context = new (std::nothrow) RandomProvider;
    return *context != nullptr ? 1 : 0;
}

} // namespace hip
