using Peregrine.Core;

namespace Peregrine.Engine.State;

/// <summary>Remembers for which direction of a position its orders were last found to face it, so that a fill that does not turn it walks nothing.</summary>
/// <remarks>A cache: whoever adds an order that may not face its position forgets. It is no part of the state, and a restored engine begins without.</remarks>
internal sealed class FacingMemo(int positionsMax)
{
    private readonly byte[] _seen = new byte[positionsMax + 1];

    public bool Knows(int positionSlot, Lots size) => _seen[positionSlot] == CodeOf(size);

    public void Learn(int positionSlot, Lots size) => _seen[positionSlot] = CodeOf(size);

    public void Forget(int positionSlot) => _seen[positionSlot] = 0;

    // 0 is nothing known.
    private static byte CodeOf(Lots size) => (byte)(Math.Sign(size.Value) + 2);
}
