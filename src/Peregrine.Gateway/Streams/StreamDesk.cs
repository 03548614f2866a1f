using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Candles;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Rates;
using Peregrine.Identity.Keys;
using Peregrine.MarketData.Candles;
using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway.Streams;

/// <summary>Does what a client says on a socket, frame by frame, in the order in which it comes.</summary>
internal sealed class StreamDesk : IFrameDesk
{
    // A letter more than each may have: what is cut there is refused.
    private const int TokenMax = 2049, PieceMax = 129;
    private readonly StreamSession _session;
    private readonly Gateway _gateway;
    private readonly StreamOrders _orders;
    private readonly BinaryDesk _binary;
    private readonly JsonText _json = new();

    public StreamDesk(StreamSession session)
    {
        (_session, _gateway) = (session, session.Gateway);
        _orders = new StreamOrders(session);
        _binary = new BinaryDesk(session);
    }

    public void Take(ReadOnlySpan<byte> frame, bool isBinary)
    {
        if (isBinary)
        {
            _binary.Take(frame);
            return;
        }
        StreamBody shape = StreamBody.Shape;
        var body = new Body(frame, shape, stackalloc Slot[BodyShape.FieldsMax]);
        if (ReferenceEquals(body.Problem?.Code, ApiCode.BadJson))
        {
            _session.End(WebSocketCloseStatus.InvalidMessageType, "a frame is one JSON object", null);
            return;
        }
        long id = body.Whole(shape.Id);
        var op = (StreamOp)body.Choice(shape.Op);
        Problem? problem = Charged(StreamAccess.DoorOf(op)) ?? body.Problem ?? Do(ref body, op, id);
        if (problem is not null) Refuse(id, problem);
    }

    public void Tell()
    {
        _orders.Tell();
        _binary.Tell();
    }

    // Before anybody asks who says it or whether it can be read: what is refused costs its address as well.
    private Problem? Charged(LimitClass door) => Problem.Of(_gateway.Limiter.Address(_session.Address, door), "Too many messages.");

    private Problem? Do(ref Body body, StreamOp op, long id)
    {
        switch (op)
        {
            case StreamOp.Ping:
                Done(id).Name("time"u8).Number(_gateway.Time.GetUtcNow().ToUnixTimeMilliseconds());
                Post();
                return null;
            case StreamOp.Auth:
                return Authenticate(ref body, id);
            case StreamOp.Subscribe:
                return Subscribe(ref body, id);
            case StreamOp.Unsubscribe:
                return Unsubscribe(ref body, id);
            default:
                if (_gateway.Broken(FoldSet.Terms) is { } broken) return broken;
                if (!_session.Who.IsSigned) return new Problem(ApiCode.Unauthenticated, "Send auth first.");
                return (_session.Who.Actions & StreamAccess.NeedsOf(op)) == 0 ? Problem.Of(RejectCode.NotPermitted) : _orders.Do(ref body, op, id);
        }
    }

    private Problem? Authenticate(ref Body body, long id)
    {
        if ((Known(ref body, out Principal who) ?? body.Problem) is { } problem) return problem;
        if (_session.Who.IsSigned && (_session.Who.Account != who.Account || _session.Who.Key != who.Key)) _session.DropPrivate();
        _session.Who = who;
        // Whoever ends a session or a key looks at who speaks on each socket: what ended just before that was set is seen here alone.
        if (Known(ref body, out Principal still) is not null || still != who)
        {
            _session.EndUse("what signed in has ended");
            return null;
        }
        Done(id).Name("account"u8).Id(who.Account);
        if (who.IsSession) _json.Name("session"u8).String(who.Session.ToString());
        Post();
        return null;
    }

    private Problem? Known(ref Body body, out Principal who)
    {
        StreamBody shape = StreamBody.Shape;
        Problem? problem = body.Has(shape.Token) ? _gateway.Authenticator.Token(body.Text(shape.Token, stackalloc byte[TokenMax]), out who) : Signature(ref body, out who);
        if (problem is null && body.Has(shape.Account)) problem = _gateway.Authenticator.Choose(body.AccountId(shape.Account), ref who);
        return problem;
    }

