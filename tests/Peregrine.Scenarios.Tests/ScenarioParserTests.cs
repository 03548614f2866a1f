using Peregrine.Scenarios.Language;
using Xunit;

namespace Peregrine.Scenarios.Tests;

public sealed class ScenarioParserTests
{
    [Fact]
    public void A_statement_is_cut_at_arrow_and_bars()
    {
        Statement statement = Assert.Single(ScenarioParser.Parse("place alice buy 1 -> only accepted a1 | rests 1"));
        Assert.True(statement.Only);
        Assert.Equal("place alice buy 1", string.Join(' ', statement.Members[0]));
        Assert.Equal("accepted a1/rests 1", string.Join('/', statement.Expected.Select(e => string.Join(' ', e))));
    }

    [Fact]
    public void Lines_that_begin_with_a_bar_a_plus_or_an_arrow_continue()
    {
        IReadOnlyList<Statement> statements = ScenarioParser.Parse("place alice buy 1\n  + exit stop 2\n  -> accepted e\n  | accepted s\ntick");
        Assert.Equal(2, statements.Count);
        Assert.Equal(2, statements[0].Members.Count);
        Assert.Equal(2, statements[0].Expected.Count);
        Assert.Equal(5, statements[1].Line);
    }

    [Fact]
    public void A_comment_needs_a_blank_after_its_sign()
    {
        Statement statement = Assert.Single(ScenarioParser.Parse("# title\n\ncancel #7.0 # why"));
        Assert.Equal("cancel #7.0", string.Join(' ', statement.Members[0]));
    }

    [Theory]
    [InlineData("| accepted a1", 1, 1)]
    [InlineData("tick\n\nplace a | b", 3, 9)]
    [InlineData("tick -> ok |", 1, 12)]
    public void A_misplaced_sign_names_its_place(string text, int line, int column)
    {
        LanguageException problem = Assert.Throws<LanguageException>(() => ScenarioParser.Parse(text));
        Assert.Equal((line, column), (problem.Line, problem.Column));
    }

    [Theory]
    [InlineData("InsufficientMargin", "INSUFFICIENT_MARGIN", "insufficient-margin")]
    [InlineData("OiCap", "OI_CAP", "oi-cap")]
    [InlineData("FokNotFillable", "FOK_NOT_FILLABLE", "fok-not-fillable")]
    public void A_name_has_three_spellings(string pascal, string upper, string kebab)
    {
        Assert.Equal(upper, Spelling.UpperSnake(pascal));
        Assert.Equal(kebab, Spelling.Kebab(pascal));
        Assert.Equal(Spelling.Key(pascal), Spelling.Key(upper));
        Assert.Equal(Spelling.Key(pascal), Spelling.Key(kebab));
    }
}
