using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Prices;

namespace Peregrine.Engine.State;

/// <summary>A collateral asset; 1 is the settle asset, which needs no price.</summary>
internal sealed class Asset
{
    public Asset(int id, in ListAsset terms)
    {
        Id = id;
        Terms = terms;
        long scale = 1;
        for (int i = 0; i < terms.Decimals; i++) scale *= 10;
        Scale = scale;
    }

    public readonly int Id;
    /// <summary>Changed by administrators alone.</summary>
    public ListAsset Terms;
    /// <summary>When a cap last rose: it may double once a day.</summary>
    public long CapRaisedNs;
    /// <summary>Units in one whole token.</summary>
    public readonly long Scale;
    /// <summary>Null while operators set the price.</summary>
    public PriceFeed? Feed;
    public readonly MarkState Marking = new();
    public PriceState PriceState = PriceState.Dead;
    /// <summary>Micro-dollars per whole token.</summary>
    public Micros Index;
    public Micros Average;
    /// <summary>All units on accounts, and how many of them count as collateral.</summary>
    public long Held;
    public long Counted;
    public long Deposited;
    public long Withdrawn;
    /// <summary>Who buys it from accounts that owe cash; 0 for nobody.</summary>
    public int Buyer;
    /// <summary>Root of the heap of balances by threshold.</summary>
    public int Thresholds;
    /// <summary>Debited and not yet sent.</summary>
    public long PendingWithdraw;

    /// <summary>Below this the caps on withdrawals do not bite.</summary>
    public long WithdrawalFloor = WithdrawalCaps.NoCap;
    /// <summary>UTC hour since the epoch of the last withdrawal, and what was asked for in it and in its day.</summary>
    public int WithdrawalHour;
    public long HourWithdrawn;
    public long DayWithdrawn;

    /// <summary>Value for new risk: at the lower of index and its slow average.</summary>
    public Micros InitValue(long amount) => Value(amount, Micros.Min(Index, Average), Terms.InitWeightPpb);

    public Micros MaintValue(long amount) => Value(amount, Index, Terms.MaintWeightPpb);

    private Micros Value(long amount, Micros price, int weightPpb) =>
        amount == 0 ? Micros.Zero : Ppb.MulFloor(new Micros(Rounding.MulDivFloor(amount, price.Value, Scale)), weightPpb);
}
