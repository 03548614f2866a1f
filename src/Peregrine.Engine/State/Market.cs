using Peregrine.Core;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Prices;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.State;

/// <summary>One market: its terms, its book, its prices, and the formulas that need nothing else.</summary>
internal sealed class Market
{
    public const int TiersMax = 8;
    private readonly MarginTier[] _tiers = new MarginTier[TiersMax];
    private Micros _secondFloor = new(long.MaxValue);

    public Market(int id, in ListMarket terms, long tickLotValue, Book book, TriggerBook triggers)
    {
        Triggers = triggers;
        Id = id;
        Terms = terms;
        TickLotValue = tickLotValue;
        Book = book;
        Risk = new MarketRisk(id);
        Underlying = UnderlyingOf(terms.Symbol);
    }

    public readonly int Id;
    /// <summary>Changed by administrators alone, in steps that <see cref="ChangeDesk"/> bounds.</summary>
    public ListMarket Terms;
    /// <summary>Micro-dollars per tick per lot: tv.</summary>
    public readonly long TickLotValue;
    public readonly Book Book;
    public readonly TriggerBook Triggers;
    public readonly MarketRisk Risk;
    public readonly MarketLife Life = new();
    /// <summary>Stands for what the market is about: its symbol up to the first dash.</summary>
    public readonly ulong Underlying;
    /// <summary>Roots of the heaps of positions by threshold.</summary>
    public int LongThresholds;
    public int ShortThresholds;
    /// <summary>The record of a position here that was made last; the others are linked from it. Which slot comes when differs after a restore: what follows from a walk may not depend on it.</summary>
    public int LatestPosition;
    /// <summary>Lots traded in all.</summary>
    public Lots Traded;
    /// <summary>Its end is announced: positions remember what they had won by then.</summary>
    public bool IsEnding;
    public int TierCount;
    public MarketState State = MarketState.Draft;
    public PriceState PriceState = PriceState.Dead;
    /// <summary>Null while operators set the prices.</summary>
    public PriceFeed? Feed;
    public readonly MarkState Marking = new();
    public readonly FundingState Funding = new();
    /// <summary>How often funding was fixed. A position of another epoch settles before anything touches it.</summary>
    public int FundingEpoch;
    public Subticks Index;
    /// <summary>With it go the bounds of <see cref="PriceBounds"/>: they need 128-bit divisions and every order asks for them.</summary>
    public Subticks Mark
    {
        get;
        set
        {
            field = value;
            BuyBand = PriceBounds.Above(value, Terms.BandUpPpb);
            SellBand = PriceBounds.Below(value, Terms.BandDownPpb);
            // Prices set by hand have no average of marks, so takers may trade around mark itself.
            if (Feed is null) SetRange(value);
        }
    }

    public Ticks BuyBand { get; private set; }
    public Ticks SellBand { get; private set; }
    public Ticks BuyRange { get; private set; }
    public Ticks SellRange { get; private set; }
    public Ticks Last;
    public long LastPriority;
    public long MdSeq;
    /// <summary>Σ max(size, 0).</summary>
    public Lots OpenInterest;

    /// <summary>Lets takers trade around this price (domain §10.10).</summary>
    public void SetRange(Subticks centre)
    {
        BuyRange = PriceBounds.Above(centre, Terms.ExecRangePpb);
        SellRange = PriceBounds.Below(centre, Terms.ExecRangePpb);
    }

    /// <summary>The highest maintenance rate of any size.</summary>
    public long TopMmrPpb => Math.Max(_tiers[TierCount - 1].MmrPpb, Ramp.TopMmrPpb);

    public ReadOnlySpan<MarginTier> Tiers => _tiers.AsSpan(0, TierCount);

    public void AddTier(in MarginTier tier)
    {
        if (TierCount == 1) _secondFloor = tier.Floor;
        _tiers[TierCount++] = tier;
    }

    /// <summary>The table that open positions are leaving, while a new one moves in.</summary>
    public readonly MarginRamp Ramp = new();

    /// <summary>A new table, for new risk at once and for open positions step by step.</summary>
    public void ReplaceTiers(ReadOnlySpan<MarginTier> tiers)
    {
        Ramp.Begin(Tiers);
        TierCount = 0;
        _secondFloor = new(long.MaxValue);
        foreach (ref readonly MarginTier tier in tiers) AddTier(in tier);
    }

    /// <summary>Orders gather here for one price and meet nobody before it.</summary>
    public bool Gathers => State is MarketState.PreOpen or MarketState.Auction;

    /// <summary>Somebody would buy for more than somebody asks.</summary>
    public bool IsCrossed => Book.HasSide(Side.Buy) && Book.HasSide(Side.Sell) && Book.BestPrice(Side.Buy) >= Book.BestPrice(Side.Sell);

    /// <summary>Quantity × price: always a whole number of micro-dollars.</summary>
    public Micros Notional(Lots qty, Ticks price) => new(qty.Value * price.Value * TickLotValue);

    /// <summary>⌊size · mark · tv / SUB⌋, signed.</summary>
    public Micros ValueFloor(Lots size) => ValueFloor(size, Mark);

    public Micros ValueFloor(Lots size, Subticks at)
    {
        long value = size.Value * TickLotValue;
        return new(value >= 0 ? ThousandthFloor(value, at.Value) : -ThousandthCeil(-value, at.Value));
    }

