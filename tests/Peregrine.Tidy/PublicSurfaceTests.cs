using Peregrine.Core;
using Peregrine.Tidy.Rules;

namespace Peregrine.Tidy;

public class PublicSurfaceTests
{
    private const string CorePath = "tests/Peregrine.Tidy/public-surface/Peregrine.Core.txt";

    private static bool Blessing => Environment.GetEnvironmentVariable("PEREGRINE_BLESS") == "1";

    [Fact]
    public void The_public_surface_of_Core_is_the_committed_one()
    {
        string[] actual = PublicSurface.Describe(typeof(Side).Assembly.GetTypes());
        string[] committed = Repository.TextOrEmpty(CorePath).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Complaints.None(PublicSurface.Lost(committed, actual));
        if (Blessing) File.WriteAllText(Path.Combine(Repository.Root, CorePath), string.Join('\n', actual) + "\n");
        else Complaints.None(PublicSurface.Compare(committed, actual).Append("verify --bless rewrites the file; review its diff").SkipLast(committed.SequenceEqual(actual) ? 1 : 0));
    }

    [Fact]
    public void The_description_names_kinds_members_and_numbers()
    {
        string[] lines = PublicSurface.Describe([typeof(Sample), typeof(SampleKind), typeof(Hidden)]);
        string sample = "Peregrine.Tidy.PublicSurfaceTests.Sample";
        Assert.Contains($"{sample} : readonly struct, System.IEquatable<{sample}>", lines);
        Assert.Contains($"{sample}.Value : Int64 {{ get; init; }}", lines);
        Assert.Contains($"{sample}.op_UnaryNegation({sample}) : static {sample}", lines);
        Assert.Contains($"{sample}.TryTake(in Int32, ref Int32, out Int64) : Boolean", lines);
        Assert.Contains("Peregrine.Tidy.PublicSurfaceTests.SampleKind : enum Byte", lines);
        Assert.Contains("Peregrine.Tidy.PublicSurfaceTests.SampleKind.First = 1", lines);
        Assert.DoesNotContain(lines, l => l.Contains("Hidden", StringComparison.Ordinal) || l.Contains("PrintMembers", StringComparison.Ordinal));
    }

    [Fact]
    public void The_rule_sees_what_came_and_what_went() => Complaints.Are(
        PublicSurface.Compare(["A : class", "A.F() : void"], ["A : class", "A.G() : void"]),
        "no longer public: A.F()", "newly public: A.G()");

    [Fact]
    public void A_reject_code_an_event_or_a_command_may_not_go_even_with_a_blessing() => Complaints.Are(
        PublicSurface.Lost(
            ["P.Side.Buy = 1", "P.RejectCode : enum UInt16", "P.RejectCode.BookFull = 301", "P.EventKind.Trade = 4", "P.CommandKind.Tick = 2", "P.RejectCode.None = 0"],
            ["P.EventKind.Trade = 5", "P.RejectCode.None = 0", "P.RejectCode.New = 7"]),
        "P.RejectCode.BookFull = 301", "P.EventKind.Trade = 4", "P.CommandKind.Tick = 2");

    public enum SampleKind : byte
    {
        First = 1,
    }

    public readonly record struct Sample(long Value)
    {
        public static Sample operator -(Sample s) => new(-s.Value);
        public bool TryTake(in int a, ref int b, out long c)
        {
            c = Value + a + b++;
            return true;
        }
    }

    private sealed class Hidden;
}
