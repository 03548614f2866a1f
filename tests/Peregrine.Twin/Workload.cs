using System.Runtime.InteropServices;
using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>A seeded stream of commands. Each seed draws its own weights: some kinds are off, others wild; worlds are small so that rare things meet.</summary>
/// <remarks>Seeds from <see cref="FirstRiskSeed"/> on draw venues that liquidate, those from <see cref="FirstSourcedSeed"/> on venues whose prices come from sources as well, those from <see cref="FirstChangedSeed"/> on have administrators who change them, those from <see cref="FirstLendingSeed"/> on lend and borrow, those from <see cref="FirstTogetherSeed"/> on have operators who ask each other for whole commands, those from <see cref="FirstEndingSeed"/> on announce the ends of markets and live through them, those from <see cref="FirstAuctionSeed"/> on ask makers for better prices, those from <see cref="FirstHostileSeed"/> on write what nobody means into every third command; those before keep the streams they had when they were recorded. The stream never looks at an answer: what it sends depends on the seed alone, so that a shortened stream stays the same stream.</remarks>
public sealed partial class Workload
{
    private sealed class MarketPlan
    {
        public int Id;
        public long Base;
        public long Mark;
        public long Tv;
        public long QtyTypical;
        public int Spread;
        public ListMarket Terms;
        /// <summary>Sources of its price; 0 when somebody sets it by hand.</summary>
        public int Sources;
    }

    private readonly Rng _rng;
    private readonly Rng _rare;
    /// <summary>Of crashes and of what operators say about them.</summary>
    private readonly Rng _risk;
    /// <summary>Of sources that lie, stall and jump.</summary>
    private readonly Rng _feed;
    private readonly int _feedPermille;
    /// <summary>Of what administrators ask for.</summary>
    private readonly Rng _change;
    private readonly int _changePermille;
    /// <summary>Of lenders and of those who borrow.</summary>
    private readonly Rng _lend;
    private readonly int _lendPermille;
    /// <summary>Of whole commands that operators ask each other for.</summary>
    private readonly Rng _pair;
    private readonly int _pairPermille;
    /// <summary>Of markets that end.</summary>
    private readonly Rng _end;
    private readonly int _endPermille;
    /// <summary>Of orders that ask makers, and of makers.</summary>
    private readonly Rng _ask;
    private readonly int _askPermille;
    private readonly int _crowdedPermille;
    /// <summary>So many that one command does not get past them.</summary>
    private readonly bool _manyOrders;
    /// <summary>Accounts that hold nothing and come before all others: so many that a sweep does not get past them with one command.</summary>
    private readonly int _crowd;
    private readonly bool _liquidates;
    private readonly int _riskPermille;
    /// <summary>Of commands that came later: the seeds recorded before them are odd, and their streams stay what they were.</summary>
    private readonly int _rarePermille;
    private readonly List<Command> _out = [];
    private readonly List<MarketPlan> _markets = [];
    private readonly List<long> _orderSeqs = [];
    private readonly List<ClientOrderId> _clientIds = [];
    private readonly List<long> _twapSeqs = [];
    private readonly List<long> _withdrawalSeqs = [];
    private readonly List<RequestKey> _requests = [];
    private readonly int _invalidPermille;
    private readonly bool _isHostile;
    private readonly int _jumpPermille;
    /// <summary>Odd seeds send nothing twice.</summary>
    private readonly int _repeatPermille;
    private readonly int _feesKind;
    private readonly List<int> _roots = [];
    private int _accounts;
    private int _keys;
    private int _assets = 1;
    private int _listed;
    private long _seq;
    private long _now;

    public const ulong FirstRiskSeed = 10_001;
    public const ulong FirstSourcedSeed = 20_001;
    public const ulong FirstChangedSeed = 30_001;
    public const ulong FirstLendingSeed = 40_001;
    public const ulong FirstTogetherSeed = 50_001;
    public const ulong FirstEndingSeed = 60_001;
    public const ulong FirstAuctionSeed = 70_001;
    public const ulong FirstHostileSeed = 80_001;

