namespace Peregrine.Engine.Fees;

/// <summary>The rates that hold for one party of a fill.</summary>
internal struct FeeRates
{
    public int TakerPpb;
    public int MakerPpb;
    public int Referrer;
    public int ReferralSharePpb;
    public int Builder;
    public int BuilderPpb;
}
