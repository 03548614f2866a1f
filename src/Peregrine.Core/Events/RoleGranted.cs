using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>A person has another role from here on.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct RoleGranted : IEventBody
{
    public static EventKind Kind => EventKind.RoleGranted;

    public long Person;
    public int Role;
    private readonly int _reserved;
}
