using Peregrine.Core;
using Peregrine.Engine.Fees;

namespace Peregrine.Engine.Orders;

/// <summary>What one order's walk through the book comes to.</summary>
internal struct PlannedRun
{
    public Lots Filled;
    public Lots Rest;
    public Micros Notional;
    public Micros Fee;
    public Micros BuilderFee;
    /// <summary>What stopped it while it could still have traded, or 0.</summary>
    public CancelReason Stop;
    /// <summary>Its owner's place among the parties of the plan.</summary>
    public int Taker;

    public void Add(Micros notional, in FillFees fees)
    {
        Notional += notional;
        Fee += fees.Taker;
        BuilderFee += fees.TakerBuilder;
    }
}
