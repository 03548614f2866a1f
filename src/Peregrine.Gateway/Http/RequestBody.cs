using System.Buffers;
using System.IO.Pipelines;

namespace Peregrine.Gateway.Http;

/// <summary>The bytes of one request's body; the room is used again for the next.</summary>
internal sealed class RequestBody
{
    private byte[] _bytes = new byte[1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Takes the whole body; false when it is larger than bodies may be.</summary>
    public async ValueTask<bool> Read(PipeReader reader)
    {
        while (true)
        {
            ReadResult read = await reader.ReadAsync();
            ReadOnlySequence<byte> bytes = read.Buffer;
            if (bytes.Length > Gateway.BodyMax)
            {
                reader.AdvanceTo(bytes.End);
                return false;
            }
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(bytes.Start, bytes.End);
                continue;
            }
            Length = (int)bytes.Length;
            if (_bytes.Length < Length) _bytes = new byte[Length];
            bytes.CopyTo(_bytes);
            reader.AdvanceTo(bytes.End);
            return true;
        }
    }
}
