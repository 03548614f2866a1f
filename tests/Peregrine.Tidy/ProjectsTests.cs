using Peregrine.Tidy.Rules;

namespace Peregrine.Tidy;

public class ProjectsTests
{
    [Fact]
    public void Every_project_has_a_lock_file_and_no_lock_file_names_a_host() => Complaints.None(Projects.CheckLockFiles(Repository.Files));

    [Fact]
    public void Every_project_stands_in_the_solution() => Complaints.None(Projects.CheckSolution(Repository.Files));

    [Fact]
    public void Core_and_Engine_hand_the_banned_symbols_to_the_analyzer() => Complaints.None(Projects.CheckBannedSymbols(Repository.Files));

    [Fact]
    public void The_rule_sees_a_missing_lock_file() => Complaints.Are(Projects.CheckLockFiles([new TextFile("src/A/A.csproj", "")]), "no packages.lock.json");

    [Fact]
    public void The_rule_sees_a_host_in_a_lock_file_and_lets_sponsors_be() => Complaints.Are(
        Projects.CheckLockFiles(
        [
            new TextFile("src/A/packages.lock.json", """{ "source": "https://packages.example/v3" }"""),
            new TextFile("web/package-lock.json", """{ "funding": { "url": "https://sponsors.example" }, "resolved": "https://npm.example/a.tgz" }"""),
        ]),
        "packages.example", "npm.example");

    [Fact]
    public void The_rule_sees_a_project_outside_the_solution() => Complaints.Are(
        Projects.CheckSolution(
        [
            new TextFile("Peregrine.slnx", """<Project Path="src/A/A.csproj" />"""),
            new TextFile("src/A/A.csproj", ""),
            new TextFile("src/B/B.csproj", ""),
        ]),
        "src/B/B.csproj");

    [Fact]
    public void The_rule_sees_a_core_without_the_list_and_a_silenced_analyzer() => Complaints.Are(
        Projects.CheckBannedSymbols([new TextFile("src/Peregrine.Core/Peregrine.Core.csproj", ""), new TextFile("src/Peregrine.Engine/Engine.cs", "#pragma warning disable RS0030")]),
        "does not hand", "System.Linq", "not to be tuned");
}
