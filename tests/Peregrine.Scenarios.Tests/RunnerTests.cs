using Peregrine.Core;
using Peregrine.Scenarios.Running;
using Xunit;

namespace Peregrine.Scenarios.Tests;

public sealed class RunnerTests
{
    private const string Setup = """
        # A market and two accounts.
        market BTC-PERP tick 0.1 lot 0.00001 class A
        account alice deposit 10000
        account bob

        """;

    private static IReadOnlyList<Failure> Run(string text) => ScenarioRunner.Run(Setup + text, sink => new ScriptedVenue(sink));

    [Fact]
    public void What_is_as_written_does_not_fail() => Assert.Empty(Run("""
        place alice buy 1 @ 60000 as a1   -> only accepted a1 new buy 1 @ 60000 | rests buy 1 @ 60000 | ok
        place bob sell 5l @ 60010 ioc     -> accepted | cancelled IOC_REMAINDER 5l | no trade | also ok
        book bids 1@60000 asks none
        check a1 state live rest 1 price 60000
        check alice orders 1 size 0
        place alice buy 0 @ 60000         -> only reject BAD_LOT
        """));

    [Theory]
    [InlineData("place alice buy 1 @ 60000 -> trade 1", "no such event")]
    [InlineData("place alice buy 1 @ 60000 -> rests 2", "order-visible is 1, not 2")]
    [InlineData("place alice buy 1 @ 60000 -> rests 1 | accepted", "it came earlier")]
    [InlineData("place alice buy 1 @ 60000 -> only rests 1", "expected nothing else")]
    [InlineData("place alice buy 1 @ 60000 -> no accepted", "expected no 'accepted'")]
    [InlineData("place alice buy 0 @ 60000", "refused with BAD_LOT")]
    [InlineData("place alice buy 1 @ 60000\nbook bids 2@60000", "bids of BTC-PERP are 1@60000, not 2@60000")]
    [InlineData("place alice buy 1 @ 60000 as a1\ncheck a1 rest 2", "rest is 1, not 2")]
    [InlineData("place alice buy 1 @ 60000\nplace bob sell 1 @ 60000", "crossed")]
    public void What_differs_is_told(string text, string expected)
    {
        Failure failure = Assert.Single(Run(text));
        Assert.Contains(expected, failure.Text, StringComparison.Ordinal);
        Assert.False(failure.IsLanguage);
    }

    [Theory]
    [InlineData("plce alice buy 1", "5:1", "did you mean place")]
    [InlineData("place alise buy 1 @ 1", "5:7", "does not understand 'alise'")]
    [InlineData("place alice buy 1 @ 60000 pst", "5:27", "did you mean post")]
    [InlineData("place alice buy 1 @ 60000 -> acepted", "5:30", "did you mean accepted")]
    [InlineData("place alice buy 1 @ 60000 -> cancelled USR", "5:40", "has no 'USR'")]
    [InlineData("place alice buy 1 @ 60000.05", "5:21", "not a whole number of steps")]
    [InlineData("check alice wealth 1", "5:13", "is no fact")]
    [InlineData("cancel a1", "5:8", "does not understand 'a1'")]
    [InlineData("at 3x tick", "5:4", "is not a time")]
    public void An_unknown_word_is_told_with_its_place(string text, string place, string expected)
    {
        Failure failure = Assert.Single(Run(text));
        Assert.True(failure.IsLanguage);
        Assert.StartsWith($"f.txt:{place}: ", failure.Show("f.txt"), StringComparison.Ordinal);
        Assert.Contains(expected, failure.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_are_stamped_dense_and_in_time()
    {
        ScriptedVenue? venue = null;
        IReadOnlyList<Failure> failures = ScenarioRunner.Run(Setup + "at 5s tick\nat +5s tick", sink => venue = new ScriptedVenue(sink));
        Assert.Empty(failures);
        Assert.Equal(Enumerable.Range(1, venue!.Seen.Count).Select(i => (long)i), venue.Seen.Select(c => c.Header.Seq));
        Assert.Equal(Session.StartNs + 10_000_000_000, venue.Seen[^1].Header.TimeNs);
        Assert.Equal(CommandKind.Genesis, venue.Seen[0].Header.Kind);
    }

    [Fact]
    public void Groups_carry_their_place()
    {
        ScriptedVenue? venue = null;
        ScenarioRunner.Run(Setup + "place alice buy 1 @ 60000\n + exit @ 61000 share 100%\n + exit stop 59000", sink => venue = new ScriptedVenue(sink));
        Command[] group = [.. venue!.Seen.TakeLast(3)];
        Assert.Equal([CommandKind.PlaceOrder, CommandKind.AddExit, CommandKind.AddExit], group.Select(c => c.Header.Kind));
        Assert.Equal([0, 1, 2], group.Select(c => (int)c.Header.GroupIndex));
        Assert.All(group, c => Assert.Equal((3, group[0].Header.Account), (c.Header.GroupCount, c.Header.Account)));
        Assert.Equal(new Ticks(590_000), Command.Body<AddExit>(in group[2]).TriggerPrice);
    }

    [Fact]
    public void Raw_values_and_header_settings_reach_the_bytes()
    {
        ScriptedVenue? venue = null;
        ScenarioRunner.Run(Setup + "place alice buy 5l @ 7t type 9 label 3 with version 2 key 4 byte 59 1", sink => venue = new ScriptedVenue(sink));
        Command command = venue!.Seen[^1];
        PlaceOrder order = Command.Body<PlaceOrder>(in command);
        Assert.Equal(((OrderType)9, new Lots(5), new Ticks(7), 3u), (order.Type, order.Qty, order.Price, order.Label));
        Assert.Equal((2, 4, 1), (command.Header.Version, command.Header.Key, Command.BodyBytesOf(in command)[59]));
    }
}
