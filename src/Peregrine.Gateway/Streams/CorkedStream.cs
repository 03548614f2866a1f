using System.Buffers;
using System.Runtime.CompilerServices;

namespace Peregrine.Gateway.Streams;

/// <summary>The wire under a socket. What is written while it is corked leaves together: many small frames cost one trip to the system.</summary>
/// <remarks>The socket answers pings by itself, from the loop that reads: whoever finds a write under way waits for it, so the wire sees one at a time.</remarks>
internal sealed class CorkedStream(Stream wire) : Stream
{
    // More than this waits for nobody to pull the cork.
    private const int BytesMax = 64 * 1024;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _one = new(1);
    // Lent while something waits: of thousands of sockets most have nothing to say.
    private byte[] _bytes = [];
    private int _length;
    private bool _isCorked;
    private PongReader? _pongs;

    /// <summary>Ends what waits for the wire, whoever wrote it.</summary>
    public CancellationToken Stop { private get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>From now on pongs that answer <see cref="Ping"/> are heard; before anything was read.</summary>
    public void HearPongs(Action<long> hear) => _pongs = new PongReader(hear);

    /// <summary>Asks the other end, behind all that was written: who answers has read everything before. While it is corked.</summary>
    public void Ping(long number)
    {
        Span<byte> frame = stackalloc byte[PongReader.PingBytes];
        PongReader.WritePing(frame, number);
        lock (_lock) Add(frame);
    }

    /// <summary>From now on what is written waits.</summary>
    public void Cork()
    {
        lock (_lock) _isCorked = true;
    }

    /// <summary>Sends what has waited; done when the wire has taken it.</summary>
    public ValueTask Uncork()
    {
        lock (_lock)
        {
            _isCorked = false;
            if (_length == 0) return default;
        }
        return Leave();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            Add(buffer.Span);
            if (_isCorked && _length < BytesMax) return default;
        }
        return Leave();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _pongs is null ? wire.ReadAsync(buffer, cancellationToken) : ReadAndHear(_pongs, buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // The wire hands on what it is given.
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) wire.Dispose();
        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadAndHear(PongReader pongs, Memory<byte> buffer, CancellationToken stop)
    {
        int length = await wire.ReadAsync(buffer, stop);
        pongs.Take(buffer.Span[..length]);
        return length;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Leave()
    {
        await _one.WaitAsync(Stop);
        byte[] bytes;
        int length;
        lock (_lock)
        {
            (bytes, length) = (_bytes, _length);
            (_bytes, _length) = ([], 0);
        }
        try
        {
            if (length > 0) await wire.WriteAsync(bytes.AsMemory(0, length), Stop);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            _one.Release();
        }
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _length < bytes.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _length, _length + bytes.Length));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }
}
