using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Engine.Orders;

/// <summary>128 bits that stand for (account, client id) once the order has ended. Part of snapshots, so it never changes.</summary>
/// <remarks>Not secret: whoever finds two texts with one hash has only taken a name from himself, since the account is hashed too.</remarks>
internal readonly record struct ClientIdHash(ulong High, ulong Low)
{
    public static ClientIdHash Of(int account, in ClientOrderId id)
    {
        // Two chains that never read each other run side by side in the processor.
        ulong high = Hash64.SplitMix((uint)account);
        ulong low = ~high;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>((ReadOnlySpan<byte>)Unsafe.AsRef(in id)))
        {
            high = Hash64.SplitMix(high ^ word);
            low = Hash64.SplitMix(unchecked(BitOperations.RotateLeft(low, 23) + word));
        }
        return new(high, low);
    }
}
