using System.Buffers;
using System.Text;
using Peregrine.Client.Json;
using Peregrine.Client.Orders;
using Peregrine.Client.Signing;

namespace Peregrine.Bench.Load;

/// <summary>Orders as signed requests, one under way on a connection.</summary>
internal sealed class HttpLane(LaneUser user, Mix mix, Action<Outcome, TimeSpan> tell) : HttpAnswers(mix, tell)
{
    private readonly JsonOut _json = new();

    protected override void Write(int slot, in Wish wish, ArrayBufferWriter<byte> into)
    {
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

    protected override Answered Read(bool isDone, ReadOnlySpan<byte> body) => isDone ? TextLane.Done(0, body) : new Answered(0, TextLane.Refusal(body), default);
}
