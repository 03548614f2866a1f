using Peregrine.Tidy.Rules;

namespace Peregrine.Tidy;

public class DocLinksTests
{
    [Fact]
    public void Every_link_in_the_documents_leads_somewhere() => Complaints.None(DocLinks.Check(Repository.Files));

    [Fact]
    public void Commands_in_the_documents_name_projects_that_exist_or_say_planned() => Complaints.None(DocLinks.CheckCommands(Repository.Files));

    [Theory]
    [InlineData("[a](missing.md)", "leads nowhere")]
    [InlineData("[a](../README.md)", null)]
    [InlineData("[a](../../README.md)", "leads nowhere")]
    [InlineData("[a](/README.md)", "leads nowhere")]
    [InlineData("[a](b.md#second-thing-micros)", null)]
    [InlineData("[a](b.md#third)", "names a heading")]
    [InlineData("[a](#here)", null)]
    [InlineData("[a](#there)", "names a heading")]
    [InlineData("[a](decisions/)", null)]
    [InlineData("[a](https://example.org/x.md)", null)]
    [InlineData("`[a](missing.md)`", null)]
    [InlineData("```\n[a](missing.md)\n```", null)]
    [InlineData("see [a]\n\n[a]: missing.md", "leads nowhere")]
    [InlineData("<img src=\"missing.png\">", "leads nowhere")]
    public void The_rule_sees_a_dead_link(string text, string? complaint)
    {
        TextFile[] tree =
        [
            new("README.md", ""),
            new("docs/a.md", "# Here\n\n" + text),
            new("docs/b.md", "# First\n## Second thing: `micros`\n"),
            new("docs/decisions/001.md", ""),
        ];
        Complaints.Are(DocLinks.Check(tree), complaint is null ? [] : [complaint]);
    }

    [Fact]
    public void The_second_heading_of_a_name_gets_a_number() => Assert.Contains("cost-1", DocLinks.Anchors("# Cost\n# Cost\n"));

    [Fact]
    public void The_rule_sees_a_command_that_cannot_be_run_and_one_still_called_planned() => Complaints.Are(
        DocLinks.CheckCommands(
        [
            new TextFile("README.md", "dotnet run --project src/A\ndotnet run --project src/A  # planned\ndotnet run --project src/B\ndotnet run --project src/B/ (planned)"),
            new TextFile("src/B/B.csproj", ""),
        ]),
        "'src/A' is not in the tree", "'src/B' is in the tree");
}
