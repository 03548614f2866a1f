using Peregrine.Core;
using Peregrine.Gateway.Markets;
using Peregrine.MarketData;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Tests;

/// <summary>Whoever followed every change of a parameter knows what one knows who begins from the venue's state behind it.</summary>
public sealed class ChangedTermsTests : IEventSink
{
    private const long Hour = 3_600_000_000_000, Dollar = 1_000_000;
    private const int Percent = (int)(Ppb.One / 100);
    private const ushort Market = 1, Ether = 2;

    private readonly Engine.Engine _engine;
    private readonly TermsFold _terms = new();
    private readonly AllFolds _folds = new();
    private long _nowNs = 20_000 * 24 * Hour;

    public ChangedTermsTests()
    {
        _engine = new Engine.Engine(new EventWriter(this));
        Do(Genesis.Default with { AccountsMax = 16, PositionsMax = 16, OrdersMax = 64, ClientIdsMax = 64, MarketsMax = 2, AssetsMax = 3, LadderTicks = 256 });
        Do(new SetFeeTier { MakerPpb = 150_000, TakerPpb = 450_000 });
        Do(new ListAsset { Symbol = Symbol.Parse("ETH"), Decimals = 6, InitWeightPpb = 85 * Percent, MaintWeightPpb = 90 * Percent, AccountCap = 1L << 40, PlatformCap = 1L << 44 });
        Group([Command.Of(Listed), .. Table((0, 10, 5), (50_000, 20, 10), (500_000, 50, 25)), Command.Of(default(OpenMarket))]);
        Do(new CreateAccount { Request = new(1, 1) });
    }

    private static ListMarket Listed => new()
    {
        Symbol = Symbol.Parse("NEW-PERP"),
        TickE9 = 10_000_000,
        LotE9 = 100_000_000,
        PriceMax = new(100_000),
        PositionMax = new(1_000_000),
        QtyMin = new(1),
        QtyMax = new(100_000),
        MarketQtyMax = new(10_000),
        NotionalMin = new(5 * Dollar),
        OiCap = new(1_000_000),
        BandUpPpb = 20 * Percent,
        BandDownPpb = 20 * Percent,
        ExecRangePpb = 10 * Percent,
        SlipMaxPpb = 5 * Percent,
        GroupOiSharePpb = 50 * Percent,
        ProfitWeightPpb = 50 * Percent,
        LeverageMax = 10,
        OpenOrdersMax = 100,
        TriggerOrdersMax = 50,
        ReduceOnlyMax = 50,
    };

    [Fact]
    public void Every_parameter()
    {
        foreach (AdminParameter parameter in Enum.GetValues<AdminParameter>())
        {
            // The table of tiers has a proposal of its own; the other two are only told.
            if (parameter is AdminParameter.Tiers or AdminParameter.Founding or AdminParameter.Command) continue;
            Do(new ProposeChange { Parameter = parameter, Subject = SubjectOf(parameter), Value = NewValueOf(parameter), Admin = 1, EffectiveAtNs = _nowNs });
            Do(new ApproveChange { Proposal = _engine.Seq, Admin = 2 });
            Compare();
        }
        Assert.Equal(7, _folds.Accounts.Views.DefaultPosition(Market).Leverage);
        // A maintenance weight gets there in steps.
        PassADay();
        Assert.Equal(93 * Percent, _terms.Terms.FindAsset(Ether)!.Terms.MaintWeightPpb);
    }

    [Fact]
    public void A_table_of_tiers_takes_the_place_of_the_one_before()
    {
        foreach (Command[] table in new[] { Table((0, 10, 6), (100_000, 25, 12)), Table((0, 10, 5)), Table((0, 5, 3), (10_000, 10, 6), (20_000, 20, 10), (90_000, 50, 25)) })
        {
            Group([Command.Of(new ProposeTiers { Market = Market, Admin = 1, EffectiveAtNs = _nowNs }), .. table]);
            Do(new ApproveChange { Proposal = _engine.Seq, Admin = 2 });
            Assert.Equal(table.Length, _terms.Terms.Find(Market)!.Tiers.Length);
            Compare();
            PassADay();
        }
    }

