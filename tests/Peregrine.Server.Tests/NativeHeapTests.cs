using System.Runtime.InteropServices;
using Peregrine.Server.Run;

namespace Peregrine.Server.Tests;

public sealed class NativeHeapTests
{
    // Too little to be mapped on its own, and together more than anything else that comes and goes here.
    private const int PieceBytes = 64 << 10, Pieces = 2_000;

    [Fact]
    public void What_was_freed_behind_something_that_is_kept_goes_back_to_the_system()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out _)) return;
        var pieces = new nint[Pieces];
        for (int i = 0; i < Pieces; i++)
        {
            pieces[i] = Marshal.AllocHGlobal(PieceBytes);
            for (int at = 0; at < PieceBytes; at += Environment.SystemPageSize) Marshal.WriteByte(pieces[i], at, 1);
        }
        foreach (nint piece in pieces.AsSpan(0, Pieces - 1)) Marshal.FreeHGlobal(piece);
        long before = Environment.WorkingSet;
        Assert.True(NativeHeap.GiveBack());
        long after = Environment.WorkingSet;
        Marshal.FreeHGlobal(pieces[^1]);
        Assert.True(before - after > (long)Pieces * PieceBytes / 2, $"{before >> 20} MiB became {after >> 20}");
    }
}
