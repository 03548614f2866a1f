using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>From here on a person's lost second factor waits to be taken off.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FactorResetAllowed : IEventBody
{
    public static EventKind Kind => EventKind.FactorResetAllowed;

    public long Person;
}