    void IEventSink.Take(ReadOnlySpan<byte> events)
    {
        _terms.Apply(events);
        _folds.Apply(events);
    }

    private void PassADay()
    {
        for (int hour = 0; hour <= 24; hour++)
        {
            _nowNs += Hour;
            Do(default(Tick));
            Compare();
        }
    }

    private void Compare()
    {
        Beginner beginner = new();
        _engine.Describe(new EventWriter(beginner));
        Assert.Equal(Shown(beginner.Terms.Terms), Shown(_terms.Terms));
        Assert.Equal(Shown(beginner.Folds.Markets.Views), Shown(_folds.Markets.Views));
        Assert.Equal(beginner.Folds.Accounts.Views.DefaultPosition(Market), _folds.Accounts.Views.DefaultPosition(Market));
    }

    private static (ListMarket, ListAsset, string) Shown(VenueTerms terms) =>
        (terms.Find(Market)!.Terms, terms.FindAsset(Ether)!.Terms, string.Join(' ', terms.Find(Market)!.Tiers));

    private static (ListMarket, ListAsset, string) Shown(MarketViews views)
    {
        Assert.True(views.TryRead(Market, out MarketFacts facts));
        MarginTierFacts[] tiers = new MarginTierFacts[8];
        AssetFacts[] assets = new AssetFacts[4];
        Assert.Equal(2, views.ReadAssets(assets));
        return (facts.Terms, assets[1].Terms, string.Join(' ', tiers[..views.ReadTiers(Market, tiers)]));
    }

    private static ushort SubjectOf(AdminParameter parameter) => parameter switch
    {
        < AdminParameter.InitWeight => Market,
        < AdminParameter.BorrowBase => Ether,
        _ => 0,
    };

    // Each within its bounds, and none as listed.
    private static long NewValueOf(AdminParameter parameter) => parameter switch
    {
        AdminParameter.OiCap or AdminParameter.AccountCap or AdminParameter.PlatformCap or AdminParameter.WithdrawalFloor => 123_456,
        AdminParameter.LeverageMax => 7,
        AdminParameter.NotionalMin or AdminParameter.AuctionNotionalMin => 3 * Dollar,
        AdminParameter.OpenOrdersMax or AdminParameter.TriggerOrdersMax or AdminParameter.ReduceOnlyMax => 150,
        AdminParameter.AuctionOn => 1,
        AdminParameter.AuctionDuration => 200_000_000,
        AdminParameter.InitWeight => 70 * Percent,
        AdminParameter.MaintWeight => 93 * Percent,
        _ => 7 * Percent,
    };

    private static Command[] Table(params (long Dollars, int Initial, int Maintenance)[] rows) =>
        [.. rows.Select(static row => Command.Of(new SetTier { Floor = new(row.Dollars * Dollar), ImrPpb = row.Initial * Percent, MmrPpb = row.Maintenance * Percent }))];

    private void Do<T>(T body) where T : unmanaged, ICommandBody => Assert.Equal(RejectCode.None, Apply(Command.Of(in body)));

    private void Group(Command[] group)
    {
        RejectCode code = RejectCode.None;
        for (int i = 0; i < group.Length; i++)
        {
            (group[i].Header.GroupIndex, group[i].Header.GroupCount) = ((ushort)i, (ushort)group.Length);
            code = Apply(group[i]);
        }
        Assert.Equal(RejectCode.None, code);
    }

    private RejectCode Apply(Command command)
    {
        (command.Header.Seq, command.Header.TimeNs) = (_engine.Seq + 1, _nowNs);
        return _engine.Apply(in command);
    }

    private sealed class Beginner : IEventSink
    {
        public TermsFold Terms { get; } = new();

        public AllFolds Folds { get; } = new();

        public void Take(ReadOnlySpan<byte> events)
        {
            Terms.Load(events);
            Folds.Load(events);
        }
    }
}
