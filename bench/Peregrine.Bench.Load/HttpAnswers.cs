using System.Buffers.Text;

namespace Peregrine.Bench.Load;

/// <summary>A lane over HTTP: answers come whole, with their length in front.</summary>
internal abstract class HttpAnswers(Mix mix, Action<Outcome, TimeSpan> tell) : Lane(1, mix, tell, openMax: 1)
{
    protected sealed override void Introduce()
    {
        // Each request names its key.
    }

    protected abstract Answered Read(bool isDone, ReadOnlySpan<byte> body);

    protected sealed override bool TryRead(ref ReadOnlySpan<byte> bytes, out Answered answered)
    {
        answered = default;
        int end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        ReadOnlySpan<byte> head = bytes[..end];
        int at = head.IndexOf("Content-Length: "u8);
        if (at < 0 || !Utf8Parser.TryParse(head[(at + 16)..], out int length, out _)) throw new IOException("The venue's answer has no length.");
        if (bytes.Length < end + 4 + length) return false;
        answered = Read(head.StartsWith("HTTP/1.1 200"u8), bytes.Slice(end + 4, length));
        bytes = bytes[(end + 4 + length)..];
        return true;
    }
}
