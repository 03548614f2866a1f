using System.Text.Json;
using Peregrine.Core;
using Peregrine.Engine.Funding;
using Peregrine.Engine.State;
using Peregrine.Engine.Tests.Prices;
using Xunit;

namespace Peregrine.Engine.Tests.Funding;

/// <summary>Rates and payments against the vectors of domain §8.</summary>
public sealed class FundingMathTests
{
    private const long Index = 600_123_000;
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "domain-vectors.json"))).RootElement;
    private static readonly SetPriceRules Rules = SourcedFloor.Rules(1) with { FundingCap8Ppb = 40_000_000, FundingCapPpb = 5_000_000 };
    private static readonly Market Market = new SourcedFloor().Market;

    [Fact]
    public void V11_rates_of_average_premiums()
    {
        foreach (JsonProperty pair in Vectors.GetProperty("V11").GetProperty("cases").EnumerateObject())
        {
            long rate8 = FundingRates.Rate8(long.Parse(pair.Name, null), in Rules);
            Assert.Equal(pair.Value[0].GetInt64(), rate8);
            Assert.Equal(pair.Value[1].GetInt64(), FundingRates.Hourly(rate8, 3_600_000, in Rules));
        }
    }

    [Theory]
    [InlineData("V12", 12_500)]
    [InlineData("V12b", -12_500)]
    public void V12_payers_pay_up_and_receivers_get_down(string name, long rate)
    {
        JsonElement v = Vectors.GetProperty(name);
        (string Name, long Size)[] positions = [("A", 33_333), ("B", 12_345), ("C", -20_000), ("D", -25_678)];
        long residual = 0;
        foreach ((string who, long size) in positions)
        {
            long amount = FundingMath.Payment(new(size), new(Index), rate, Market).Value;
            Assert.Equal(v.GetProperty("deltas").GetProperty(who).GetInt64(), -amount);
            residual += amount;
        }
        Assert.Equal(v.GetProperty("residual_to_insurance").GetInt64(), residual);
    }

    [Fact]
    public void V34_a_bitcoin_for_an_hour_and_a_week()
    {
        JsonElement v = Vectors.GetProperty("V34");
        Assert.Equal(v.GetProperty("hourly_cost").GetInt64(), -FundingMath.Payment(new(100_000), new(Index), 12_500, Market).Value);
        Assert.Equal(v.GetProperty("days7").GetInt64(), -FundingMath.Payment(new(100_000), new(Index), 12_500 * 7 * 24, Market).Value);
    }

    [Fact]
    public void V38_an_hour_with_gaps_has_a_part_of_the_rate()
    {
        JsonElement v = Vectors.GetProperty("V38");
        long rate8 = FundingRates.Rate8(0, in Rules);
        Assert.Equal(v.GetProperty("full_hour").GetInt64(), FundingRates.Hourly(rate8, FundingRates.ValidMs(3600), in Rules));
        Assert.Equal(v.GetProperty("scaled_2400s").GetInt64(), FundingRates.Hourly(rate8, FundingRates.ValidMs(2400), in Rules));
    }

    [Theory]
    [InlineData(0, 0, false, 0)]
    [InlineData(Index, 0, true, 0)]
    [InlineData(0, Index - 600_123, true, -1_000_000)]
    [InlineData(Index + 600_123, 0, true, 1_000_000)]
    [InlineData(Index - 5, Index + 5, true, 0)]
    public void A_side_without_impact_price_adds_nothing(long bid, long ask, bool valid, long premium)
    {
        Assert.Equal(valid, FundingMath.TryPremium(new(bid), new(ask), new(Index), out long told));
        Assert.Equal(premium, told);
    }
}
