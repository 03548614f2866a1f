using System.Globalization;
using Peregrine.Core;
using Peregrine.MarketData.Prices;

namespace Peregrine.Gateway.Admin;

/// <summary>Where a price comes from, as whoever is to approve it reads it.</summary>
internal static class FeedText
{
    public static string Of(in SetFeed feed)
    {
        string sources = "";
        foreach (SetSource source in feed.Sources)
        {
            if (source.Source != 0) sources += One(source.Source, source.Weight, source.Upstream);
        }
        return Rules(in feed.Rules) + sources;
    }

    /// <summary>As it is; nothing where prices are set by hand.</summary>
    public static string? Of(in FeedFacts feed)
    {
        if (!feed.HasSources) return null;
        string sources = "";
        for (int i = 0; i < feed.SourceCount; i++) sources += One(feed.Sources[i].Source, feed.Sources[i].Weight, feed.Sources[i].Upstream);
        return Rules(in feed.Rules) + sources;
    }

    private static string Rules(in SetPriceRules r)
    {
        string index = Text($"at least {r.MinSources} sources, age to {Millis(r.MaxAgeNs)} ms, confidence {Ppb(r.MaxConfPpb)}, deviation {Ppb(r.MaxDevPpb)}, jump {Ppb(r.JumpPpb)}");
        if (r.Asset != 0) return index;
        string mark = Text($"mark band {Ppb(r.MarkBandPpb)}, rest {Millis(r.MinRestNs)} ms, impact {ParameterUnit.TextOf(r.ImpactNotional.Value, Json.Scale.Micros)}");
        return Text($"{index}; {mark}; funding to {Ppb(r.FundingCapPpb)} an hour and {Ppb(r.FundingCap8Ppb)} in eight, interest {Ppb(r.InterestPpb)}, band {Ppb(r.InterestBandPpb)}");
    }

    private static string One(int source, int weight, int upstream) => Text($"; source {source} of weight {weight}{(upstream == 0 ? "" : Text($" by upstream {upstream}"))}");

    private static long Millis(long ns) => ns / 1_000_000;

    private static string Ppb(long ppb) => ParameterUnit.TextOf(ppb, Json.Scale.Ppb);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
