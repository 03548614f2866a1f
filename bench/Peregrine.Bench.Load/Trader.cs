using Peregrine.Client;
using Peregrine.Client.Frames;
using Peregrine.Client.Markets;
using Peregrine.Client.Orders;
using Peregrine.Client.Signing;
using Peregrine.Client.Streams;
using Peregrine.Core;

namespace Peregrine.Bench.Load;

/// <summary>One user of the load: an account of its own, a key over HTTP or a socket, and a stream of mixed orders of which every answer is looked at.</summary>
internal sealed class Trader : IDisposable
{
    private const string Password = "correct horse battery staple";
    // Of one user in all windows: well below what an account may have open, so that refusals do not become the load.
    private const int RestingMax = 150;
    private readonly Session _session = new();
    private readonly CancellationTokenSource _over = new();
    private VenueClient _bot = null!;
    private readonly Tally _tally;
    private VenueStream _stream = null!;
    private Task<Refusal>? _running;

    private Trader(LoadOptions options, MarketTerms market)
    {
        (Options, Market) = (options, market);
        Person = new VenueClient(options.Url, _session);
        _tally = new Tally(market);
    }

    /// <summary>What its fills and its funding should have done to its money.</summary>
    public Tally Tally => _tally;

    public LoadOptions Options { get; }

    public MarketTerms Market { get; }

    public VenueClient Person { get; }

    public static async Task<Trader> Enter(LoadOptions options, MarketTerms market, string name)
    {
        var trader = new Trader(options, market);
        string email = $"{name}@load.invalid";
        _ = (await trader.Person.People.SignUp(email, Password)).Value;
        _ = (await trader.Person.People.SignIn(email, Password)).Value;
        Client.Rest.NewKey key = (await trader.Person.People.CreateKey("load", ["read", "trade"])).Value;
        trader._bot = new VenueClient(options.Url, ApiKey.Hmac(key.KeyId, key.Secret), new ClientOptions { Retry = RetryPolicy.Never });
        // Over HTTP as well: what is counted in the end is what the venue told meanwhile.
        trader._stream = trader._bot.Stream();
        trader._stream.Subscribe(trader._tally.Feed);
        trader._running = trader._stream.Run(trader._over.Token);
        await trader._stream.WhenOpen();
        await trader._tally.Heard(0);
        return trader;
    }

    /// <summary>One request: mostly a limit near the price, else one that takes, else a cancel of what was placed before.</summary>
    public async ValueTask<Outcome> Act(Random random, Work work, Ticks around)
    {
        if (work.Resting.Count > 0 && (work.Resting.Count >= RestingMax / Options.Window || random.Next(3) == 0)) return await Cancel(work.Resting.Dequeue());
        Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        bool takes = random.Next(10) == 0;
        long away = takes ? -20 : random.Next(1, 200);
        var price = new Ticks(around.Value - side.Sign() * away);
        (Outcome outcome, OrderId placed) = await Place(side, price, Size(), takes ? TimeInForce.Ioc : TimeInForce.Gtc);
        if (!placed.IsNone && !takes) work.Resting.Enqueue(placed);
        return outcome;
    }

    /// <summary>Ends what is left, and returns when everything up to there was told.</summary>
    public async ValueTask<long> CancelAll(Ticks around)
    {
        _ = (await _bot.Orders.CancelAll()).Value;
        // One more, now that there is room: its end is a step that is surely told.
        _ = (await _bot.Orders.Place(OrderTicket.Limit(Market, Side.Buy, Size(), new Ticks(Math.Max(1, around.Value - 400))))).Value;
        long seq = (await _bot.Orders.CancelAll()).Value.Seq;
        await _tally.Heard(seq);
        return seq;
    }

    public void Dispose()
    {
        _over.Cancel();
        _bot?.Dispose();
        Person.Dispose();
        _session.Dispose();
        _over.Dispose();
    }

    // About ten dollars: nobody runs out of margin.
    private Lots Size() => new(Math.Max(Market.MinQty.Value, Market.LotsFor(new Micros(10_000_000), new Ticks(Market.MaxPrice.Value / 20)).Value));

    private async ValueTask<(Outcome, OrderId)> Place(Side side, Ticks price, Lots qty, TimeInForce tif)
    {
        if (Options.Path == Path.Binary)
        {
            Reply<FrameAnswer> answer = await _stream.Frames.Place(new FramePlace { Market = Market.Id, Type = OrderType.Limit, Side = side, Tif = tif, Price = price, Qty = qty });
            return (Judge(answer, isSound: answer.IsOk && !answer.Value.Order.IsNone), answer.IsOk ? answer.Value.Order : default);
        }
        OrderTicket ticket = OrderTicket.Limit(Market, side, qty, price);
        ticket.Tif = tif;
        Reply<OrderReceipt> reply = Options.Path == Path.Http ? await _bot.Orders.Place(ticket) : await _stream.Orders.Place(ticket);
        return (Judge(reply, isSound: reply.IsOk && !reply.Value.Order.IsNone && reply.Value.Seq > 0), reply.IsOk ? reply.Value.Order : default);
    }

    private async ValueTask<Outcome> Cancel(OrderId order)
    {
        if (Options.Path == Path.Binary)
        {
            Reply<FrameAnswer> answer = await _stream.Frames.Cancel(order);
            return Judge(answer, isSound: answer.IsOk && answer.Value.Seq > 0);
        }
        Reply<OrderReceipt> reply = Options.Path == Path.Http ? await _bot.Orders.Cancel(order) : await _stream.Orders.Cancel(order);
        return Judge(reply, isSound: reply.IsOk && reply.Value.Seq > 0);
    }

    private static Outcome Judge(Reply<FrameAnswer> answer, bool isSound)
    {
        if (!answer.IsOk) return Outcome.Wrong;
        FrameAnswer value = answer.Value;
        if (value.IsDone) return isSound ? Outcome.Done : Outcome.Wrong;
        return value.Code switch
        {
            RejectCode.Busy => Outcome.Busy,
            RejectCode.InDoubt => Outcome.Wrong,
            _ => Outcome.Refused,
        };
    }

    private static Outcome Judge(Reply<OrderReceipt> reply, bool isSound)
    {
        if (reply.IsOk) return isSound ? Outcome.Done : Outcome.Wrong;
        return reply.Refusal.Standing switch
        {
            Standing.NotNow => Outcome.Busy,
            Standing.Refused => Outcome.Refused,
            _ => Outcome.Wrong,
        };
    }

    /// <summary>What one of a user's windows remembers between two requests.</summary>
    internal sealed class Work
    {
        /// <summary>Orders that rest, or did, the oldest first.</summary>
        public Queue<OrderId> Resting { get; } = new();
    }
}

/// <summary>What became of a request.</summary>
internal enum Outcome : byte
{
    Done = 0,
    Refused = 1,
    Busy = 2,
    /// <summary>In doubt, lost, or an answer that makes no sense.</summary>
    Wrong = 3,
}