    private Problem? Signature(ref Body body, out Principal who)
    {
        StreamBody shape = StreamBody.Shape;
        who = default;
        body.RequireAll(shape.Key.Bit | shape.Timestamp.Bit | shape.Signature.Bit);
        if (body.Problem is not null) return body.Problem;
        Span<byte> room = stackalloc byte[2 * PieceMax];
        var signed = new SignedRequest
        {
            Key = body.Text(shape.Key, room[..PieceMax]),
            Timestamp = body.Raw(shape.Timestamp),
            Window = body.Has(shape.Window) ? body.Raw(shape.Window) : default,
            Method = "GET"u8,
            Target = "/ws/v1"u8,
            Signature = body.Text(shape.Signature, room[PieceMax..]),
        };
        return _gateway.Authenticator.Signature(in signed, _session.Address, out who);
    }

    private Problem? Subscribe(ref Body body, long id)
    {
        Problem? problem = NameOf(ref body, out StreamChannel channel, out MarketTerms? market, out int speed, out string name);
        if (problem is null && channel == StreamChannel.Account && _session.HasExpired) problem = new Problem(ApiCode.TokenExpired, "The access token has expired; send auth with a new one.");
        if (problem is not null) return problem;
        FoldSet needed = FoldsOf(channel);
        if (_gateway.Broken(needed | FoldSet.Terms) is { } broken) return broken;
        if (channel == StreamChannel.Candles && !_gateway.HasPastCandles) return new Problem(ApiCode.NotReady, "The time before this start is still being read from history.") { RetryAfterMs = 1000 };
        Subscription made = Make(ref body, channel, market, speed, name);
        if (body.Problem is not null) return body.Problem;
        if (!_session.TryAdd(made.Of(_gateway.Needs(needed)))) return new Problem(ApiCode.Of(RejectCode.CapacityFull), "A socket has at most 200 subscriptions.");
        Done(id).Name("sub"u8).String(name);
        Post();
        return null;
    }

    private Problem? Unsubscribe(ref Body body, long id)
    {
        Problem? problem = NameOf(ref body, out _, out _, out _, out string name);
        if (problem is not null) return problem;
        if (!_session.TryRemove(name)) return new Problem(ApiCode.NotFound, "There is no such subscription here.");
        Done(id).Name("sub"u8).String(name);
        Post();
        return null;
    }

    private Problem? NameOf(ref Body body, out StreamChannel channel, out MarketTerms? market, out int speed, out string name)
    {
        StreamBody shape = StreamBody.Shape;
        body.RequireAll(shape.Channel.Bit);
        channel = (StreamChannel)body.Choice(shape.Channel);
        if (channel is not (StreamChannel.Status or StreamChannel.Account or StreamChannel.Insurance or 0)) body.RequireAll(shape.Market.Bit);
        if (channel == StreamChannel.Candles) body.RequireAll(shape.Interval.Bit);
        market = body.Market(shape.Market, _gateway.Terms);
        speed = body.Has(shape.Speed) ? body.Choice(shape.Speed) - 1 : (int)BookInterval.Ms100;
        name = body.Problem is null ? Spell(ref body, channel, market, speed) : "";
        if (body.Problem is null && StreamAccess.NeedsOf(channel) is var needs && needs != AllowedActions.None && (_session.Who.Actions & needs) == 0) return new Problem(ApiCode.Unauthenticated, "Send auth first.");
        return body.Problem;
    }

