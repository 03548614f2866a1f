using Peregrine.Core;

namespace Peregrine.Engine.Fees;

/// <summary>Who pays and who earns what on one fill. The venue keeps what is left, never less than 0.</summary>
internal struct FillFees
{
    public Micros Taker;
    /// <summary>Negative is a rebate.</summary>
    public Micros Maker;
    public Micros Referral;
    public Micros TakerBuilder;
    public Micros MakerBuilder;

    /// <summary>The taker pays only this much: rebate and referral are paid from what was collected.</summary>
    public void CutTaker(Micros taker, in FeeRates rates)
    {
        Taker = taker;
        Maker = Micros.Max(Maker, -taker);
        Referral = rates.Referrer == 0 ? Micros.Zero : Ppb.MulFloor(taker + Micros.Min(Maker, Micros.Zero), rates.ReferralSharePpb);
    }

    public readonly Micros VenueKeeps => Taker + Maker - Referral;

    public static FillFees Of(Micros notional, in FeeRates taker, in FeeRates maker)
    {
        FillFees fees = default;
        fees.Taker = Ppb.MulCeil(notional, taker.TakerPpb);
        fees.Maker = maker.MakerPpb >= 0
            ? Ppb.MulCeil(notional, maker.MakerPpb)
            : -Micros.Min(fees.Taker, Ppb.MulFloor(notional, -maker.MakerPpb));
        Micros net = fees.Taker + Micros.Min(fees.Maker, Micros.Zero);
        fees.Referral = taker.Referrer == 0 ? Micros.Zero : Ppb.MulFloor(net, taker.ReferralSharePpb);
        if (taker.BuilderPpb != 0) fees.TakerBuilder = Ppb.MulCeil(notional, taker.BuilderPpb);
        if (maker.BuilderPpb != 0) fees.MakerBuilder = Ppb.MulCeil(notional, maker.BuilderPpb);
        return fees;
    }
}
