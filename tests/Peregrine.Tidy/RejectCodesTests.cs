using Peregrine.Tidy.Rules;

namespace Peregrine.Tidy;

public class RejectCodesTests
{
    private static readonly TextFile Nothing = new("later.txt", "");

    private static readonly TextFile Codes = new(RejectCodes.EnumPath,
        "public enum RejectCode : ushort { None = 0, NotPermitted = 101, OiCap, InsufficientMargin = 202, Busy = 901, ShuttingDown }");

    [Fact]
    public void Every_reject_code_is_produced_by_a_scenario() => Complaints.None(RejectCodes.Check(Repository.Files, Repository.Exceptions("reject-codes-later.txt")));

    [Fact]
    public void Without_the_enum_there_is_nothing_to_ask() => Complaints.None(RejectCodes.Check([], Nothing));

    [Fact]
    public void An_enum_that_cannot_be_read_does_not_pass_for_an_empty_one() =>
        Complaints.Are(RejectCodes.Check([new TextFile(RejectCodes.EnumPath, "public enum Renamed { A }")], Nothing), "no member");

    [Fact]
    public void The_rule_sees_a_code_that_no_scenario_produces() => Complaints.Are(
        RejectCodes.Check([Codes, Scenario("place a buy 1 @ 1 cancel #1 -> reject INSUFFICIENT_MARGIN # and not OI_CAP\n# NOT_PERMITTED is only spoken of\nX_OI_CAP")], Nothing),
        "NOT_PERMITTED: no scenario", "OI_CAP: no scenario");

    [Fact]
    public void A_code_may_wait_with_a_reason_and_not_after_it_is_produced()
    {
        TextFile scenario = Scenario("-> NOT_PERMITTED\n-> INSUFFICIENT_MARGIN");
        Complaints.None(RejectCodes.Check([Codes, scenario], new TextFile("later.txt", "OI_CAP # open interest is not built yet")));
        Complaints.Are(RejectCodes.Check([Codes, scenario], new TextFile("later.txt", "OI_CAP")), "needs a reason");
        Complaints.Are(RejectCodes.Check([Codes, scenario], new TextFile("later.txt", "OI_CAP # later\nNOT_PERMITTED # later")), "no longer needed");
    }

    [Theory]
    [InlineData("InsufficientMargin", "INSUFFICIENT_MARGIN")]
    [InlineData("OiCap", "OI_CAP")]
    [InlineData("TwapEnd", "TWAP_END")]
    [InlineData("FOKNotFillable", "FOK_NOT_FILLABLE")]
    [InlineData("Busy", "BUSY")]
    public void Names_become_wire_names(string name, string wire) => Assert.Equal(wire, RejectCodes.UpperSnake(name));

    private static TextFile Scenario(string text) => new("tests/Peregrine.Scenarios/Scenarios/orders/one.txt", text);
}
