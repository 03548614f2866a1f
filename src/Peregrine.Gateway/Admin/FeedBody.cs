using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Admin;

/// <summary>What a price asks of its sources, as operators say it; marks and funding are a market's alone.</summary>
internal sealed class PriceRulesBody : BodyShape
{
    public static readonly PriceRulesBody Shape = new();

    public readonly Field MinSources, MaxAge, MaxConfidence, MaxDeviation, Jump, MarkBand, MinRest, ImpactNotional, FundingCap, FundingCap8, Interest, InterestBand;

    private PriceRulesBody()
        : base("PriceRulesWanted")
    {
        MinSources = Needed("minSources", FieldType.Whole(1, FeedSources.Count), "Fewer independent sources make no index.");
        MaxAge = Needed("maxAge", FieldType.Millis, "Older samples do not count.");
        MaxConfidence = Needed("maxConfidence", FieldType.Rate, "Samples less certain than this do not count.");
        MaxDeviation = Needed("maxDeviation", FieldType.Rate, "Samples farther than this from the median do not count.");
        Jump = Needed("jump", FieldType.Rate, "A larger step of the index is held back until it is confirmed.");
        MarkBand = Optional("markBand", FieldType.Rate, "How far mark may be from index; of a market.");
        MinRest = Optional("minRest", FieldType.Millis, "Younger orders do not count for impact prices; of a market.");
        ImpactNotional = Optional("impactNotional", FieldType.Money, "Money that impact prices walk into the book; the venue's own rule when left out.");
        FundingCap = Optional("fundingCap", FieldType.Rate, "Bound of an hour's funding; no funding when left out.");
        FundingCap8 = Optional("fundingCap8", FieldType.Rate, "Bound of the rate for eight hours.");
        Interest = Optional("interest", FieldType.Move, "The rate for eight hours when premium is near it.");
        InterestBand = Optional("interestBand", FieldType.Rate, "How near premium and interest are the same.");
    }

    public static SetPriceRules Read(ref Body body, Field field)
    {
        var rules = new Body(body.Raw(field), Shape, stackalloc Slot[FieldsMax], $"{body.PathOf(field)}.");
        var wanted = new SetPriceRules
        {
            MinSources = (byte)rules.Whole(Shape.MinSources),
            MaxAgeNs = rules.Nanos(Shape.MaxAge),
            MaxConfPpb = rules.Ppb(Shape.MaxConfidence),
            MaxDevPpb = rules.Ppb(Shape.MaxDeviation),
            JumpPpb = rules.Ppb(Shape.Jump),
            MarkBandPpb = rules.Ppb(Shape.MarkBand),
            MinRestNs = rules.Nanos(Shape.MinRest),
            ImpactNotional = rules.Money(Shape.ImpactNotional),
            FundingCapPpb = rules.Ppb(Shape.FundingCap),
            FundingCap8Ppb = rules.Ppb(Shape.FundingCap8),
            InterestPpb = rules.Move(Shape.Interest),
            InterestBandPpb = rules.Ppb(Shape.InterestBand),
        };
        body.Refuse(rules.Problem);
        return wanted;
    }
}

/// <summary>One source of a price, as operators say it.</summary>
internal sealed class SourceBody : BodyShape
{
    public static readonly SourceBody Shape = new();

    public readonly Field Source, Weight, Upstream;

    private SourceBody()
        : base("SourceWanted")
    {
        Source = Needed("source", FieldType.Whole(1, ushort.MaxValue), "Its number; each is larger than the one before.");
        Weight = Needed("weight", FieldType.Whole(1, 1_000_000), "Of its vote.");
        Upstream = Optional("upstream", FieldType.Whole(0, ushort.MaxValue), "Sources of one upstream have one vote; 0, or left out, depends on nobody.");
    }

    public static FeedSources Read(ref Body body, Field field)
    {
        FeedSources sources = default;
        int count = 0;
        JsonItems items = body.Items(field);
        while (items.Next() && body.Problem is null && count < FeedSources.Count)
        {
            sources[count] = ReadOne(items.Item, $"{body.PathOf(field)}[{count}].", out Problem? problem);
            body.Refuse(problem);
            count++;
        }
        return sources;
    }

    private static SetSource ReadOne(ReadOnlySpan<byte> item, string path, out Problem? problem)
    {
        var source = new Body(item, Shape, stackalloc Slot[FieldsMax], path);
        var wanted = new SetSource { Source = (ushort)source.Whole(Shape.Source), Weight = (int)source.Whole(Shape.Weight), Upstream = (ushort)source.Whole(Shape.Upstream) };
        problem = source.Problem;
        return wanted;
    }
}
