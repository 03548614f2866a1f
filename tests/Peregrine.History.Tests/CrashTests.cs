using Peregrine.History.Sqlite;
using Peregrine.Twin;

namespace Peregrine.History.Tests;

public sealed class CrashTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void A_crash_anywhere_and_events_told_again_from_anywhere_before_make_the_same_rows(ulong seed)
    {
        Venue venue = new(seed * 2, 500, liquidates: seed == 3);
        using StoreFile whole = new();
        using SqliteHistory original = whole.Open();
        original.Store(venue.All);
        string expected = StoreFile.Everything(original);

        Rng rng = new(seed);
        StoreFile file = new();
        int at = 0;
        int crashes = 0;
        while (at < venue.Events.Count)
        {
            StoreFile next = new();
            using (SqliteHistory store = file.Open())
            {
                // What is in already is told again now and then.
                int from = rng.Of(0, Math.Max(0, at));
                int to = Math.Min(venue.Events.Count, at + rng.Of(1, 60));
                bool isBefore = rng.Of(0, 1) == 0;
                if (isBefore) store.BeforeCommit = () => file.CopyTo(next);
                store.Store([.. venue.Events[from..to].SelectMany(e => e)]);
                if (!isBefore) file.CopyTo(next);
            }
            file.Dispose();
            // The machine goes on with what the disk held at that moment.
            file = next;
            using SqliteHistory back = file.Open();
            at = venue.Events.FindIndex(e => Venue.SeqOf(e) > back.Cursor) is var found and >= 0 ? found : venue.Events.Count;
            crashes++;
        }
        using (SqliteHistory last = file.Open()) Assert.Equal(expected, StoreFile.Everything(last));
        file.Dispose();
        Assert.True(crashes > 5);
    }

    [Fact]
    public void A_transaction_that_fails_leaves_nothing_and_is_made_again()
    {
        Venue venue = new(4, 400);
        using StoreFile file = new();
        using SqliteHistory store = file.Open();
        byte[] first = [.. venue.Events[..100].SelectMany(e => e)];
        byte[] second = [.. venue.Events[100..].SelectMany(e => e)];
        store.Store(first);
        string before = StoreFile.Everything(store);
        long cursor = store.Cursor;
        store.BeforeCommit = () => throw new InvalidOperationException("killed");
        Assert.Throws<InvalidOperationException>(() => store.Store(second));
        Assert.Equal((before, cursor), (StoreFile.Everything(store), store.Cursor));
        store.BeforeCommit = null;
        store.Store(second);
        string after = StoreFile.Everything(store);
        Assert.NotEqual(before, after);
        store.Forget();
        Assert.Equal(0, store.Cursor);
        store.Store(venue.All);
        Assert.Equal(after, StoreFile.Everything(store));
    }
}
