using Peregrine.Core;
using Peregrine.Engine.State;
using Peregrine.Engine.Tests.Accounts;
using Xunit;

namespace Peregrine.Engine.Tests.Prices;

/// <summary>A venue with markets whose prices come from three equal sources, driven by commands alone; what must hold is checked after each.</summary>
internal sealed class SourcedFloor : IEventSink, ISnapshotTarget
{
    public const long Second = 1_000_000_000;
    public const long Index = 600_000_000;
    private readonly List<byte[]> _events = [];
    private readonly List<byte> _bytes = [];
    private readonly List<byte> _written = [];

    public SourcedFloor(int markets = 1, int accounts = 64, int positions = 128, long impactDollars = 0)
    {
        Engine = new Engine(new EventWriter(this));
        Do(Genesis.Default with
        {
            AccountsMax = accounts,
            PositionsMax = positions,
            OrdersMax = 1024,
            TriggersMax = 64,
            TwapsMax = 8,
            GroupsMax = 8,
            HoldingsMax = 8,
            KeysMax = 8,
            ClientIdsMax = 64,
            RequestKeysMax = accounts + 64,
            DepositKeysMax = accounts + 64,
            WithdrawalsMax = 4,
            DeadMansMax = 8,
            MarketsMax = (ushort)markets,
            AssetsMax = 3,
            LadderTicks = 64,
        });
        Do(new SetFeeTier());
        for (int market = 1; market <= markets; market++) Open(market, impactDollars);
    }

    public Engine Engine { get; private set; }
    public long NowNs { get; set; } = 20_000L * 86_400 * Second + 600 * Second;
    public EngineState State => Engine.State!;
    public Market Market => State.Markets[1];
    public CommandDone Done => Told<CommandDone>()[^1];
    /// <summary>Invariants walk everything; a test of many accounts asks them itself.</summary>
    public bool Checks { get; set; } = true;
    /// <summary>Bytes of the last command's events.</summary>
    public ReadOnlySpan<byte> Bytes => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes);

    public static SetPriceRules Rules(int market) => new()
    {
        Market = (ushort)market,
        MaxAgeNs = 5 * Second,
        MinRestNs = Second,
        MaxConfPpb = 5_000_000,
        MaxDevPpb = 15_000_000,
        JumpPpb = 50_000_000,
        MarkBandPpb = 10_000_000,
        FundingCapPpb = 2_500_000,
        FundingCap8Ppb = 20_000_000,
        InterestPpb = 100_000,
        InterestBandPpb = 500_000,
        MinSources = 3,
    };

    public void Take(ReadOnlySpan<byte> events)
    {
        _bytes.AddRange(events);
        EventReader reader = new(events);
        while (reader.Next()) _events.Add(reader.Bytes.ToArray());
    }

    public void Write(ReadOnlySpan<byte> bytes) => _written.AddRange(bytes);

    public byte[] Snapshot()
    {
        _written.Clear();
        Engine.WriteSnapshot(this);
        return [.. _written];
    }

    /// <summary>Goes on with an engine built from a snapshot of the one it had.</summary>
    public void Restore() => Engine = Engine.Restore(new SnapshotBytes(Snapshot()), new EventWriter(this));

    public RejectCode Do<T>(T body, int account = 0) where T : unmanaged, ICommandBody => Send(Command.Of(in body, account));

    public RejectCode Send(params Command[] group)
    {
        _events.Clear();
        _bytes.Clear();
        RejectCode code = RejectCode.None;
        for (int i = 0; i < group.Length; i++)
        {
            Command member = group[i];
            member.Header.GroupIndex = (ushort)i;
            member.Header.GroupCount = (ushort)(group.Length == 1 ? 0 : group.Length);
            member.Header.Seq = Engine.Seq + 1;
            member.Header.TimeNs = NowNs;
            code = Engine.Apply(in member);
        }
        if (Checks) Engine.CheckInvariants();
        return code;
    }

    /// <summary>All sources say the same, after this long.</summary>
    public RejectCode Tell(long subticks, long afterNs = 0, int market = 1)
    {
        NowNs += afterNs;
        return Do(Samples(subticks, market));
    }

    public SubmitSamples Samples(long subticks, int market = 1)
    {
        SubmitSamples body = new() { Market = (ushort)market, Count = 3 };
        for (int i = 0; i < 3; i++) body.Samples[i] = new PriceSample { Source = i + 1, Price = subticks, TimeNs = NowNs };
        return body;
    }

    public void Wait(long ns)
    {
        NowNs += ns;
        Do(new Tick());
    }

    /// <summary>Seconds of fresh indexes up to a time.</summary>
    public void TellUntil(long timeNs, long subticks)
    {
        while (NowNs < timeNs) Tell(subticks, Math.Min(Second, timeNs - NowNs));
    }

    public long NextHour => (NowNs / (3600 * Second) + 1) * 3600 * Second;

    public RejectCode Limit(int account, Side side, long qty, long price, int market = 1, TimeInForce tif = TimeInForce.Gtc, OrderFlags flags = OrderFlags.None) =>
        Do(new PlaceOrder
        {
            Market = (ushort)market,
            Type = OrderType.Limit,
            Side = side,
            Tif = tif,
            Flags = flags,
            Qty = new(qty),
            Price = new(price),
        }, account);

    public int NewAccount(long money = 1_000_000 * Venue.Dollar)
    {
        Do(new CreateAccount { Request = new RequestKey(1, (ulong)Engine.Seq + 1) });
        int account = (int)Done.Detail1;
        Do(new Deposit { Source = new RequestKey(2, (ulong)Engine.Seq + 1), Amount = money, Asset = 1 }, account);
        return account;
    }

    public List<T> Told<T>() where T : unmanaged, IEventBody
    {
        List<T> bodies = [];
        foreach (byte[] bytes in _events)
        {
            EventReader reader = new(bytes);
            reader.Next();
            if (reader.Header.Kind == T.Kind) bodies.Add(reader.Body<T>());
        }
        return bodies;
    }

    private void Open(int market, long impactDollars)
    {
        ListMarket terms = Venue.Btc;
        terms.Symbol = Symbol.Parse($"M{market}-PERP");
        Send(Command.Of(in terms), Command.Of(new SetTier { ImrPpb = 10_000_000, MmrPpb = 5_000_000 }), Command.Of(new OpenMarket()));
        Command[] sources = [.. Enumerable.Range(1, 3).Select(id => Command.Of(new SetSource { Source = (ushort)id, Weight = 1 }))];
        Assert.Equal(RejectCode.None, Send([Command.Of(Rules(market) with { ImpactNotional = new(impactDollars * Venue.Dollar) }), .. sources]));
        Do(new SetMarketState { Market = (ushort)market, State = MarketState.PreOpen });
        Do(new SetMarketState { Market = (ushort)market, State = MarketState.Open });
        Assert.Equal(RejectCode.None, Tell(Index, 0, market));
    }
}
