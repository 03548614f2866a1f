using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Http;

/// <summary>What a bucket says, as headers. Small numbers are spelled once.</summary>
internal static class LimitHeaders
{
    private static readonly StringValues[] Numbers = [.. Enumerable.Range(0, 10_000).Select(n => new StringValues(n.ToString(CultureInfo.InvariantCulture)))];

    public static void Apply(IHeaderDictionary headers, in Charge charge)
    {
        headers["RateLimit-Limit"] = Number(charge.Limit);
        headers["RateLimit-Remaining"] = Number(charge.Remaining);
        headers["RateLimit-Reset"] = Number((charge.FullInNs + 999_999_999) / 1_000_000_000);
    }

    public static StringValues Seconds(long ms) => Number((ms + 999) / 1000);

    public static StringValues Number(long number) =>
        number >= 0 && number < Numbers.Length ? Numbers[number] : new StringValues(number.ToString(CultureInfo.InvariantCulture));
}
