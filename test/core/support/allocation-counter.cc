// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/core/support/allocation-counter.h"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace
{

std::uint64_t g_allocations = 0;

void*
Allocate(std::size_t size) noexcept
{
    ++g_allocations;
    return std::malloc(size > 0 ? size : 1);
}

void*
AllocateOrThrow(std::size_t size)
{
    if (void* memory = Allocate(size))
    {
        return memory;
    }
    throw std::bad_alloc();
}

} // namespace

std::uint64_t
hip::test::GetAllocationCount()
{
    return g_allocations;
}

// All forms for ordinary alignment: a sanitizer would object if its own operator met one of ours.

void*
operator new(std::size_t size)
{
    return AllocateOrThrow(size);
}

void*
operator new[](std::size_t size)
{
    return AllocateOrThrow(size);
}

void*
operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return Allocate(size);
}

void*
operator new[](std::size_t size, const std::nothrow_t&) noexcept
{
    return Allocate(size);
}

void
operator delete(void* memory) noexcept
{
    std::free(memory);
}

void
operator delete[](void* memory) noexcept
{
    std::free(memory);
}

void
operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

void
operator delete[](void* memory, std::size_t) noexcept
{
    std::free(memory);
}

void
operator delete(void* memory, const std::nothrow_t&) noexcept
{
    std::free(memory);
}

void
operator delete[](void* memory, const std::nothrow_t&) noexcept
{
    std::free(memory);
}
