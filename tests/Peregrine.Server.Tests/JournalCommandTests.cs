using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Storage;
using Peregrine.Server.Journal;

namespace Peregrine.Server.Tests;

public sealed class JournalCommandTests : IDisposable
{
    private static readonly JournalOptions Small = new() { SegmentBytes = 64 * 1024, GroupCommandsMax = 128 };
    private readonly string _root = Directory.CreateTempSubdirectory("peregrine-cli-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Verify_and_dump_tell_what_is_there_even_while_a_venue_runs_on_it()
    {
        string folder = Written("data");
        using PosixStorage venue = PosixStorage.At(folder);
        (int code, string output, _) = Run("verify", folder);
        Assert.Equal(JournalCommand.Done, code);
        Assert.Contains("00000001.journal: commands 1 to ", output, StringComparison.Ordinal);
        Assert.EndsWith("sound up to command 600\n", output, StringComparison.Ordinal);
        (code, output, _) = Run("dump", folder, "599");
        Assert.Equal((JournalCommand.Done, 2), (code, output.Count('\n')));
        (_, output, _) = Run("dump", folder, "10", "3");
        Assert.StartsWith("10 10000 CancelOrder", output, StringComparison.Ordinal);
        Assert.Equal(3, output.Count('\n'));
    }

    [Fact]
    public void Damage_is_named_with_its_place_and_repaired_from_a_replica()
    {
        string folder = Written("data"), replica = Written("replica");
        Flip(Path.Combine(folder, "00000001.journal"), 5000);
        (int code, _, string errors) = Run("verify", folder);
        Assert.Equal(JournalCommand.Trouble, code);
        Assert.Contains("00000001.journal is damaged at offset", errors, StringComparison.Ordinal);
        Assert.Equal(JournalCommand.Done, Run("repair", folder, "--from", replica).Code);
        Assert.Equal(JournalCommand.Done, Run("verify", folder).Code);
        Assert.Equal(JournalCommand.Trouble, Run("repair", folder, "--from", replica).Code);
    }

    [Fact]
    public void Giving_up_needs_the_last_readable_number()
    {
        string folder = Written("data");
        Flip(Path.Combine(folder, "00000001.journal"), 8000);
        Assert.Contains("was named: nothing was cut", Run("repair", folder, "--cut-after", "1").Errors, StringComparison.Ordinal);
        Assert.Equal(JournalCommand.Trouble, Run("verify", folder).Code);
    }

    [Fact]
    public void A_command_is_skipped_by_two_operators_and_not_while_a_venue_runs()
    {
        string folder = Written("data");
        Assert.Equal(JournalCommand.Trouble, Run("skip", folder, "7", "--by", "anna", "anna").Code);
        using (PosixStorage.At(folder)) Assert.Contains("in use by process", Run("skip", folder, "7", "--by", "anna", "ben").Errors, StringComparison.Ordinal);
        (int code, string output, _) = Run("skip", folder, "7", "--by", "anna", "ben");
        Assert.Equal((JournalCommand.Done, "commands 7 to 7 are left out of every replay from now on, by anna and ben.\n"), (code, output));
        Assert.EndsWith("(skipped)\n", Run("dump", folder, "7", "1").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("dump", "x", "one")]
    [InlineData("skip", "x", "1")]
    [InlineData("burn", "x")]
    public void What_it_does_not_understand_it_answers_with_its_usage(params string[] args)
    {
        (int code, _, string errors) = Run(args);
        Assert.Equal(JournalCommand.BadUsage, code);
        Assert.Contains("usage:", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistyped_directory_is_no_empty_journal()
    {
        (int code, _, string errors) = Run("verify", Path.Combine(_root, "nowhere"));
        Assert.Equal(JournalCommand.Trouble, code);
        Assert.Contains("there is no directory", errors, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Errors) Run(params string[] args)
    {
        using StringWriter output = new() { NewLine = "\n" }, errors = new() { NewLine = "\n" };
        int code = JournalCommand.Run(args, output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    private string Written(string name)
    {
        string folder = Path.Combine(_root, name);
        using PosixStorage storage = PosixStorage.At(folder);
        using FileCommandLog log = FileCommandLog.Open(storage, Small);
        long epoch = log.Acquire(0);
        for (long seq = 1; seq <= 600; seq += 20)
        {
            Command[] group = [.. Enumerable.Range(0, 20).Select(i => Cancel(seq + i))];
            Assert.Equal(AppendResult.Committed, log.Append(epoch, group, 0));
        }
        return folder;
    }

    private static Command Cancel(long seq)
    {
        Command command = Command.Of(new CancelOrder { Order = new(seq), ClientId = ClientOrderId.Parse($"a-long-name-for-an-order-{seq}") }, account: 1);
        (command.Header.Seq, command.Header.TimeNs) = (seq, seq * 1000);
        return command;
    }

    private static void Flip(string path, int at)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[at] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
