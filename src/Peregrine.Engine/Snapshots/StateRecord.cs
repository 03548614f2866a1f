using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Engine.Snapshots;

/// <summary>A record as snapshots keep it and hashes see it: whom it concerns, then the body. Neither has a byte that nobody set.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StateRecord<T> where T : unmanaged, IEventBody
{
    /// <summary>Bytes before the body.</summary>
    public const int PrefixSize = 8;

    public int Account;
    public ushort Market;
    public EventKind Kind;
    private readonly byte _reserved;
    public T Body;

    public static int Size => Unsafe.SizeOf<StateRecord<T>>();

    public static StateRecord<T> Of(int account, int market, in T body) =>
        new() { Account = account, Market = (ushort)market, Kind = T.Kind, Body = body };
}
