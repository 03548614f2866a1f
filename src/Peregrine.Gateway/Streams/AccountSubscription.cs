using System.Buffers;
using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Streams;

/// <summary>Everything an account is told, in one sequence: all of a command in one frame, each frame chained to the one before by the command's number.</summary>
/// <remarks>A frame is chained to the frame before it, so a reader of some topics sees a chain without holes as well.</remarks>
internal sealed class AccountSubscription(string name, Gateway gateway, int account, long from, bool withMargin, StreamTopics topics) : Subscription(name)
{
    private const int FiguresEveryMs = 250;
    private const int StepsBytes = 64 * 1024, PositionsMax = 256, HoldingsMax = 64, SnapshotTries = 100;
    private static readonly Choices Topics = new Choices<PrivateChannel>();
    private static readonly Choices Kinds = new Choices<EventKind>();
    private readonly AccountViews _views = gateway.Accounts.Views;
    private byte[] _steps = [];
    private int _at;
    private int _end;
    private readonly PositionFacts[] _positions = withMargin ? new PositionFacts[PositionsMax] : [];
    private readonly long _from = from;
    private long _seq = from;
    // The last step that was sent.
    private long _told = from;
    private bool _mayHaveBeenAway = from >= 0;
    private Task<Answer<AccountPositions>>? _asking;
    private AccountPositions? _figures;
    private long _figuresDueMs;

