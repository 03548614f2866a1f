using System.Diagnostics.CodeAnalysis;

namespace Peregrine.Engine.Matching;

/// <summary>What must hold whatever a client sends; a broken one is our bug.</summary>
internal static class Invariant
{
    public static void That([DoesNotReturnIf(false)] bool holds, string what)
    {
        if (!holds) Broken(what);
    }

    // Apart, so that the check inlines to one compare and a jump never taken.
    [DoesNotReturn]
    private static void Broken(string what) => throw new InvalidOperationException(what);
}
