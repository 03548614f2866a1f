using Peregrine.Core;
using Peregrine.Engine.Matching;
using Xunit;

namespace Peregrine.Engine.Tests;

public sealed class GenesisTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(100)]
    [InlineData(LevelBitmap.SizeMax * 2)]
    public void A_window_that_a_book_cannot_have_is_refused_at_genesis_and_not_at_the_first_listing(int ladderTicks) =>
        Assert.Equal(RejectCode.BadParameter, Found(Genesis.Default with { LadderTicks = ladderTicks }));

    [Fact]
    public void The_default_venue_holds_a_million_of_everything_and_wastes_no_half_of_its_index()
    {
        Genesis room = Genesis.Default;
        Assert.True(room.AccountsMax >= 1_000_000 && room.PositionsMax >= 1_000_000 && room.OrdersMax >= 1_000_000 && room.TriggersMax >= 1_000_000);
        int indexed = room.OrdersMax + room.TriggersMax + room.TwapsMax;
        Assert.Equal(2 * indexed, new OrderIndex(indexed).Capacity);
    }

    private static RejectCode Found(Genesis genesis)
    {
        var engine = new Engine(new EventWriter());
        Command command = Command.Of(in genesis);
        command.Header.Seq = 1;
        return engine.Apply(in command);
    }
}