    public int Account => account;

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Account(account), NewsSource.Clock];

    public override bool IsDue(long nowMs)
    {
        // A snapshot that could not be copied in one piece is tried again.
        if (Volatile.Read(ref _seq) < 0) return true;
        return withMargin && (_asking is { } asking ? asking.IsCompleted : nowMs >= Volatile.Read(ref _figuresDueMs));
    }

    public override bool Write(JsonText json, long nowMs)
    {
        if (_seq < 0) return WriteSnapshot(json);
        if (_mayHaveBeenAway)
        {
            _mayHaveBeenAway = false;
            if (_from > gateway.Venue.Face.DurableSeq) return WriteGone(json);
            if (WriteDigest(json)) return true;
        }
        while (true)
        {
            if (_at == _end && !Read(out bool isGone))
            {
                if (!isGone) return withMargin && WriteFigures(json, nowMs);
                return WriteGone(json);
            }
            if (WriteStep(json)) return true;
        }
    }

    // Nothing leads on from where the client is: what it said is too old, or of another venue.
    private bool WriteGone(JsonText json)
    {
        _seq = -1;
        json.BeginObject().Name("ch"u8).Plain("account"u8).Name("account"u8).Id(account).Name("type"u8).Plain("gone"u8).EndObject();
        return true;
    }

    // Counted over all that was told since, without moving on.
    private bool WriteDigest(JsonText json)
    {
        AwayDigest digest = default;
        while (Read(out _))
        {
            var reader = new PrivateReader(_steps.AsSpan(_at, _end - _at));
            while (reader.Next()) digest.Add(ref reader);
            _seq = digest.LastSeq;
        }
        (_seq, _at, _end) = (_from, 0, 0);
        if (digest.IsEmpty) return false;
        digest.Write(json, account, _from);
        return true;
    }

    // Asked of the engine's formulas at most four times a second, and told when something moved.
    private bool WriteFigures(JsonText json, long nowMs)
    {
        if (_asking is null)
        {
            if (nowMs < _figuresDueMs) return false;
            _figuresDueMs = nowMs + FiguresEveryMs;
            _asking = gateway.Venue.Questions.Ask<AskPositions, AccountPositions>(new AskPositions(account), _seq, CancellationToken.None).AsTask();
        }
        if (!_asking.IsCompleted) return false;
        Task<Answer<AccountPositions>> asked = _asking;
        _asking = null;
        if (!asked.IsCompletedSuccessfully || asked.Result.Code != RejectCode.None || IsTold(asked.Result.Value)) return false;
        _figures = asked.Result.Value;
        json.BeginObject().Name("ch"u8).Plain("account"u8).Name("account"u8).Id(account).Name("type"u8).Plain("margin"u8).Name("asOfSeq"u8).Number(asked.Result.AsOfSeq);
        RiskJson.Figures.WriteFields(json, asked.Result.Value.Account);
        WriteHeld(json, asked.Result.Value);
        json.EndObject();
        return true;
    }

    // A ranking that was made anew and says the same is no news.
    private bool IsTold(in AccountPositions figures)
    {
        if (_figures is not { } told || told.Account != figures.Account || told.Positions.Count != figures.Positions.Count) return false;
        for (int i = 0; i < told.Positions.Count; i++)
        {
            HeldPosition before = told.Positions[i];
            if (figures.Positions[i] with { Place = figures.Positions[i].Place with { AtNs = before.Place.AtNs } } != before) return false;
        }
        return true;
    }

    private void WriteHeld(JsonText json, in AccountPositions figures)
    {
        int count = _views.ReadPositions(account, _positions);
        json.Name("positions"u8).BeginArray();
        foreach (HeldPosition held in figures.Positions)
        {
            int at = Array.FindIndex(_positions, 0, count, p => p.Market == held.Market);
            if (at >= 0 && gateway.Terms.Find(held.Market) is { } market) RiskJson.Position.Write(json, FactRoutes.Shown(gateway, in _positions[at], market, in figures));
        }
        json.EndArray();
    }

    private bool Read(out bool isGone)
    {
        if (_steps.Length == 0) _steps = new byte[StepsBytes];
        PrivateRead read = _views.ReadPrivate(account, _seq, _steps);
        while (read.Outcome == PrivateOutcome.TooSmall)
        {
            _steps = new byte[Math.Max(read.Bytes, _steps.Length * 2)];
            read = _views.ReadPrivate(account, _seq, _steps);
        }
        isGone = read.Outcome == PrivateOutcome.Gone;
        (_at, _end) = (0, read.Outcome == PrivateOutcome.Messages ? read.Bytes : 0);
        return _end > 0;
    }

    // False when none of it is wanted.
    private bool WriteStep(JsonText json)
    {
        var reader = new PrivateReader(_steps.AsSpan(_at, _end - _at));
        reader.Next();
        long seq = reader.Header.Seq;
        long timeNs = reader.Header.TimeNs;
        bool isOpen = false;
        do
        {
            if (reader.Header.Seq != seq) break;
            _at += reader.Header.Length;
            if (!Wants(reader.Header.Channel)) continue;
            if (!isOpen) Open(json, seq, timeNs);
            isOpen = true;
            WriteEvent(json, ref reader);
        }
        while (_at < _end && reader.Next());
        _seq = seq;
        if (!isOpen) return false;
        json.EndArray().EndObject();
        _told = seq;
        return true;
    }

    private bool Wants(PrivateChannel channel) => topics == 0 || ((int)topics & (1 << ((int)channel - 1))) != 0;

    private void Open(JsonText json, long seq, long timeNs)
    {
        json.BeginObject().Name("ch"u8).Plain("account"u8).Name("account"u8).Id(account).Name("type"u8).Plain("step"u8).Name("seq"u8).Number(seq);
        json.Name("prev"u8).Number(_told).Name("t"u8).Number(timeNs / 1_000_000).Name("events"u8).BeginArray();
    }

    private void WriteEvent(JsonText json, ref PrivateReader message)
    {
        json.BeginObject().Name("topic"u8).Plain(Topics.NameOf((int)message.Header.Channel)).Name("event"u8).Plain(Kinds.NameOf((int)message.Header.Kind));
        MarketTerms? market = gateway.Terms.Find(message.Header.Market);
        switch (message.Header.Channel)
        {
            case PrivateChannel.Orders when market is not null:
                AccountJson.Order(json.Name("order"u8), message.As<OrderFacts>(), market).EndObject();
                break;
            case PrivateChannel.Fills when market is not null:
                AccountJson.Fill(json.Name("fill"u8), message.As<FillFacts>(), market).EndObject();
                break;
            case PrivateChannel.Positions when market is not null:
                AccountJson.Position(json.Name("position"u8), message.As<PositionFacts>(), market, TickLotValue(market)).EndObject();
                break;
            case PrivateChannel.Balances:
                WriteBalance(json, message.As<BalanceFacts>());
                break;
            default:
                NotificationJson.Write(json, ref message, gateway.Terms);
                break;
        }
        json.EndObject();
    }

    private void WriteBalance(JsonText json, in BalanceFacts balance)
    {
        if (gateway.Terms.FindAsset(balance.Asset) is not { } asset) return;
        AccountJson.Balance(json.Name("balance"u8), asset, balance.Balance, balance.Counted);
        json.Name("change"u8).Decimal(balance.Change, asset.Scale);
    }

    // Orders, positions and money are copied one after the other: they are of one moment when nothing was told meanwhile.
    private bool WriteSnapshot(JsonText json)
    {
        for (int i = 0; i < SnapshotTries; i++)
        {
            if (!_views.TryRead(account, out AccountFacts before)) return false;
            json.Clear();
            WriteSnapshot(json, in before);
            _views.TryRead(account, out AccountFacts after);
            if (after.LastSeq != before.LastSeq) continue;
            _seq = _told = before.LastSeq;
            (_at, _end) = (0, 0);
            return true;
        }
        json.Clear();
        return false;
    }

    private void WriteSnapshot(JsonText json, in AccountFacts facts)
    {
        json.BeginObject().Name("ch"u8).Plain("account"u8).Name("account"u8).Id(account).Name("type"u8).Plain("snapshot"u8).Name("seq"u8).Number(facts.LastSeq);
        json.Name("status"u8).Plain(Words.AccountStatuses.NameOf((int)facts.Status)).Name("feeTier"u8).Number(facts.FeeTier);
        WriteOrders(json, facts.OrderCount);
        WritePositions(json);
        WriteBalances(json, facts.Cash);
        json.EndObject();
    }

    private void WriteOrders(JsonText json, int count)
    {
        OrderFacts[] orders = ArrayPool<OrderFacts>.Shared.Rent(count + 16);
        count = _views.ReadOrders(account, orders);
        json.Name("orders"u8).BeginArray();
        foreach (ref readonly OrderFacts order in orders.AsSpan(0, count))
        {
            if (gateway.Terms.Find(order.Market) is { } market) AccountJson.Order(json, in order, market).EndObject();
        }
        json.EndArray();
        ArrayPool<OrderFacts>.Shared.Return(orders);
    }

    private void WritePositions(JsonText json)
    {
        PositionFacts[] positions = ArrayPool<PositionFacts>.Shared.Rent(PositionsMax);
        int count = _views.ReadPositions(account, positions.AsSpan(0, PositionsMax));
        json.Name("positions"u8).BeginArray();
        foreach (ref readonly PositionFacts position in positions.AsSpan(0, count))
        {
            if (gateway.Terms.Find(position.Market) is { } market) AccountJson.Position(json, in position, market, TickLotValue(market)).EndObject();
        }
        json.EndArray();
        ArrayPool<PositionFacts>.Shared.Return(positions);
    }

    private void WriteBalances(JsonText json, Micros cash)
    {
        Span<HoldingFacts> holdings = new HoldingFacts[HoldingsMax];
        int count = _views.ReadHoldings(account, holdings);
        json.Name("balances"u8).BeginArray();
        if (gateway.Terms.FindAsset(1) is { } settle) AccountJson.Balance(json, settle, cash.Value, cash.Value);
        foreach (HoldingFacts holding in holdings[..count])
        {
            if (gateway.Terms.FindAsset(holding.Asset) is { } asset) AccountJson.Balance(json, asset, holding.Amount, holding.Counted);
        }
        json.EndArray();
    }

    private long TickLotValue(MarketTerms market) => gateway.Trading.Views.TryRead(market.Id, out MarketFacts facts) ? facts.TickLotValue : 1;
}