    private string Spell(ref Body body, StreamChannel channel, MarketTerms? market, int speed)
    {
        string text = Encoding.ASCII.GetString(body.Raw(StreamBody.Shape.Channel));
        if (channel == StreamChannel.Account) return string.Create(CultureInfo.InvariantCulture, $"{text}:{_session.Who.Account}");
        if (market is null) return text;
        if (channel != StreamChannel.Candles) return channel == StreamChannel.Book ? $"{text}:{market.Name}:{Encoding.ASCII.GetString(StreamBody.Speeds.NameOf(speed + 1))}" : $"{text}:{market.Name}";
        string interval = Encoding.ASCII.GetString(CandleWords.Intervals.NameOf(body.Choice(StreamBody.Shape.Interval)));
        return $"{text}:{market.Name}:{interval}:{Encoding.ASCII.GetString(CandleWords.Sources.NameOf((int)SourceOf(ref body)))}";
    }

    private Subscription Make(ref Body body, StreamChannel channel, MarketTerms? market, int speed, string name) => channel switch
    {
        StreamChannel.Book => new BookSubscription(name, _gateway.Depth, _gateway.Streams.BookTexts, market!, (BookInterval)speed),
        StreamChannel.L3 => new OrderBookSubscription(name, _gateway.Depth, market!),
        StreamChannel.Trades => new TradesSubscription(name, _gateway.Trading.Views, market!),
        StreamChannel.Ticker => new TickerSubscription(name, _gateway, market!),
        StreamChannel.Mark => new MarkSubscription(name, _gateway.Trading.Views, market!),
        StreamChannel.Status => new StatusSubscription(name, _gateway),
        StreamChannel.Funding => new FundingSubscription(name, _gateway, market!),
        StreamChannel.Liquidations => new LiquidationsSubscription(name, _gateway.Trading.Views, market!),
        StreamChannel.Auctions => new AuctionsSubscription(name, _gateway.Trading.Views, market!),
        StreamChannel.Insurance => new InsuranceSubscription(name, _gateway),
        StreamChannel.Candles => new CandleSubscription(name, _gateway.Candles.Views, market!, (CandleInterval)body.Choice(StreamBody.Shape.Interval), SourceOf(ref body),
            body.Has(StreamBody.Shape.Limit) ? (int)body.Whole(StreamBody.Shape.Limit) : CandleSubscription.SnapshotUsual),
        StreamChannel.Account => OfAccount(ref body, name),
    };

    private AccountSubscription OfAccount(ref Body body, string name)
    {
        StreamBody shape = StreamBody.Shape;
        long from = body.Has(shape.From) ? body.Whole(shape.From) : -1;
        var topics = (StreamTopics)body.Set(shape.Topics);
        return new AccountSubscription(name, _gateway, _session.Who.Account, from, body.Flag(shape.Margin), topics);
    }

    private static CandleSource SourceOf(ref Body body) => body.Has(StreamBody.Shape.Source) ? (CandleSource)body.Choice(StreamBody.Shape.Source) : CandleSource.Trades;

    private static FoldSet FoldsOf(StreamChannel channel) => channel switch
    {
        StreamChannel.Book or StreamChannel.L3 => FoldSet.Books,
        StreamChannel.Trades or StreamChannel.Mark or StreamChannel.Funding or StreamChannel.Liquidations or StreamChannel.Auctions => FoldSet.Markets,
        StreamChannel.Ticker => FoldSet.Markets | FoldSet.Books | FoldSet.Accounts,
        StreamChannel.Status or StreamChannel.Insurance => FoldSet.None,
        StreamChannel.Account => FoldSet.Accounts | FoldSet.Markets,
        StreamChannel.Candles => FoldSet.Candles,
    };

    private JsonText Done(long id)
    {
        _json.Clear();
        return _json.BeginObject().Name("id"u8).Number(id).Name("ok"u8).Bool(true);
    }

    private void Post() => _session.Post(_json.EndObject().Written.Span);

    private void Refuse(long id, Problem problem)
    {
        _json.Clear();
        _json.BeginObject().Name("id"u8).Number(id).Name("error"u8);
        problem.Write(_json, default);
        Post();
    }
}
