using Peregrine.Core;
using Peregrine.Engine.Tests.Accounts;
using Peregrine.Engine.Tests.Snapshots;
using Xunit;

namespace Peregrine.Engine.Tests.Prices;

/// <summary>Random days with stale, lying and unsure sources, halts, downtime, trades and hours of funding.</summary>
/// <remarks>What must hold is checked after every command, and an engine restored at random places tells every event that the original tells.</remarks>
public sealed class SourcedStreamTests
{
    private const long Second = SourcedFloor.Second;
    private static readonly bool Deep = Environment.GetEnvironmentVariable("PEREGRINE_DEEP") is not null;

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Everything_holds_and_a_restored_engine_follows(int batch)
    {
        int seeds = Deep ? 100 : 3;
        long paid = 0;
        for (int i = 0; i < seeds; i++) paid += new Day((ulong)(batch * 1000 + i)).Run(Deep ? 4_000 : 1_200);
        Assert.True(paid > 10 * seeds, $"only {paid} positions paid funding: the streams do not reach it");
    }

    private sealed class Day
    {
        private Rng _rng;
        private readonly ulong _seed;
        private readonly SourcedFloor _floor = new(markets: 2, impactDollars: 200);
        private readonly int[] _accounts = new int[8];
        private readonly long[] _price = [0, SourcedFloor.Index, SourcedFloor.Index / 2];
        private readonly Receipts _receipts = new(tickLotValue: 1);
        private Running? _restored;

        public Day(ulong seed)
        {
            (_seed, _rng) = (seed, new Rng(seed));
            // The floor told these when it opened.
            for (int market = 1; market <= 2; market++) _receipts.Hear(_floor.Samples(SourcedFloor.Index, market), _floor.NowNs);
            for (int i = 0; i < _accounts.Length; i++) _accounts[i] = _floor.NewAccount((i < 2 ? 1_000_000 : 3_000) * Venue.Dollar);
            _floor.Do(new ListAsset { Symbol = Symbol.Parse("ETH"), Decimals = 6, InitWeightPpb = 850_000_000, MaintWeightPpb = 900_000_000, AccountCap = 1 << 30, PlatformCap = 1 << 30 });
            SetPriceRules rules = SourcedFloor.Rules(0) with
            {
                Market = 0,
                Asset = 2,
                MinRestNs = 0,
                MarkBandPpb = 0,
                FundingCapPpb = 0,
                FundingCap8Ppb = 0,
                InterestPpb = 0,
                InterestBandPpb = 0,
            };
            _floor.Send([Command.Of(rules), .. Enumerable.Range(1, 3).Select(id => Command.Of(new SetSource { Source = (ushort)id, Weight = 1 }))]);
            _floor.Do(new Deposit { Asset = 2, Amount = 500_000, Source = new RequestKey(4, 4) }, _accounts[3]);
        }

        /// <summary>Fundings that were paid on the way.</summary>
        public long Run(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                if (Chance(40)) _restored = new Running(_floor.Snapshot());
                try
                {
                    Step();
                }
                catch (InvariantException broken)
                {
                    Assert.Fail($"seed {_seed}, step {step}: {broken.Message}");
                }
            }
            return _receipts.Payments;
        }

        private void Step()
        {
            Pass();
            int market = 1 + Below(2);
            switch (Below(16))
            {
                case < 6: Feed(market); break;
                case < 11: Order(market); break;
                case 11: Send(Command.Of(new MassCancel(), Somebody())); break;
                case 12: Send(Command.Of(new MoveMargin { Market = (ushort)market, Amount = new((Below(200) - 100) * Venue.Dollar) }, Somebody())); break;
                case 13: Money(); break;
                case 14: Settings(market); break;
                default: Operate(market); break;
            }
        }

        // Mostly a moment, sometimes until things are suspect, stale, dead; often just before a full hour.
        private void Pass()
        {
            long ns = Below(40) switch
            {
                < 24 => Below(3) * Second / 2,
                < 34 => Second,
                34 => 7 * Second,
                35 => 20 * Second,
                36 => (Chance(8) ? 200 : 1) * Second,
                37 => (Chance(8) ? 2000 : 1) * Second,
                _ => Math.Max(0, _floor.NextHour - Second - _floor.NowNs),
            };
            _floor.NowNs += ns;
        }

