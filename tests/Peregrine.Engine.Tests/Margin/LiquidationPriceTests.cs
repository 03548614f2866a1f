using System.Text.Json;
using Peregrine.Core;
using Peregrine.Engine.Margin;
using Peregrine.Engine.State;
using Peregrine.Engine.Tests.Accounts;
using Xunit;

namespace Peregrine.Engine.Tests.Margin;

/// <summary>The closed forms of domain §10.3 against the reference arithmetic, and against the rule they shorten.</summary>
public sealed class LiquidationPriceTests
{
    private const long Btc = 100_000;
    private const int TakerPpb = 450_000;
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "domain-vectors.json"))).RootElement;

    [Theory]
    [InlineData("long", 1)]
    [InlineData("short", -1)]
    public void V06_an_isolated_pot(string name, int sign)
    {
        JsonElement v = Vectors.GetProperty("V06").GetProperty(name);
        Position position = new() { Size = new(sign * Btc), Cost = new(sign * 60_000 * Venue.Dollar) };
        Micros pot = new(6_000 * Venue.Dollar);
        Assert.True(LiquidationPrice.TryEstimate(in position, Market, pot, out Subticks liquidation));
        Assert.True(LiquidationPrice.TryBankruptcy(in position, Market, pot, 0, out Subticks bankruptcy));
        Assert.True(LiquidationPrice.TryBankruptcy(in position, Market, pot, TakerPpb, out Subticks withFee));
        Assert.Equal(v.GetProperty("liq_sub").GetInt64(), liquidation.Value);
        Assert.Equal(v.GetProperty("bk_sub").GetInt64(), bankruptcy.Value);
        Assert.Equal(v.GetProperty("bk_fee_sub").GetInt64(), withFee.Value);
    }

    [Fact]
    public void V06b_falls_into_a_lower_tier_on_the_way()
    {
        JsonElement v = Vectors.GetProperty("V06b");
        Position position = new() { Size = new(10 * Btc), Cost = new(510_000 * Venue.Dollar) };
        Assert.True(LiquidationPrice.TryEstimate(in position, Market, new(25_000 * Venue.Dollar), out Subticks liquidation));
        Assert.Equal(v.GetProperty("liq_sub").GetInt64(), liquidation.Value);
    }

    [Fact]
    public void V07_a_cross_account_stands_behind_it_with_everything_else()
    {
        JsonElement v = Vectors.GetProperty("V07");
        Position position = new() { Size = new(Btc / 2), Cost = new(30_000 * Venue.Dollar) };
        Assert.True(LiquidationPrice.TryEstimate(in position, Market, new(v.GetProperty("other_equity").GetInt64()), out Subticks liquidation));
        Assert.Equal(v.GetProperty("btc_liq_sub").GetInt64(), liquidation.Value);
    }

    [Fact]
    public void Backing_is_the_account_without_the_position()
    {
        Venue venue = new();
        venue.ListBtc();
        int account = venue.NewAccount();
        venue.Fund(account, 5_000 * Venue.Dollar);
        venue.Give(account, Btc).Cost = new(49_000 * Venue.Dollar);
        int slot = venue.State.FindPosition(account, 1);
        Assert.Equal(5_000 * Venue.Dollar, new MarginBook(venue.State).Backing(slot).Value);
        venue.State.Positions[slot].Mode = MarginMode.Isolated;
        venue.State.Positions[slot].IsolatedMargin = new(70);
        Assert.Equal(70, new MarginBook(venue.State).Backing(slot).Value);
    }

    [Fact]
    public void A_long_that_is_paid_for_has_none()
    {
        Position position = new() { Size = new(Btc), Cost = new(60_000 * Venue.Dollar) };
        Assert.False(LiquidationPrice.TryEstimate(in position, Market, new(60_000 * Venue.Dollar), out _));
    }

    /// <summary>At the estimate the position still has its margin, and one step of 10 000 subticks beyond it has not: whatever the tier.</summary>
    [Fact]
    public void At_the_estimate_equity_meets_the_margin()
    {
        Rng rng = new(6);
        Market market = Market;
        for (int i = 0; i < 20_000; i++)
        {
            int sign = rng.Chance(50) ? 1 : -1;
            long size = 1 + rng.Below(30 * (int)Btc);
            long cost = size * (300_000 + rng.Below(600_000));
            Position position = new() { Size = new(sign * size), Cost = new(sign * cost) };
            Micros backing = new(cost / 1000 * rng.Below(700));
            if (!LiquidationPrice.TryEstimate(in position, market, backing, out Subticks price) || price.Value > 9_000_000_000) continue;
            Assert.True(Spare(market, in position, backing, price) >= -2, $"{size} {cost} {backing} {price}");
            Assert.True(Spare(market, in position, backing, new(price.Value - sign * 10_000)) < 0, $"{size} {cost} {backing} {price}");
        }
    }

    // E − MM at a mark.
    private static long Spare(Market market, in Position position, Micros backing, Subticks mark)
    {
        market.Mark = mark;
        return (backing + market.Unrealised(in position) - market.MaintenanceMargin(market.ValueCeil(position.Size))).Value;
    }

    private static Market Market
    {
        get
        {
            Venue venue = new();
            venue.List(Venue.ListingOf(
                Venue.Btc, (0, 10_000_000, 5_000_000), (50_000, 20_000_000, 10_000_000), (500_000, 50_000_000, 25_000_000),
                (2_500_000, 100_000_000, 50_000_000), (10_000_000, 200_000_000, 100_000_000)));
            return venue.State.Markets[1];
        }
    }
}