    public Workload(ulong seed, IReadOnlySet<CommandKind>? only = null)
    {
        _rng = new Rng(seed);
        _rare = new Rng(~seed);
        _risk = new Rng(seed ^ 0x5157);
        _feed = new Rng(seed ^ 0xFEED);
        _feedPermille = seed >= FirstSourcedSeed ? _feed.Pick(60, 200, 400) : 0;
        _change = new Rng(seed ^ 0xC4A6);
        _changePermille = seed >= FirstChangedSeed ? _change.Pick(20, 60, 200) : 0;
        _lend = new Rng(seed ^ 0x1E4D);
        _lendPermille = seed >= FirstLendingSeed ? _lend.Pick(30, 100, 250) : 0;
        _pair = new Rng(seed ^ 0x2222);
        _pairPermille = seed >= FirstTogetherSeed ? _pair.Pick(20, 60, 150) : 0;
        _end = new Rng(seed ^ 0xE4D5);
        _endPermille = seed >= FirstEndingSeed ? _end.Pick(20, 50, 120) : 0;
        _ask = new Rng(seed ^ 0xA5C7);
        _askPermille = seed >= FirstAuctionSeed ? _ask.Pick(40, 120, 300) : 0;
        _crowdedPermille = _askPermille > 0 && seed % 25 == 5 ? 300 : 0;
        // Markets end in few of those streams: years would pass in which nobody asks.
        if (_askPermille > 0) _endPermille = seed % 4 == 0 ? 8 : 0;
        // Two in three set prices by hand: makers are asked where they are fresh.
        if (_askPermille > 0 && seed % 3 != 0) _feedPermille = 0;
        if (_askPermille > 0) (_changePermille, _pairPermille) = (_changePermille / 4, _pairPermille / 4);
        _manyOrders = _endPermille > 0 && seed % 10 == 0;
        // Where nobody is liquidated more is lost at the end.
        _liquidates = seed >= FirstRiskSeed && (_endPermille == 0 || _end.Chance(850));
        _riskPermille = _liquidates ? _risk.Pick(20, 60, 200) : 0;
        _rarePermille = seed % 2 == 0 ? 8 : 0;
        _crowd = seed >= FirstSourcedSeed && seed < FirstEndingSeed && seed % 100 == 0 ? 4_100 : 0;
        _only = only;
        _isHostile = seed >= FirstHostileSeed;
        _invalidPermille = _rng.Pick(0, 0, 5, 20, 60);
        if (_isHostile) _invalidPermille = 350;
        _jumpPermille = _rng.Pick(0, 1, 5, 30);
        _feesKind = _rng.Of(0, 2);
        _weights = DrawWeights();
        _repeatPermille = seed % 2 == 0 ? 20 : 0;
    }

    /// <summary>The whole stream: the world's beginning, then <paramref name="count"/> commands or a few more, so that no group is cut.</summary>
    public static IReadOnlyList<Command> Stream(ulong seed, int count, IReadOnlySet<CommandKind>? only = null)
    {
        var load = new Workload(seed, only);
        load.Begin();
        while (load._out.Count < count) load.Step();
        return load._out;
    }

    private void Send<T>(T body, int account = 0, int key = 0) where T : unmanaged, ICommandBody => Emit([Command.Of(body, account, key)]);

    private void Emit(Span<Command> group)
    {
        for (int i = 0; i < group.Length; i++)
        {
            ref Command command = ref group[i];
            command.Header.Seq = ++_seq;
            if (_crowdIsIn && command.Header.Account is > 0 and < 99) command.Header.Account += _crowd;
            command.Header.TimeNs = _now;
            command.Header.Origin = (int)(_seq % 7);
            command.Header.Correlation = _seq * 3;
            if (group.Length > 1)
            {
                command.Header.GroupIndex = (ushort)i;
                command.Header.GroupCount = (ushort)group.Length;
            }
            _out.Add(command);
        }
    }

    private bool _crowdIsIn;

    private void LetTheCrowdIn()
    {
        for (int i = 0; i < _crowd; i++) Send(default(CreateAccount));
        _crowdIsIn = _crowd > 0;
    }

    private RequestKey NewRequest()
    {
        if (_requests.Count > 0 && _rng.Chance(60)) return _requests[_rng.Of(0, _requests.Count - 1)];
        var key = new RequestKey(_rng.Next() | 1, _rng.Next());
        _requests.Add(key);
        return key;
    }

