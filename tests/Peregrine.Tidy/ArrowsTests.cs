using Peregrine.Tidy.Rules;

namespace Peregrine.Tidy;

public class ArrowsTests
{
    [Fact]
    public void Projects_reference_only_what_the_architecture_allows() => Complaints.None(Arrows.Check(Repository.Files));

    [Fact]
    public void Core_and_Engine_restore_nothing_but_analyzers() => Complaints.None(Arrows.CheckLocked(Repository.Files));

    [Fact]
    public void The_rule_sees_an_arrow_that_points_outward() => Complaints.Are(
        Arrows.Check([Project("Peregrine.Gateway", """<ProjectReference Include="..\Peregrine.Engine\Peregrine.Engine.csproj" />""")]),
        "Peregrine.Gateway may not reference Peregrine.Engine");

    [Fact]
    public void The_rule_sees_a_project_nobody_planned() => Complaints.Are(Arrows.Check([Project("Peregrine.Common", "")]), "not in the table");

    [Fact]
    public void The_rule_sees_a_package_in_the_engine() => Complaints.Are(
        Arrows.Check([Project("Peregrine.Engine", """<PackageReference Include="Dapper" />"""), Project("Peregrine.History", """<PackageReference Include="Dapper" />""")]),
        "Peregrine.Engine may not use the package Dapper");

    [Fact]
    public void The_server_knows_everybody_under_src_and_no_test() => Complaints.Are(
        Arrows.Check([Project("Peregrine.Server", """<ProjectReference Include="../Peregrine.Engine/Peregrine.Engine.csproj" /><ProjectReference Include="../../tests/X.Tests/X.Tests.csproj" />""")]),
        "may not reference X.Tests");

    [Fact]
    public void The_rule_sees_a_package_or_a_project_that_a_props_file_slipped_in() => Complaints.Are(
        Arrows.CheckLocked(
        [
            Lock("Peregrine.Core", """{"Meziantou.Analyzer":{"type":"Direct"},"Dapper":{"type":"Transitive"}}"""),
            Lock("Peregrine.Engine", """{"peregrine.core":{"type":"Project"},"peregrine.client":{"type":"Project"}}"""),
        ]),
        "Dapper", "peregrine.client");

    private static TextFile Lock(string name, string packages) => new($"src/{name}/packages.lock.json", """{"version":2,"dependencies":{"net10.0":""" + packages + "}}");
    private static TextFile Project(string name, string items) => new($"src/{name}/{name}.csproj", $"<Project><ItemGroup>{items}</ItemGroup></Project>");
}
