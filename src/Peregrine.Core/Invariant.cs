using System.Diagnostics.CodeAnalysis;

namespace Peregrine.Core;

/// <summary>What must hold whatever a client sends. A broken one is our bug: the venue writes a crash bundle and stops.</summary>
public static class Invariant
{
    public static void That([DoesNotReturnIf(false)] bool holds, string what)
    {
        if (!holds) Broken(what);
    }

    [DoesNotReturn]
    private static void Broken(string what) => throw new InvariantException(what);
}
