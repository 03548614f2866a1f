using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Twin;

/// <summary>One event as the twin tells it: whom it concerns and exactly the bytes of its body.</summary>
public sealed record TwinEvent(EventKind Kind, int Account, int Market, byte[] Body)
{
    public static TwinEvent Of<T>(int account, int market, T body) where T : unmanaged, IEventBody =>
        new(T.Kind, account, market, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in body)).ToArray());

    public T As<T>() where T : unmanaged, IEventBody
    {
        if (Kind != T.Kind) throw new InvalidOperationException($"{Kind} was read as {T.Kind}");
        return MemoryMarshal.Read<T>(Body);
    }

    public bool SameAs(EventKind kind, int account, int market, ReadOnlySpan<byte> body) =>
        Kind == kind && Account == account && Market == market && body.SequenceEqual(Body);
}
