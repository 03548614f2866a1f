namespace Peregrine.Core;

/// <summary>How a market's funding stands. Answered with <see cref="FundingFigures"/>.</summary>
public readonly record struct AskFunding(ushort Market);

/// <param name="IsOn">There are hours at all: prices come from sources.</param>
/// <param name="RatePpb">The last hour's.</param>
/// <param name="PredictedPpb">What the next full hour would bring if the rest of this one goes on as it went.</param>
/// <param name="NextHourNs">When that is.</param>
/// <param name="AveragePremiumPpb">Of this hour so far.</param>
/// <param name="Samples">Valid ones of this hour.</param>
/// <param name="Index">At the moment.</param>
/// <param name="IsSweeping">The last hour's payments are still being settled.</param>
public readonly record struct FundingFigures(
    bool IsOn, long RatePpb, long PredictedPpb, long NextHourNs, long AveragePremiumPpb, int Samples, Subticks Index, bool IsSweeping);
