using Peregrine.Tidy.Rules;

namespace Peregrine.Tidy;

public class BannedWordsTests
{
    [Fact]
    public void Core_and_Engine_use_no_banned_word() => Complaints.None(BannedWords.Check(Repository.Files));

    [Theory]
    [InlineData("float x;", "'float'")]
    [InlineData("double x;", "'double'")]
    [InlineData("void F() { var x = (decimal)1; }", "'decimal'")]
    [InlineData("async void F() { }", "'async'")]
    [InlineData("void F() { await G(); }", "'await'")]
    [InlineData("void F() { lock (this) { } }", "'lock'")]
    [InlineData("DateTime t;", "'DateTime'")]
    [InlineData("System.Diagnostics.Stopwatch s;", "'Stopwatch'")]
    [InlineData("Random r;", "'Random'")]
    [InlineData("object F() => Guid . NewGuid();", "'Guid.NewGuid'")]
    [InlineData("long F() => Environment.TickCount64;", "'Environment.TickCount64'")]
    [InlineData("int F() => System.Linq.Enumerable.Count(a);", "'System.Linq'")]
    [InlineData("Task F();", "'Task'")]
    [InlineData("void F() => Thread.Sleep(1);", "'Thread'")]
    [InlineData("void F() => Console.Beep();", "'Console'")]
    [InlineData("long F() => (long)Math.Floor(x);", "'Math.Floor('")]
    [InlineData("long F() => (long)Math.Ceiling(x);", "'Math.Ceiling('")]
    [InlineData("Dictionary<int, int> d;", "'Dictionary<'")]
    [InlineData("HashSet<int> d;", "'HashSet<'")]
    public void The_rule_sees_each_word(string member, string expected) =>
        Complaints.Are(BannedWords.Check([new TextFile("src/Peregrine.Engine/Bad.cs", $"class Bad {{ {member} }}")]), expected);

    [Fact]
    public void A_word_in_a_comment_or_a_text_is_no_word() => Complaints.None(BannedWords.Check(
    [
        new TextFile("src/Peregrine.Engine/Good.cs", "/// <see cref=\"DateTime\"/>\nclass Good { // lock, double\n string s = \"async float\"; string r = $\"\"\"decimal {1}\"\"\"; int DoubleCount; }"),
    ]));

    [Fact]
    public void A_word_inside_an_interpolation_is_one() =>
        Complaints.Are(BannedWords.Check([new TextFile("src/Peregrine.Core/Bad.cs", "class Bad { string s = $\"{(double)1}\"; }")]), "'double'");

    [Fact]
    public void Core_may_hold_a_dictionary_and_others_may_await() => Complaints.None(BannedWords.Check(
    [
        new TextFile("src/Peregrine.Core/Good.cs", "class Good { Dictionary<int, int> d; }"),
        new TextFile("src/Peregrine.Gateway/Good.cs", "class Good { async void F() { await G(); } }"),
    ]));

    [Fact]
    public void Code_that_depends_on_the_build_is_refused() =>
        Complaints.Are(BannedWords.Check([new TextFile("src/Peregrine.Engine/Bad.cs", "class Bad {\n#if FAST\n double x;\n#endif\n}")]), "'#if'");
}
