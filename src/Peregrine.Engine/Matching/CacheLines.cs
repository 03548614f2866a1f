using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Peregrine.Engine.Matching;

/// <summary>Memory that begins on a cache line, and hints about it.</summary>
internal static unsafe class CacheLines
{
    public const int Size = 64;

    /// <summary>Zeroed room for records 0..<paramref name="count"/>−1. It lives as long as the block that comes with it is held.</summary>
    public static T* Allocate<T>(int count, out T[] block) where T : unmanaged
    {
        // An array starts wherever its header ends; a record of one line must not lie across two, so there is slack to move the start up.
        int slack = (Size + sizeof(T) - 1) / sizeof(T);
        block = GC.AllocateArray<T>(count + slack, pinned: true);
        nuint start = (nuint)Unsafe.AsPointer(ref block[0]);
        return (T*)((start + Size - 1) & ~(nuint)(Size - 1));
    }

    /// <summary>Asks memory for the line of an address. A hint: it never faults, wherever the address leads.</summary>
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }
}