        private void Feed(int market)
        {
            long step = _price[market] / 1000;
            _price[market] = Math.Max(1_000_000, _price[market] + Below(5) switch { 0 => -step, 1 => step, _ => 0 });
            if (Chance(80)) _price[market] = _price[market] * (90 + Below(21)) / 100;
            SubmitSamples body = new() { Count = 3 };
            if (Chance(5)) body.Asset = 2;
            else body.Market = (ushort)market;
            for (int i = 0; i < 3; i++) body.Samples[i] = SampleOf(i + 1, body.Asset == 2 ? 3_000 * Venue.Dollar : _price[market]);
            Send(Command.Of(in body));
        }

        private PriceSample SampleOf(int source, long price)
        {
            long told = Below(60) switch { 0 => 0, 1 => price * 2, 2 => -price, 3 => price * 101 / 100, _ => price + Below(1000) };
            return new PriceSample { Source = source, Price = told, TimeNs = _floor.NowNs - (Chance(30) ? 6 : 0) * Second, ConfidencePpb = Chance(40) ? 6_000_000 : 0 };
        }

        private void Order(int market)
        {
            long mark = _price[market] / 1000;
            TimeInForce tif = Below(6) switch { 0 => TimeInForce.Ioc, 1 => TimeInForce.Fok, _ => TimeInForce.Gtc };
            if (Chance(12))
            {
                Send(Command.Of(new PlacePair
                {
                    MarketA = 1,
                    MarketB = 2,
                    SideA = Side.Buy,
                    SideB = Side.Sell,
                    UnitA = new(1 + Below(50)),
                    UnitB = new(1 + Below(50)),
                    Multiple = 1 + Below(5),
                }, Somebody()));
                return;
            }
            Send(Command.Of(new PlaceOrder
            {
                Market = (ushort)market,
                Type = OrderType.Limit,
                Side = Below(2) == 0 ? Side.Buy : Side.Sell,
                Tif = tif,
                Flags = Chance(5) ? OrderFlags.ReduceOnly : OrderFlags.None,
                Qty = new(1 + Below(Chance(4) ? 200_000 : 3_000)),
                Price = new(Math.Max(1, mark * (985 + Below(31)) / 1000)),
            }, Somebody()));
        }

        private void Money()
        {
            RequestKey key = new(6, _rng.Next() | 1);
            if (Chance(2)) Send(Command.Of(new RequestWithdrawal { Amount = 1 + Below(1000), Asset = (ushort)(1 + Below(2)), Request = key }, Somebody()));
            else Send(Command.Of(new CloseAll(), Somebody()));
        }

        private void Settings(int market)
        {
            if (Chance(2)) Send(Command.Of(new SetMarginMode { Market = (ushort)market, Mode = (MarginMode)(1 + Below(2)) }, Somebody()));
            else Send(Command.Of(new SetLeverage { Market = (ushort)market, Leverage = (ushort)(1 + Below(100)) }, Somebody()));
        }

        private void Operate(int market)
        {
            MarketState[] states = [MarketState.Halted, MarketState.CancelOnly, MarketState.ReduceOnly, MarketState.PostOnly];
            if (Chance(4)) Send(Command.Of(new Resumed()));
            else Send(Command.Of(new SetMarketState { Market = (ushort)market, State = Chance(5) ? states[Below(states.Length)] : MarketState.Open }));
        }

        private void Send(Command command)
        {
            _floor.Send(command);
            _receipts.Check(in command, _floor.NowNs, _floor.Bytes);
            if (_restored is not null)
            {
                (command.Header.Seq, command.Header.TimeNs) = (_restored.Engine.Seq + 1, _floor.NowNs);
                _restored.Apply(in command);
                Assert.True(_floor.Bytes.SequenceEqual(_restored.Told), $"seed {_seed}: a restored engine goes another way");
            }
            if (Chance(100)) Assert.True(_restored is null || _restored.Engine.StateHash() == _floor.Engine.StateHash(), $"seed {_seed}: the states differ");
        }

        private int Somebody() => _accounts[Below(_accounts.Length)];
        private int Below(int bound) => (int)(_rng.Next() % (ulong)bound);
        private bool Chance(int oneIn) => Below(oneIn) == 0;
    }
}
