using System.Runtime.InteropServices;

namespace Peregrine.Sequencer.Ring;

/// <summary>A number alone on its cache lines: what one side writes all the time must not slow what the other side reads.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct Padded
{
    [FieldOffset(128)]
    public long Value;
}
