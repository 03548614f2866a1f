using System.Diagnostics;
using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Tests.Journal;

namespace Peregrine.Sequencer.Tests.Storage;

public sealed class PosixStorageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peregrine-storage-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_journal_on_a_real_disk_is_read_back()
    {
        using (PosixStorage storage = PosixStorage.At(_folder))
        using (FileCommandLog log = FileCommandLog.Open(storage, Journals.Small))
        {
            Journals.Append(log, [.. Enumerable.Repeat(40, 40)]);
            log.Tend();
        }
        using PosixStorage again = PosixStorage.At(_folder);
        using FileCommandLog reopened = FileCommandLog.Open(again, Journals.Small);
        Journals.AssertHolds(reopened, 1600);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_made_and_a_new_file_is_zeros_to_its_end()
    {
        using PosixStorage storage = PosixStorage.At(Path.Combine(_folder, "data"));
        using IStorageFile file = storage.Create("a", 3_000_001);
        byte[] bytes = new byte[3_000_010];
        Assert.Equal(3_000_001, file.Read(0, bytes));
        Assert.False(bytes.AsSpan().ContainsAnyExcept((byte)0));
        Assert.Throws<StorageException>(() => storage.Create("a", 1));
        Assert.Throws<StorageException>(() => storage.Open("b"));
        storage.Delete("a");
        Assert.DoesNotContain("a", storage.List());
    }

    [Fact]
    public void A_sparse_file_that_goes_to_the_disk_as_it_comes_holds_what_was_written_wherever_that_was()
    {
        using PosixStorage storage = PosixStorage.At(_folder);
        const int length = 3_000_001;
        byte[] expected = new byte[length];
        var random = new Random(11);
        using (IStorageFile file = storage.CreateSparse("events", length))
        {
            int at = 4096;
            for (int i = 0; i < 60; i++)
            {
                int count = Math.Min(random.Next(1, 90_000), length - at);
                // Now and then back into what has been written, as a header is.
                Put(file, i % 7 == 6 ? random.Next(at) : at, count);
                if (i % 7 != 6) at += count;
                if (i == 30) file.Flush();
            }
        }
        using IStorageFile again = storage.Open("events");
        byte[] actual = new byte[length];
        Assert.Equal(length, again.Read(0, actual));
        Assert.True(actual.AsSpan().SequenceEqual(expected));

        void Put(IStorageFile file, int offset, int count)
        {
            Span<byte> piece = expected.AsSpan(offset, Math.Min(count, length - offset));
            random.NextBytes(piece);
            file.Write(offset, piece);
        }
    }

    [Fact]
    public void A_sparse_file_reads_as_zeros_and_a_file_takes_anothers_name_in_one_step()
    {
        using PosixStorage storage = PosixStorage.At(_folder);
        foreach (byte version in new byte[] { 1, 2 })
        {
            using IStorageFile file = storage.CreateSparse("new", 1 << 20);
            byte[] bytes = new byte[1 << 20];
            Assert.Equal(bytes.Length, file.Read(0, bytes));
            Assert.False(bytes.AsSpan().ContainsAnyExcept((byte)0));
            file.Write(0, [version]);
            file.Flush();
            storage.Replace("new", "old");
        }
        using IStorageFile left = storage.Open("old");
        byte[] first = new byte[1];
        left.Read(0, first);
        Assert.Equal(2, first[0]);
        Assert.Equal(["lock", "old"], storage.List());
        Assert.Throws<StorageException>(() => storage.Replace("new", "old"));
        Assert.Throws<StorageException>(() => storage.CreateSparse("old", 1));
    }

    [Fact]
    public void A_second_opener_is_refused_with_the_holders_process_id()
    {
        using PosixStorage first = PosixStorage.At(_folder);
        StorageException e = Assert.Throws<StorageException>(() => PosixStorage.At(_folder));
        Assert.Contains($"in use by process {Environment.ProcessId}", e.Message, StringComparison.Ordinal);
        first.Dispose();
        PosixStorage.At(_folder).Dispose();
    }

    [Fact]
    public void A_folder_held_by_another_process_is_refused_until_it_ends()
    {
        File.WriteAllText(Path.Combine(_folder, "lock"), "");
        // flock(1) takes the same lock that a venue takes.
        using Process holder = Process.Start(new ProcessStartInfo("flock", [Path.Combine(_folder, "lock"), "sh", "-c", "echo $$ > \"$0\"; echo held; read line", Path.Combine(_folder, "lock")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", holder.StandardOutput.ReadLine());
        StorageException e = Assert.Throws<StorageException>(() => PosixStorage.At(_folder));
        Assert.Matches("in use by process [0-9]+", e.Message);
        holder.StandardInput.WriteLine();
        holder.WaitForExit();
        PosixStorage.At(_folder).Dispose();
    }

    [Fact]
    public void Looking_needs_no_lock_and_writes_nothing()
    {
        using PosixStorage writer = PosixStorage.At(_folder);
        using IStorageFile file = writer.Create("a", 8);
        PosixStorage looker = PosixStorage.ToReadAt(_folder);
        using IStorageFile same = looker.Open("a");
        Assert.Equal(8, same.Length);
        Assert.ThrowsAny<Exception>(() => same.Write(0, [1]));
        Assert.Throws<InvariantException>(() => looker.Create("b", 1));
    }
}
