using Peregrine.Tidy.Rules;

namespace Peregrine.Tidy;

public class CashMovesTests
{
    [Fact]
    public void Cash_moves_in_one_place() => Complaints.None(CashMoves.Check(Repository.Files));

    [Theory]
    [InlineData("state.Accounts[account].Cash += amount;")]
    [InlineData("account.Cash -= fee;")]
    [InlineData("owner.Cash = before;")]
    [InlineData("ref Micros cash = ref Accounts[account].Cash;")]
    public void The_rule_sees_each_way_around_it(string code) =>
        Complaints.Are(CashMoves.Check([new TextFile("src/Peregrine.Engine/Bad.cs", code)]), "Bad.cs:1");

    [Fact]
    public void To_read_it_or_to_tell_it_is_no_write() => Complaints.None(CashMoves.Check(
    [
        new TextFile("src/Peregrine.Engine/Good.cs", "told.Cash = account.Cash;\nif (account.Cash == before) return;\nnew MarginMoved { Cash = owner.Cash };"),
    ]));
}
