using System.Buffers;
using System.Buffers.Text;
using Peregrine.Client.Json;
using Peregrine.Client.Orders;
using Peregrine.Core;

namespace Peregrine.Bench.Load;

/// <summary>Orders as JSON over a WebSocket.</summary>
internal sealed class TextLane(LaneUser user, int window, Mix mix, Action<Outcome, TimeSpan> tell) : SocketLane(user, window, mix, tell)
{
    private readonly LaneUser _user = user;
    private readonly JsonOut _json = new();

    protected override void Write(int slot, in Wish wish, ArrayBufferWriter<byte> into)
    {
        _json.Clear();
        _json.BeginObject().Name("id"u8).Number(slot).Name("op"u8).Plain(wish.IsCancel ? "cancel"u8 : "place"u8);
        if (wish.IsCancel) _json.Name("order"u8).Id(wish.Cancels.Value);
        else OrderWriter.Write(_json.Name("body"u8), Ticket(in wish, _user.Market));
        _json.EndObject();
        Message(into, _json.Written.Span, isBinary: false);
    }

    protected override bool TryRead(ref ReadOnlySpan<byte> bytes, out Answered answered)
    {
        answered = new Answered(-1, Outcome.Wrong, default);
        if (!TryFrame(ref bytes, out ReadOnlySpan<byte> frame, out _)) return false;
        if (!frame.StartsWith("{\"id\":"u8) || !Utf8Parser.TryParse(frame[6..], out int slot, out _)) return true;
        answered = frame.IndexOf("\"ok\":true"u8) > 0 ? Done(slot, frame) : new Answered(slot, Refusal(frame), default);
        return true;
    }

    public static OrderTicket Ticket(in Wish wish, Client.Markets.MarketTerms market)
    {
        OrderTicket ticket = OrderTicket.Limit(market, wish.Side, wish.Qty, wish.Price);
        ticket.Tif = wish.Tif;
        return ticket;
    }

    /// <summary>An answer that says what became of the order, and when.</summary>
    public static Answered Done(int slot, ReadOnlySpan<byte> answer)
    {
        long order = After(answer, "\"orderId\":\""u8), seq = After(answer, "\"seq\":"u8);
        return new Answered(slot, order > 0 && seq > 0 ? Outcome.Done : Outcome.Wrong, new OrderId(order));
    }

    public static Outcome Refusal(ReadOnlySpan<byte> answer) =>
        answer.IndexOf("\"BUSY\""u8) >= 0 || answer.IndexOf("\"RATE_LIMITED\""u8) >= 0 ? Outcome.Busy
        : answer.IndexOf("\"IN_DOUBT\""u8) >= 0 || answer.IndexOf("\"code\":"u8) < 0 ? Outcome.Wrong
        : Outcome.Refused;

    /// <summary>The number behind a name; 0 when there is none.</summary>
    public static long After(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        int at = text.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(text[(at + name.Length)..], out long value, out _) ? value : 0;
    }
}
