using System.Buffers;
using System.Globalization;
using System.Text;
using Peregrine.Core;

namespace Peregrine.Bench.Load;

/// <summary>Orders as bots of the dialect send them: parameters in the query, the signature behind them, a name for each order; one under way on a connection.</summary>
internal sealed class FapiLane(LaneUser user, Mix mix, string name, Action<Outcome, TimeSpan> tell) : HttpAnswers(mix, tell)
{
    private int _orders;

    protected override void Write(int slot, in Wish wish, ArrayBufferWriter<byte> into)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        string query = wish.IsCancel ? $"symbol={user.Symbol}&orderId={wish.Cancels.Value}&timestamp={now}" : Place(in wish, now);
        string signature = user.Signer.Sign(Encoding.ASCII.GetBytes(query));
        into.Advance(Encoding.ASCII.GetBytes(
            $"{(wish.IsCancel ? "DELETE" : "POST")} /fapi/v1/order?{query}&signature={signature} HTTP/1.1\r\nHost: {user.Host}\r\nX-MBX-APIKEY: {user.Key}\r\nContent-Length: 0\r\n\r\n", into.GetSpan(1024)));
    }

    protected override Answered Read(bool isDone, ReadOnlySpan<byte> body)
    {
        if (!isDone) return new Answered(0, Refusal(body), default);
        long order = TextLane.After(body, "\"orderId\":"u8);
        return new Answered(0, order > 0 ? Outcome.Done : Outcome.Wrong, new OrderId(order));
    }

    private string Place(in Wish wish, long now) => string.Create(CultureInfo.InvariantCulture,
        $"symbol={user.Symbol}&side={(wish.Side == Side.Buy ? "BUY" : "SELL")}&type=LIMIT&timeInForce={(wish.Tif == TimeInForce.Ioc ? "IOC" : "GTC")}&quantity={user.Market.Text(wish.Qty)}&price={user.Market.Text(wish.Price)}&newClientOrderId={name}-{++_orders}&timestamp={now}");

    // Limits and a venue that is busy; what is in doubt, or no refusal at all, is wrong.
    private static Outcome Refusal(ReadOnlySpan<byte> answer) => TextLane.After(answer, "\"code\":"u8) switch
    {
        -1003 or -1015 or -1008 => Outcome.Busy,
        0 or -1007 => Outcome.Wrong,
        _ => Outcome.Refused,
    };
}
