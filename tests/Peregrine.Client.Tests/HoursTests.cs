using Peregrine.Bench.Hours;

namespace Peregrine.Client;

/// <summary>What <c>Peregrine.Bench.Hours</c> holds a venue to. A run of it is a piece of the deep verification.</summary>
public sealed class HoursTests
{
    private static readonly Sample AnHour = new() { Commands = 3_700_000, JournalBytes = 3L << 28, EventBytes = 1L << 30, HistoryBytes = 330_000_000 };

    [Fact]
    public void What_an_hour_takes_is_within_what_operators_are_told() => Assert.Empty(DiskBudget.Exceeded(AnHour));

    [Fact]
    public void What_takes_more_is_named()
    {
        Assert.Equal(["journal"], DiskBudget.Exceeded(AnHour with { JournalBytes = 4L << 28 }));
        Assert.Equal(["events"], DiskBudget.Exceeded(AnHour with { EventBytes = 5L << 28 }));
        Assert.Equal(["history"], DiskBudget.Exceeded(AnHour with { HistoryBytes = 500_000_000 }));
    }

    [Theory]
    [InlineData("--minutes", "61")]
    [InlineData("--settled", "60")]
    [InlineData("--rate", "0")]
    [InlineData("--turns", "0")]
    [InlineData("--hours", "1")]
    public void A_run_has_bounds(string option, string value) => Assert.Throws<ArgumentException>(() => Options.Parse([option, value]));
}
