using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Engine.Snapshots;

/// <summary>The hash of the whole state: of every record in the order of its telling.</summary>
internal struct StateHasher : IStateSink
{
    public ulong Hash { get; private set; }

    public readonly void Begin<T>() where T : unmanaged, IEventBody { }

    public void Tell<T>(int account, int market, in T body) where T : unmanaged, IEventBody
    {
        StateRecord<T> record = StateRecord<T>.Of(account, market, in body);
        Add(MemoryMarshal.AsBytes(new ReadOnlySpan<StateRecord<T>>(in record)));
    }

    public readonly void End() { }

    /// <summary>One record's bytes.</summary>
    public void Add(ReadOnlySpan<byte> record) => Hash = Hash64.Extend(Hash, record);
}
