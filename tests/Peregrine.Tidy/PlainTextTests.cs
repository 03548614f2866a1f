using Peregrine.Tidy.Rules;

namespace Peregrine.Tidy;

public class PlainTextTests
{
    // In two pieces: this file is read by the rule it tests.
    private const string Later = "TO" + "DO", Broken = "FIX" + "ME", Machine = "/wo" + "rk/tree", Home = "/ro" + "ot/.cache";

    [Fact]
    public void No_text_holds_a_machine_path_or_a_promise() => Complaints.None(PlainText.CheckWords(Repository.Files));

    [Fact]
    public void No_file_has_regions_or_is_a_drawer() => Complaints.None(PlainText.CheckFolds(Repository.Files));

    [Fact]
    public void The_rule_sees_machine_paths_and_promises() => Complaints.Are(
        PlainText.CheckWords([new TextFile("a.md", $"see {Machine}\nand \"{Home}\""), new TextFile("b.cs", $"// {Later}: later\n// {Broken}")]),
        "a.md(1)", "a.md(2)", "b.cs(1)", "b.cs(2)");

    [Fact]
    public void A_link_or_a_longer_word_is_neither() =>
        Complaints.None(PlainText.CheckWords([new TextFile("a.md", $"https://example.org{Machine} and docs{Machine} and {Later}S")]));

    [Fact]
    public void The_rule_sees_regions_and_drawers() => Complaints.Are(
        PlainText.CheckFolds([new TextFile("src/Price.cs", "class A {\n #region Private\n #endregion\n}"), new TextFile("src/StringHelpers.cs", ""), new TextFile("src/Utils.cs", "")]),
        "#region", "name the file", "name the file");
}
