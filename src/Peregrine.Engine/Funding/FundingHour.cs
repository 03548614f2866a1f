namespace Peregrine.Engine.Funding;

/// <summary>What the samples of one hour made.</summary>
internal readonly record struct FundingHour(long HourNs, long RatePpb, long Rate8Ppb, long AveragePremiumPpb, int Samples, int OffSeconds)
{
    public bool Exists => HourNs != 0;
}
