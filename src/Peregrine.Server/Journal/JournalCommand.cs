using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Tools;

namespace Peregrine.Server.Journal;

/// <summary><c>peregrine journal …</c>: what operators do with a journal while no venue runs on it.</summary>
internal static class JournalCommand
{
    public const int Done = 0, Trouble = 1, BadUsage = 2;

    public const string Usage = """
        usage: peregrine journal verify DIRECTORY
               peregrine journal dump DIRECTORY [FROM-SEQ [COUNT]]
               peregrine journal repair DIRECTORY --from DIRECTORY
               peregrine journal repair DIRECTORY --cut-after SEQ
               peregrine journal skip DIRECTORY SEQ --by OPERATOR OPERATOR
        """;

    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        try
        {
            return args switch
            {
                ["verify", var directory] => Verify(directory, output),
                ["dump", var directory] => Dump(directory, output, 1, long.MaxValue),
                ["dump", var directory, var from] => Dump(directory, output, Seq(from), long.MaxValue),
                ["dump", var directory, var from, var count] => Dump(directory, output, Seq(from), Seq(count)),
                ["repair", var directory, "--from", var other] => RepairFrom(directory, other, output),
                ["repair", var directory, "--cut-after", var seq] => CutAfter(directory, Seq(seq), output),
                ["skip", var directory, var seq, "--by", var first, var second] => Skip(directory, Seq(seq), first, second, output),
                _ => throw new FormatException(Usage),
            };
        }
        catch (FormatException e)
        {
            errors.WriteLine(e.Message);
            return BadUsage;
        }
        catch (Exception e) when (e is JournalException or StorageException)
        {
            errors.WriteLine(e.Message);
            return Trouble;
        }
    }

    private static int Verify(string directory, TextWriter output)
    {
        using PosixStorage storage = Look(directory);
        JournalCheck check = JournalCheck.Of(storage);
        foreach (string line in check.Segments) output.WriteLine(line);
        foreach (string line in check.Snapshots) output.WriteLine(line);
        if (check.Torn is { } torn) output.WriteLine($"torn tail, to be cut off at the next start: {torn}");
        if (check.Damage is { } damage) throw damage;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sound up to command {check.LastSeq}"));
        return Done;
    }

    private static int Dump(string directory, TextWriter output, long fromSeq, long count)
    {
        using PosixStorage storage = Look(directory);
        JournalTools.Dump(storage, output, fromSeq, count);
        return Done;
    }

    private static int RepairFrom(string directory, string other, TextWriter output)
    {
        using PosixStorage replica = Look(other);
        using PosixStorage storage = Hold(directory);
        output.WriteLine(JournalRepair.From(storage, replica));
        return Done;
    }

    private static int CutAfter(string directory, long seq, TextWriter output)
    {
        using PosixStorage storage = Hold(directory);
        output.WriteLine(JournalRepair.CutAfter(storage, seq));
        return Done;
    }

    private static int Skip(string directory, long seq, string first, string second, TextWriter output)
    {
        using PosixStorage storage = Hold(directory);
        output.WriteLine(JournalTools.Skip(storage, new JournalOptions(), seq, first, second));
        return Done;
    }

    // To look needs no lock, so that a running venue's journal can be verified and dumped too.
    internal static PosixStorage Look(string directory) => PosixStorage.ToReadAt(Existing(directory));

    internal static PosixStorage Hold(string directory) => PosixStorage.At(Existing(directory));

    // A mistyped name must not become an empty journal that verifies well.
    private static string Existing(string directory) =>
        Directory.Exists(directory) ? directory : throw new StorageException($"there is no directory '{directory}'");

    private static long Seq(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seq) ? seq : throw new FormatException($"'{text}' is no sequence number\n{Usage}");
}