    /// <summary>Room for a small world: an engine that reserves all of it at once starts in no time.</summary>
    private Genesis SmallVenue => Genesis.Default with
    {
        LiquidationOff = (byte)(_liquidates ? 0 : 1),
        AccountsMax = 64 + _crowd,
        PositionsMax = 1024,
        OrdersMax = 1 << 14,
        TriggersMax = 1 << 14,
        TwapsMax = 1 << 12,
        GroupsMax = 1 << 12,
        HoldingsMax = 1024,
        KeysMax = 1 << 10,
        ClientIdsMax = 1 << 16,
        RequestKeysMax = 1 << 16,
        DepositKeysMax = 1 << 16,
        WithdrawalsMax = 1 << 12,
        DeadMansMax = 1 << 10,
        MarketsMax = _endPermille > 0 ? MarketsOfEndings : (ushort)8,
        AssetsMax = 8,
        LadderTicks = 1 << 10,
    };

    private void Begin()
    {
        _now = 1_700_000_000 * Second + _rng.Of(0L, Day);
        Send(SmallVenue);
        // A small table of fees: none, one with a rebate, or three steps that a busy account climbs.
        if (_feesKind == 1) Send(new SetFeeTier { Tier = 0, MakerPpb = -20_000, TakerPpb = 500_000 });
        for (int i = 0; _feesKind == 2 && i < 3; i++) Send(new SetFeeTier { Tier = i, VolumeMin = new(i * 20_000_000L), MakerPpb = 150_000 - i * 80_000, TakerPpb = 450_000 - i * 60_000 });
        int assets = _rng.Of(0, 2);
        for (int i = 0; i < assets; i++) ListOneAsset(i);
        int markets = _rng.Pick(1, 1, 2, 3, 5);
        for (int i = 0; i < markets; i++) ListOneMarket(i);
        LetTheCrowdIn();
        int accounts = _rng.Of(2, 7);
        for (int i = 0; i < accounts; i++) OpenAccount();
        if (_liquidates) PrepareForLosses();
        if (_lendPermille > 0) PrepareForLoans();
        if (_askPermille > 0) TurnAuctionsOn();
        for (int i = 1; i <= _accounts; i++)
        {
            if (_rng.Chance(500)) Send(new ApproveBuilder { Builder = Who(), MaxPpb = 1_000_000 }, i);
        }
    }

    private void ListOneAsset(int i)
    {
        int decimals = _rng.Pick(0, 6, 9);
        long unit = decimals switch { 0 => 1, 6 => 1_000_000, _ => 1_000_000_000 };
        Send(new ListAsset
        {
            Symbol = Symbol.Parse($"COIN{i}"),
            Decimals = decimals,
            InitWeightPpb = _rng.Pick(0, 500_000_000, 850_000_000),
            MaintWeightPpb = _rng.Pick(850_000_000, 900_000_000, 950_000_000),
            AccountCap = unit * _rng.Of(1, 50),
            PlatformCap = unit * _rng.Of(1, 100),
        });
        _assets++;
        long price = _rng.Of(1L, 1000) * 1_000_000 + _rng.Of(0L, 999_999);
        long average = price + _rng.Of(-price / 20, price / 20);
        if (_feedPermille > 0 && _feed.Chance(600)) ListAssetSources(price);
        else Send(new SetAssetPrice { Asset = (ushort)_assets, Index = new(price), Average = new(average), State = PriceState.Fresh });
    }

