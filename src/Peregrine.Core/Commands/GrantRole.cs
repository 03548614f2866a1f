using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>What a person is to the venue from here on. The engine only tells it: who may do what is identity's.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct GrantRole : ICommandBody
{
    public static CommandKind Kind => CommandKind.GrantRole;

    /// <summary>As identity numbers people.</summary>
    public long Person;
    /// <summary>As identity numbers roles.</summary>
    public int Role;
    private readonly int _reserved;
}
