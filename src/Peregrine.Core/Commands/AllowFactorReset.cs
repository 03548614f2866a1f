using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>A person lost his second factor, and two of the venue allow that it is taken off. The engine only tells it: the wait, the letter and the way to stop it are identity's.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AllowFactorReset : ICommandBody
{
    public static CommandKind Kind => CommandKind.AllowFactorReset;

    /// <summary>As identity numbers people.</summary>
    public long Person;
}