    /// <summary>⌈|size| · mark · tv / SUB⌉: N of the margin rules.</summary>
    public Micros ValueCeil(Lots size) => ValueCeil(size, Mark);

    public Micros ValueCeil(Lots size, Subticks at) => new(ThousandthCeil(Math.Abs(size.Value) * TickLotValue, at.Value));

    /// <summary>⌊size · mark · tv / SUB⌋, and with it N: both are one division.</summary>
    public Micros ValueOf(Lots size, out Micros notional)
    {
        long value = Math.Abs(size.Value) * TickLotValue;
        long thousands = value / Subticks.PerTick;
        long rest = (value - thousands * Subticks.PerTick) * Mark.Value;
        long whole = thousands * Mark.Value + rest / Subticks.PerTick;
        notional = new(whole + (rest % Subticks.PerTick != 0 ? 1 : 0));
        return size.Value >= 0 ? new(whole) : -notional;
    }

    public Micros Unrealised(in Position position) => ValueFloor(position.Size) - position.Cost;

    /// <summary>What a fill at <paramref name="price"/> is worse than mark, rounded up; 0 when it is no worse.</summary>
    public Micros LossAgainstMark(Side side, Lots qty, Ticks price)
    {
        long worse = side == Side.Buy ? price.Value * Subticks.PerTick - Mark.Value : Mark.Value - price.Value * Subticks.PerTick;
        return worse <= 0 ? Micros.Zero : new(ThousandthCeil(qty.Value * TickLotValue, worse));
    }

    public Micros MaintenanceMargin(Micros notional)
    {
        if (notional <= Micros.Zero) return Micros.Zero;
        ref readonly MarginTier tier = ref TierOf(notional);
        Micros margin = Ppb.MulCeil(notional, tier.MmrPpb) - tier.CumulativeMm;
        return Ramp.IsOn ? Ramp.Between(notional, margin) : margin;
    }

    /// <summary>The least notional down to which margin falls at one rate, and that rate.</summary>
    public Micros MarginSegment(Micros notional, out long mmrPpb)
    {
        ref readonly MarginTier tier = ref TierOf(notional);
        if (Ramp.IsOn) return Ramp.Segment(notional, in tier, out mmrPpb);
        mmrPpb = tier.MmrPpb;
        return tier.Floor;
    }

    public Micros InitialMargin(Micros exposure, int leverage)
    {
        if (exposure <= Micros.Zero) return Micros.Zero;
        ref readonly MarginTier tier = ref TierOf(exposure);
        Micros byTier = Ppb.MulCeil(exposure, tier.ImrPpb) - tier.CumulativeIm;
        return Micros.Max(new((exposure.Value + leverage - 1) / leverage), byTier);
    }

    /// <summary>It takes orders of every class.</summary>
    public bool TakesAll => State == MarketState.Open && PriceState == PriceState.Fresh;

    /// <summary>Open interest is above what the market takes for granted.</summary>
    public bool IsCrowded => Terms.OiHigh > Terms.OiLow && OpenInterest > Terms.OiLow;

    /// <summary>The initial margin rate that open interest asks of new risk (domain §6.6).</summary>
    public long OiMarginPpb()
    {
        long baseRate = _tiers[0].ImrPpb;
        if (!IsCrowded) return baseRate;
        if (OpenInterest >= Terms.OiHigh) return Ppb.One;
        long above = OpenInterest.Value - Terms.OiLow.Value;
        return baseRate + Rounding.MulDivFloor(above, Ppb.One - baseRate, Terms.OiHigh.Value - Terms.OiLow.Value);
    }

    public long NextPriority(long nowNs) => LastPriority = Math.Max(LastPriority + 1, nowNs);

    private static ulong UnderlyingOf(Symbol symbol)
    {
        ulong hash = Hash64.FnvOffset;
        for (int i = 0; i < Symbol.Size && symbol[i] != 0 && symbol[i] != (byte)'-'; i++) hash = Hash64.Fnv1a(hash, symbol[i]);
        return hash;
    }

    private ref readonly MarginTier TierOf(Micros notional)
    {
        // Most are in the first.
        if (notional < _secondFloor) return ref _tiers[0];
        int tier = 1;
        while (tier + 1 < TierCount && _tiers[tier + 1].Floor <= notional) tier++;
        return ref _tiers[tier];
    }

    // value · at / 1000 in 64 bits: with value = 1000·c + d the exact quotient is c·at + d·at/1000, and listing bounds c·at below 2⁶⁰.
    private static long ThousandthFloor(long value, long at)
    {
        if (AreSmall(value, at)) return (long)((ulong)value * (ulong)at / Subticks.PerTick);
        long thousands = value / Subticks.PerTick;
        return thousands * at + (value - thousands * Subticks.PerTick) * at / Subticks.PerTick;
    }

    // Neither is negative and the product fits.
    private static bool AreSmall(long value, long at) => unchecked((ulong)(value | at)) <= uint.MaxValue;

    private static long ThousandthCeil(long value, long at)
    {
        if (AreSmall(value, at)) return (long)(((ulong)value * (ulong)at + (Subticks.PerTick - 1)) / Subticks.PerTick);
        long thousands = value / Subticks.PerTick;
        return thousands * at + ((value - thousands * Subticks.PerTick) * at + (Subticks.PerTick - 1)) / Subticks.PerTick;
    }
}