    private void ListOneMarket(int i)
    {
        long a = _rng.Pick(1L, 3, 10, 100, 997), b = _rng.Pick(1L, 7, 10, 1000);
        var plan = new MarketPlan { Id = i + 1, Base = _rng.Pick(40L, 500, 5_000, 600_000), Tv = a * b, QtyTypical = _rng.Pick(3L, 10, 100), Spread = _rng.Pick(2, 4, 12) };
        plan.Mark = plan.Base * Sub;
        long position = plan.QtyTypical * _rng.Pick(3L, 20, 1000);
        int imr = _rng.Pick(10_000_000, 20_000_000, 100_000_000), mmr = imr / 2;
        var terms = new ListMarket
        {
            Symbol = Symbol.Parse($"M{i}-USD"),
            TickE9 = a * 1_000_000,
            LotE9 = b * 1_000_000,
            PriceMax = new(plan.Base * 100),
            PositionMax = new(position),
            QtyMin = new(_rng.Pick(1L, 1, 1, 2)),
            QtyMax = new(position),
            MarketQtyMax = new(Math.Max(2, position / _rng.Pick(1L, 2))),
            NotionalMin = new(_rng.Pick(0L, 0, 0, plan.Base * plan.Tv * 2)),
            OiCap = new(_rng.Pick(plan.QtyTypical * 4, plan.QtyTypical * 100, plan.QtyTypical * 10_000)),
            BandUpPpb = _rng.Pick(100_000_000, 250_000_000),
            BandDownPpb = _rng.Pick(100_000_000, 250_000_000),
            ExecRangePpb = _rng.Pick(30_000_000, 100_000_000, 300_000_000),
            SlipMaxPpb = 50_000_000,
            GroupOiSharePpb = _rng.Pick(0, 0, 200_000_000, 600_000_000),
            ProfitWeightPpb = _rng.Pick(1_000_000_000, 800_000_000, 500_000_000),
            LeverageMax = (ushort)(R / imr),
            OpenOrdersMax = (ushort)_rng.Pick(3, 20, 200),
            TriggerOrdersMax = (ushort)_rng.Pick(2, 10, 100),
            ReduceOnlyMax = (ushort)_rng.Pick(2, 50),
            StrictIsolated = (byte)_rng.Pick(0, 0, 1),
        };
        if (_rng.Chance(300)) (terms.OiLow, terms.OiHigh) = (new(plan.QtyTypical), new(plan.QtyTypical * 10));
        if (_manyOrders) terms.OpenOrdersMax = 500;
        plan.Terms = terms;
        _markets.Add(plan);
        long step = plan.QtyTypical * plan.Base * plan.Tv / 1000 * 1000 + 1000;
        List<Command> group = [Command.Of(terms)];
        int tiers = _rng.Of(1, 4);
        for (int t = 0; t < tiers; t++)
        {
            group.Add(Command.Of(new SetTier { Floor = new(t * step), ImrPpb = imr, MmrPpb = mmr }));
            imr = Math.Min(imr * 2, 1_000_000_000);
            mmr = Math.Min(mmr * 2, 500_000_000);
        }
        group.Add(Command.Of(default(OpenMarket)));
        Emit(CollectionsMarshal.AsSpan(group));
        if (_feedPermille > 0 && (_feed.Chance(750) || _crowd > 0)) ListSources(plan);
        Send(new SetMarketState { Market = (ushort)plan.Id, State = MarketState.PreOpen });
        SayPrice(plan, plan.Mark);
        Send(new SetMarketState { Market = (ushort)plan.Id, State = MarketState.Open });
        _listed++;
    }

    private void OpenAccount()
    {
        int root = _roots.Count > 0 && _rng.Chance(250) ? _roots[_rng.Of(0, _roots.Count - 1)] : 0;
        Send(new CreateAccount { Request = _rng.Chance(500) ? new RequestKey(_rng.Next() | 1, _rng.Next()) : default }, root);
        _accounts++;
        if (root == 0) _roots.Add(_accounts);
        Fund(_accounts);
    }

    private void Fund(int account)
    {
        MarketPlan m = _markets[_rng.Of(0, _markets.Count - 1)];
        long typical = m.QtyTypical * m.Base * m.Tv;
        long amount = Math.Max(1, typical / _rng.Pick(20L, 5, 2, 1) * _rng.Pick(1L, 1, 3, 50)) + _rng.Of(0L, 1000);
        Send(new Deposit { Source = NewRequest(), Amount = amount, Asset = 1 }, account);
        if (_assets > 1 && _rng.Chance(300)) Send(new Deposit { Source = NewRequest(), Amount = _rng.Of(1L, 3_000_000_000), Asset = (ushort)_rng.Of(2, _assets) }, account);
    }

    private void Advance()
    {
        _now += _rng.Weighted([400, 300, 60, 10]) switch
        {
            0 => 0,
            1 => _rng.Of(1L, 50_000_000),
            2 => _rng.Of(100_000_000L, 2 * Second),
            _ => _rng.Of(Second, 40 * Second),
        };
        if (_rng.Chance(_jumpPermille) && _crowd == 0) _now += _rng.Pick(Minute, Hour, Day, 31 * Day);
    }
}
