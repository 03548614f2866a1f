using Peregrine.Tidy.Rules;

namespace Peregrine.Tidy;

public class LengthsTests
{
    private static readonly TextFile Nothing = new("list.txt", "# a comment\n\n");

    [Fact]
    public void No_function_is_newly_past_seventy_lines() => Complaints.None(Lengths.CheckFunctions(Repository.Files, Repository.Exceptions("long-functions.txt")));

    [Fact]
    public void No_file_is_newly_past_four_hundred_lines() => Complaints.None(Lengths.CheckFiles(Repository.Files, Repository.Exceptions("long-files.txt")));

    [Fact]
    public void Seventy_lines_pass_and_seventy_one_do_not()
    {
        TextFile good = Source($"class A {{\n/// <summary>Long\n/// talk.</summary>\n[Obsolete]\n{Method("Good", 70)}\n}}");
        TextFile bad = Source($"class A {{ {Method("Bad", 71)} }}");
        Complaints.None(Lengths.CheckFunctions([good], Nothing));
        Complaints.Are(Lengths.CheckFunctions([bad], Nothing), "src/A.cs A.Bad: 71 lines");
    }

    [Fact]
    public void Constructors_accessors_local_functions_and_programs_are_functions_too()
    {
        string body = new('\n', 70);
        Complaints.Are(
            Lengths.CheckFunctions([Source($"class A {{ A() {{{body}}} int P {{ get {{{body} return 1; }} }} int Q =>{body} 1; }}")], Nothing),
            "A.P.get", "A.Q", "A.constructor");
        Complaints.Are(Lengths.CheckFunctions([Source($"F();{body}void F() {{ }}")], Nothing), "src/A.cs top-level");
        Complaints.Are(Lengths.CheckFunctions([Source($"class A {{ void M() {{ void L() {{{body}}} }} }}")], Nothing), "A.M:", "A.M.L:");
    }

    [Fact]
    public void An_entry_with_a_reason_excuses_and_an_entry_no_longer_needed_fails()
    {
        TextFile bad = Source($"class A {{ {Method("Bad", 71)} }}");
        Complaints.None(Lengths.CheckFunctions([bad], new TextFile("list.txt", "src/A.cs A.Bad # a list of checks in public order")));
        Complaints.Are(Lengths.CheckFunctions([bad], new TextFile("list.txt", "src/A.cs A.Bad")), "needs a reason");
        Complaints.Are(Lengths.CheckFunctions([], new TextFile("list.txt", "src/A.cs A.Bad # gone")), "no longer needed");
        Complaints.Are(Lengths.CheckFunctions([bad], new TextFile("list.txt", "src/A.cs A.Bad # once\nsrc/A.cs A.Bad # twice")), "stands there twice");
    }

    [Fact]
    public void Four_hundred_lines_pass_and_one_more_does_not()
    {
        Complaints.None(Lengths.CheckFiles([Source(new string('\n', 400))], Nothing));
        Complaints.Are(Lengths.CheckFiles([Source(new string('\n', 401))], Nothing), "401 lines");
        Complaints.None(Lengths.CheckFiles([new TextFile("tests/A.cs", new string('\n', 401))], Nothing));
    }

    private static TextFile Source(string text) => new("src/A.cs", text);
    private static string Method(string name, int lines) => $"void {name}()\n{{{new string('\n', lines - 2)}}}";
}
