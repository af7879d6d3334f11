// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_LDNS_HANDLE_H
#define HIP_CORE_RESOLVER_LDNS_HANDLE_H

// Owners for what ldns allocates. Only .cc files include this: ldns stays out of our interfaces.

#include "core/util/span.h"

#include <cstdlib>
#include <ldns/ldns.h>
#include <memory>
#include <new>

namespace hip
{

struct LdnsDeleter
{
    void operator()(ldns_rr* rr) const
    {
        ldns_rr_free(rr);
    }

    void operator()(ldns_rdf* rdf) const
    {
        ldns_rdf_deep_free(rdf);
    }

    void operator()(ldns_pkt* packet) const
    {
        ldns_pkt_free(packet);
    }

    void operator()(ldns_buffer* buffer) const
    {
        ldns_buffer_free(buffer);
    }

    void operator()(char* text) const
    {
        std::free(text);
    }

    void operator()(std::uint8_t* bytes) const
    {
        std::free(bytes);
    }
};

template <class T>
using LdnsHandle = std::unique_ptr<T, LdnsDeleter>;

/// Takes ownership; ldns returns null only when memory has run out.
template <class T>
LdnsHandle<T>
Own(T* made)
{
    if (made == nullptr)
    {
        throw std::bad_alloc();
    }
    return LdnsHandle<T>(made);
}

/// ldns's view of an uncompressed name that somebody else owns; ldns only reads it.
inline ldns_rdf
BorrowName(ByteSpan wire)
{
    ldns_rdf rdf;
    rdf._size = wire.size();
    rdf._type = LDNS_RDF_TYPE_DNAME;
    rdf._data = const_cast<Byte*>(wire.data());
    return rdf;
}

/// @return the octets of @p rdf, as long as it lives
inline ByteSpan
GetBytes(const ldns_rdf* rdf)
{
    return ByteSpan(ldns_rdf_data(rdf), ldns_rdf_size(rdf));
}

} // namespace hip

#endif // HIP_CORE_RESOLVER_LDNS_HANDLE_H
