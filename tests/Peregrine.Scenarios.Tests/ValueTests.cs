using Peregrine.Core;
using Peregrine.Scenarios.Language;
using Peregrine.Scenarios.Values;
using Xunit;

namespace Peregrine.Scenarios.Tests;

public sealed class ValueTests
{
    private static readonly MarketScale Btc = new(1, "BTC-PERP", 0.1m, 0.00001m);
    private static readonly Scope InBtc = new(new Names(), Btc, new AssetScale(1, "USDC", 6), StartNs: 1000, NowNs: 5000);

    private static Token Word(string text) => new(text, 3, 7);

    [Theory]
    [InlineData("60000", 600_000)]
    [InlineData("60000.1", 600_001)]
    [InlineData("17t", 17)]
    [InlineData("-0.1", -1)]
    public void Prices_become_ticks(string text, long ticks) => Assert.Equal(ticks, ValueReader.Price(Word(text), InBtc));

    [Theory]
    [InlineData("60012.3", 600_123_000)]
    [InlineData("54292.9293", 542_929_293)]
    [InlineData("5s", 5)]
    public void Fine_prices_become_subticks(string text, long subticks) => Assert.Equal(subticks, ValueReader.FinePrice(Word(text), InBtc));

    [Theory]
    [InlineData("0.4", 40_000)]
    [InlineData("5l", 5)]
    public void Quantities_become_lots(string text, long lots) => Assert.Equal(lots, ValueReader.Quantity(Word(text), InBtc));

    [Theory]
    [InlineData("0.045%", 450_000)]
    [InlineData("4.5bp", 450_000)]
    [InlineData("450000ppb", 450_000)]
    [InlineData("-0.002%", -20_000)]
    public void Rates_become_parts_per_billion(string text, long ppb) => Assert.Equal(ppb, Numbers.Rate(Word(text)));

    [Theory]
    [InlineData("30s", 30_000_001_000)]
    [InlineData("+1ms", 1_005_000)]
    [InlineData("0", 0)]
    [InlineData("1970-01-01T00:00:01Z", 1_000_000_000)]
    public void Times_count_from_the_start_or_from_now(string text, long ns) => Assert.Equal(ns, Numbers.Instant(Word(text), InBtc));

    [Fact]
    public void What_is_off_the_grid_is_not_rounded()
    {
        LanguageException problem = Assert.Throws<LanguageException>(() => ValueReader.Price(Word("60000.05"), InBtc));
        Assert.Equal((3, 7), (problem.Line, problem.Column));
    }

    // The records in which the whole state is told are for machines.
    private static bool IsWritten(Type type) =>
        typeof(ICommandBody).IsAssignableFrom(type)
        || (typeof(IEventBody).IsAssignableFrom(type) && !type.Name.StartsWith("State", StringComparison.Ordinal));

    [Fact]
    public void Every_field_of_every_event_and_command_can_be_written()
    {
        foreach (Type type in typeof(ICommandBody).Assembly.GetTypes().Where(t => t.IsValueType && IsWritten(t)))
        {
            IReadOnlyList<Field> fields = Field.Of(type);
            Assert.Equal(fields.Count, fields.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count());
            object body = Activator.CreateInstance(type)!;
            foreach (Field field in fields)
            {
                object value = field.Get(body);
                field.Set(body, value);
                Assert.NotNull(ValueWriter.Write(field, value, InBtc));
            }
        }
    }

    [Fact]
    public void Flags_are_joined_by_commas()
    {
        Assert.Equal(OrderFlags.PostOnly | OrderFlags.Slide, EnumWords.Read(typeof(OrderFlags), Word("post-only,slide")));
        Assert.Equal(StpMode.Decrement, EnumWords.Read(typeof(StpMode), Word("dc")));
        Assert.Equal("IOC_REMAINDER", EnumWords.Show(CancelReason.IocRemainder));
    }
}
