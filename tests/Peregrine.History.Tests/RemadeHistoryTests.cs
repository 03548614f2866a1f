using Peregrine.Core;
using Peregrine.History.Sqlite;

namespace Peregrine.History.Tests;

/// <summary>A history that is made again is there as a whole, or the old one is there as it was.</summary>
public sealed class RemadeHistoryTests
{
    [Fact]
    public void The_old_one_stays_until_the_new_one_is_whole()
    {
        Venue venue = new(1, 400);
        using StoreFile file = new();
        string original = Stored(file, venue);
        using (RemadeHistory half = RemadeHistory.Begin(file.Path))
        {
            Assert.NotEqual(0, half.OldCursor);
            half.Store.Store(venue.Events[0]);
        }
        Assert.Equal(original, Everything(file));
        Assert.Equal(["history.db"], file.Names);

        // As a crash in the middle leaves it.
        File.WriteAllText(file.Path + ".new", "half");
        File.WriteAllText(file.Path + ".new-wal", "of it");
        using (RemadeHistory whole = RemadeHistory.Begin(file.Path))
        {
            whole.Store.Store(venue.All);
            whole.Finish(keepsOld: false);
        }
        Assert.Equal(original, Everything(file));
        Assert.Equal(["history.db"], file.Names);
    }

    [Fact]
    public void One_that_somebody_reads_is_not_replaced()
    {
        Venue venue = new(1, 400);
        using StoreFile file = new();
        string original = Stored(file, venue);
        using (SqliteHistory reader = file.Open())
        {
            using RemadeHistory made = RemadeHistory.Begin(file.Path);
            made.Store.Store(venue.Events[0]);
            StorageException refused = Assert.Throws<StorageException>(() => made.Finish(keepsOld: true));
            Assert.Contains("another program holds it", refused.Message, StringComparison.Ordinal);
        }
        Assert.Equal(original, Everything(file));
    }

    [Fact]
    public void One_that_begins_later_knows_what_was_listed_and_leaves_the_old_one_beside_it()
    {
        Venue venue = new(1, 400);
        using StoreFile file = new();
        string original = Stored(file, venue);
        using (RemadeHistory made = RemadeHistory.Begin(file.Path))
        {
            made.CopyLists();
            made.Finish(keepsOld: true);
        }
        using (SqliteHistory store = file.Open())
        {
            Assert.NotEmpty(store.ReadMarkets());
            Assert.NotEmpty(store.ReadAssets());
            Assert.Equal(0, store.Cursor);
        }
        File.Move(RemadeHistory.KeptPath(file.Path), file.Path, overwrite: true);
        Assert.Equal(original, Everything(file));
    }

    [Fact]
    public void One_that_is_no_history_is_not_replaced()
    {
        using StoreFile file = new();
        File.WriteAllText(file.Path, "This is no history, and whoever reads it says so.");
        Assert.Throws<StorageException>(() => RemadeHistory.Begin(file.Path));
        Assert.True(File.Exists(file.Path));
    }

    private static string Stored(StoreFile file, Venue venue)
    {
        using SqliteHistory store = file.Open();
        store.Store(venue.All);
        return StoreFile.Everything(store);
    }

    private static string Everything(StoreFile file)
    {
        using SqliteHistory store = file.Open();
        return StoreFile.Everything(store);
    }
}
