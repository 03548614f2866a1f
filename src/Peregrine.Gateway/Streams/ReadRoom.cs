using System.Buffers;

namespace Peregrine.Gateway.Streams;

/// <summary>What a socket reads frames into. Most say little and listen long, so it begins small; it grows to what a frame needed and stays so.</summary>
internal sealed class ReadRoom(int most) : IDisposable
{
    private const int Little = 512;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Little);

    /// <summary>How much of it is read.</summary>
    public int Length { get; set; }

    public ReadOnlySpan<byte> Read => _bytes.AsSpan(0, Length);

    /// <summary>Room behind what is read: some while that is less than the most.</summary>
    public Memory<byte> Free()
    {
        if (Length == _bytes.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(4 * Length);
            Read.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        return _bytes.AsMemory(Length, Math.Min(_bytes.Length, most) - Length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
