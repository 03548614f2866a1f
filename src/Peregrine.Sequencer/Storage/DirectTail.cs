using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Peregrine.Core;

namespace Peregrine.Sequencer.Storage;

/// <summary>Large pieces at the end of a new file, past the page cache and straight to the disk.</summary>
/// <remarks>
/// Nobody reads them soon, and a page of the cache costs more than the bytes in it: a virtual machine has to ask its host for each. Only behind everything that
/// was ever written: there the file is zeros, so whole pages may be written. Small pieces are cheaper in the cache, and it is asked for what they left in a page.
/// </remarks>
internal sealed unsafe class DirectTail : IDisposable
{
    private const int Page = 4096;
    /// <summary>Waiting for the disk costs about as much as copying so much.</summary>
    private const int BytesMin = 32 << 10;

    private readonly SafeFileHandle _direct;
    private readonly SafeFileHandle _cached;
    private readonly long _length;
    private byte[] _block = [];
    private byte* _aligned;
    private long _end;
    // The page that the last piece ended in, as it is on the disk; −1 when it was written to since.
    private readonly byte[] _page = new byte[Page];
    private long _pageAt = -1;
    private bool _isRefused;

    private DirectTail(SafeFileHandle direct, SafeFileHandle cached, long length) => (_direct, _cached, _length) = (direct, cached, length);

    /// <summary>Null where the file system has no such thing, and for a file that no large piece fits into.</summary>
    public static DirectTail? TryOpen(string path, SafeFileHandle cached, long length) =>
        length >= BytesMin && Posix.TryOpenDirect(path) is { } direct ? new DirectTail(direct, cached, length) : null;

    /// <summary>False when the piece is too small, lies elsewhere or reaches into the last page, and the cache has to take it.</summary>
    public bool TryWrite(long offset, ReadOnlySpan<byte> bytes)
    {
        long from = offset & -Page, to = (offset + bytes.Length + Page - 1) & -Page;
        bool fits = !_isRefused && bytes.Length >= BytesMin && offset >= _end && to <= _length;
        if (!fits || !Wrote(from, to, (int)(offset - from), bytes))
        {
            if (offset + bytes.Length > _pageAt) _pageAt = -1;
            _end = Math.Max(_end, offset + bytes.Length);
            return false;
        }
        _end = offset + bytes.Length;
        return true;
    }

    public void Dispose() => _direct.Dispose();

    // Whole pages, of which the piece begins in the first; false when the system wants other pages than these.
    private bool Wrote(long from, long to, int head, ReadOnlySpan<byte> bytes)
    {
        Span<byte> block = Block(checked((int)(to - from)));
        ReadHead(from, block[..head]);
        bytes.CopyTo(block[head..]);
        block[(head + bytes.Length)..].Clear();
        try
        {
            RandomAccess.Write(_direct, block, from);
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) == Posix.NotSuited)
        {
            _isRefused = true;
            return false;
        }
        _pageAt = to - Page;
        block[^Page..].CopyTo(_page);
        return true;
    }

    private void ReadHead(long from, Span<byte> head)
    {
        if (from == _pageAt)
        {
            _page.AsSpan(0, head.Length).CopyTo(head);
            return;
        }
        Invariant.That(PosixFile.Fill(_cached, from, head) == head.Length, "a file has its length from the beginning");
    }

    private Span<byte> Block(int bytes)
    {
        if (_block.Length < bytes + Page)
        {
            _block = GC.AllocateUninitializedArray<byte>(bytes + 2 * Page, pinned: true);
            nuint start = (nuint)Unsafe.AsPointer(ref _block[0]);
            _aligned = (byte*)((start + Page - 1) & ~(nuint)(Page - 1));
        }
        return new Span<byte>(_aligned, bytes);
    }
}
