using Peregrine.Core;
using Peregrine.Crash.Venue;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Snapshots;
using Peregrine.Sequencer.Storage;

namespace Peregrine.Crash.Golden;

/// <summary>Data directories of programs with older rules: what was drained is taken over, what was not is refused by the name of its rules.</summary>
public class UpgradeTests
{
    private static readonly string Root = Path.Combine(GoldenPlace.Root, "..", "upgrades");

    public static TheoryData<string> Names() =>
        [.. Directory.EnumerateDirectories(Root).SelectMany(Directory.EnumerateDirectories).Select(static path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_is_one_for_all_rules_that_are_taken_over()
    {
        int[] kept = [.. Directory.EnumerateDirectories(Root).Select(static path => int.Parse(Path.GetFileName(path)["rules-".Length..])).Order()];
        Assert.Equal(Enumerable.Range(Engine.Engine.OldestRulesVersion, Engine.Engine.RulesVersion - Engine.Engine.OldestRulesVersion), kept);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_was_drained_goes_on_under_the_new_rules(string name)
    {
        string folder = CopyOf(name);
        try
        {
            long drained = Drain(folder);
            string old = Assert.Single(Directory.GetFiles(folder, "*.snapshot"));
            byte[] bytes = await File.ReadAllBytesAsync(old);
            long acknowledged;
            using (VenueHost venue = Start(folder))
            {
                Assert.Equal((drained, drained), (venue.Recovered.FromSeq, venue.Recovered.ToSeq));
                CommandReceipt receipt = await venue.Port.Submit([Command.Of(new CreateAccount { Request = new(1, 77) })]);
                Assert.Equal(RejectCode.None, receipt.Code);
                acknowledged = receipt.Seq;
            }
            // As a crash before the first new snapshot would have left it.
            foreach (string path in Directory.GetFiles(folder, "*.snapshot")) File.Delete(path);
            await File.WriteAllBytesAsync(old, bytes);
            using PosixStorage storage = PosixStorage.At(folder);
            using FileCommandLog log = FileCommandLog.Open(storage, new JournalOptions());
            RecoveryReport again = Recovery.Run(storage, log, SnapshotSet.Load(storage), new Nobody(), out Engine.Engine engine);
            Assert.Equal(drained, again.FromSeq);
            Assert.True(again.ToSeq >= acknowledged);
            engine.CheckInvariants();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_not_is_refused_and_left_as_it_was(string name)
    {
        string folder = CopyOf(name);
        try
        {
            Dictionary<string, byte[]> before = Journals(folder);
            JournalException refused = Assert.Throws<JournalException>(() => Start(folder).Dispose());
            Assert.Contains($"under rules {RulesOf(name)}", refused.Message, StringComparison.Ordinal);
            Assert.Contains("start the program that wrote them, let it drain", refused.Message, StringComparison.Ordinal);
            Assert.Equal(before, Journals(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static VenueHost Start(string folder) => VenueHost.Start(VenueSettings.For(folder, segmentBytes: 64 * 1024, snapshotEvery: 1000));

    // These programs left their snapshot in the middle; a drained one leaves nothing behind it.
    private static long Drain(string folder)
    {
        using PosixStorage storage = PosixStorage.At(folder);
        long seq = Assert.Single(SnapshotSet.Load(storage).Seqs);
        Segment only = Assert.Single(SegmentSet.Load(storage).Used);
        long end;
        using (var cursor = new SegmentCursor(storage.Open(only.Name), only.Header))
        {
            while (cursor.NextSeq <= seq) Assert.True(cursor.TryNext());
            end = cursor.Offset;
        }
        using FileStream file = File.OpenWrite(Path.Combine(folder, only.Name));
        file.SetLength(end);
        return seq;
    }

    private static Dictionary<string, byte[]> Journals(string folder) =>
        Directory.EnumerateFiles(folder, "*.journal").ToDictionary(static path => Path.GetFileName(path), File.ReadAllBytes);

    private static string RulesOf(string name) => name.Split(Path.DirectorySeparatorChar)[0]["rules-".Length..];

    private static string CopyOf(string name)
    {
        string copy = Directory.CreateTempSubdirectory("peregrine-upgrade-").FullName;
        foreach (string path in Directory.EnumerateFiles(Path.Combine(Root, name)))
        {
            if (Path.GetExtension(path) is ".journal" or ".snapshot") File.Copy(path, Path.Combine(copy, Path.GetFileName(path)));
        }
        return copy;
    }

    private sealed class Nobody : IEventSink
    {
        public void Take(ReadOnlySpan<byte> events)
        {
        }
    }
}
