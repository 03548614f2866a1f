using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Peregrine.Client.Json;
using Peregrine.Client.Orders;
using Peregrine.Client.Signing;

namespace Peregrine.Bench.Load;

/// <summary>Orders as signed requests, one under way on a connection.</summary>
internal sealed class HttpLane(LaneUser user, Mix mix, Action<Outcome, TimeSpan> tell) : Lane(1, mix, tell)
{
    private readonly JsonOut _json = new();
    private int _slot;

    protected override void Introduce()
    {
        // Each request names its key.
    }

    protected override void Write(int slot, in Wish wish, ArrayBufferWriter<byte> into)
    {
        _slot = slot;
        _json.Clear();
        if (!wish.IsCancel) OrderWriter.Write(_json, TextLane.Ticket(in wish, user.Market));
        ReadOnlySpan<byte> body = wish.IsCancel ? default : _json.Written.Span;
        (string method, string target) = wish.IsCancel ? ("DELETE", $"/api/v1/orders/{wish.Cancels.Value}") : ("POST", "/api/v1/orders");
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        string signature = SignedText.Sign(user.Signer, now, method, target, body);
        into.Advance(Encoding.ASCII.GetBytes(
            $"{method} {target} HTTP/1.1\r\nHost: {user.Host}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nX-Key: {user.Key}\r\nX-Timestamp: {now}\r\nX-Signature: {signature}\r\n\r\n",
            into.GetSpan(1024)));
        into.Write(body);
    }

    protected override bool TryRead(ref ReadOnlySpan<byte> bytes, out Answered answered)
    {
        answered = default;
        int end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        ReadOnlySpan<byte> head = bytes[..end];
        int at = head.IndexOf("Content-Length: "u8);
        if (at < 0 || !Utf8Parser.TryParse(head[(at + 16)..], out int length, out _)) throw new IOException("The venue's answer has no length.");
        if (bytes.Length < end + 4 + length) return false;
        ReadOnlySpan<byte> body = bytes.Slice(end + 4, length);
        answered = head.StartsWith("HTTP/1.1 200"u8) ? TextLane.Done(_slot, body) : new Answered(_slot, TextLane.Refusal(body), default);
        bytes = bytes[(end + 4 + length)..];
        return true;
    }
}
