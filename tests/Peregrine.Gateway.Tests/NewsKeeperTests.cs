using Peregrine.Core;
using Peregrine.Gateway.Folds;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Tests;

/// <summary>What accounts were told lies in a file over a restart, and is taken only when it is what was written.</summary>
public sealed class NewsKeeperTests : IDisposable
{
    private const ulong VenueId = 77;
    private readonly string _folder = Directory.CreateTempSubdirectory("peregrine-news-").FullName;
    private readonly List<string> _told = [];

    private string FilePath => Path.Combine(_folder, "news");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Whoever_was_told_nothing_since_has_his_past_back()
    {
        using var venue = new HostedVenue();
        long quiet = await venue.OpenAccount(), busy = await venue.OpenAccount();
        await Keep(venue);
        for (int i = 0; i < 3; i++) await venue.Knock();
        AccountFold next = await Began(venue);
        Recall(next, venue);
        Assert.Equal([(1, quiet), (2, busy)], Known(next));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task Whoever_was_told_something_since_and_who_is_new_have_none()
    {
        using var venue = new HostedVenue();
        long first = await venue.OpenAccount();
        await venue.OpenAccount();
        await Keep(venue);
        await venue.OpenAccount();
        CommandReceipt closed = await venue.Port.Submit([Command.Of(new SetAccountStatus { Target = 2, Status = AccountStatus.ReduceOnly })]);
        Assert.Equal(RejectCode.None, closed.Code);
        AccountFold next = await Began(venue);
        Recall(next, venue);
        Assert.Equal([(1, first)], Known(next));
    }

    [Fact]
    public async Task A_file_that_is_not_as_it_was_written_is_not_used_and_says_why()
    {
        using var venue = new HostedVenue();
        await venue.OpenAccount();
        await Keep(venue);
        ToldState state = await StateOf(venue);
        byte[] whole = await File.ReadAllBytesAsync(FilePath);
        for (int at = 0; at < whole.Length; at += 3)
        {
            byte[] bent = [.. whole];
            bent[at] ^= 0x10;
            Refuses(venue, state, bent);
        }
        for (int length = 0; length < whole.Length; length += 5) Refuses(venue, state, whole[..length]);
        Refuses(venue, state, [.. whole, 0]);
        await File.WriteAllBytesAsync(FilePath, whole);
        AccountFold next = Began(state);
        Recall(next, venue);
        Assert.Single(Known(next));
    }

    [Fact]
    public async Task Another_venue_s_file_and_one_from_the_future_are_not_used()
    {
        using var venue = new HostedVenue();
        await venue.OpenAccount();
        await Keep(venue);
        AccountFold next = await Began(venue);
        Keeper(venue, next, VenueId + 1).Recall(next, next.Cursor, CancellationToken.None);
        Assert.Contains("another venue", Assert.Single(_told), StringComparison.Ordinal);
        Keeper(venue, next).Recall(next, 0, CancellationToken.None);
        Assert.Contains("speaks of command", _told[^1], StringComparison.Ordinal);
        Assert.Empty(Known(next));
    }

    [Fact]
    public async Task What_cannot_be_written_is_said_and_the_old_file_stays()
    {
        using var venue = new HostedVenue();
        await venue.OpenAccount();
        await Keep(venue);
        byte[] old = await File.ReadAllBytesAsync(FilePath);
        Directory.CreateDirectory(FilePath + ".next");
        await venue.OpenAccount();
        await Keep(venue);
        Assert.Contains("cannot be written down", Assert.Single(_told), StringComparison.Ordinal);
        Assert.Equal(old, await File.ReadAllBytesAsync(FilePath));
    }

    [Fact]
    public async Task A_file_that_there_was_no_room_for_is_not_left_behind()
    {
        using var venue = new HostedVenue();
        await venue.OpenAccount();
        // More than a slice, between two of which the disk is full.
        for (int i = 0; i < 2_000; i++) await venue.Port.Submit([Command.Of(new SetAccountStatus { Target = 1, Status = i % 2 == 0 ? AccountStatus.ReduceOnly : AccountStatus.Active })]);
        AccountFold fold = await Followed(venue);
        int slices = 0;
        Assert.Throws<IOException>(() => NewsFile.Write(FilePath, VenueId, fold.Cursor, fold.Views, () => throw new IOException($"no space left behind {++slices}")));
        Assert.Equal((1, 0), (slices, Directory.GetFiles(_folder).Length));
        NewsFile.Write(FilePath, VenueId, fold.Cursor, fold.Views, () => slices++);
        Assert.InRange(slices, 2, 4);
        AccountFold next = await Began(venue);
        Recall(next, venue);
        Assert.Single(Known(next));
    }

    private void Refuses(HostedVenue venue, ToldState state, byte[] file)
    {
        File.WriteAllBytes(FilePath, file);
        _told.Clear();
        AccountFold next = Began(state);
        Recall(next, venue);
        Assert.Single(_told);
        Assert.Empty(Known(next));
    }

    // A gateway that ends: its fold has heard everything, and is written down.
    private async Task Keep(HostedVenue venue)
    {
        NewsKeeper keeper = Keeper(venue, await Followed(venue));
        keeper.Start();
        keeper.Dispose();
    }

    private static async Task<AccountFold> Followed(HostedVenue venue)
    {
        AccountFold fold = new();
        IEventReader reader = venue.Follow(0);
        while (fold.Cursor < venue.Face.DurableSeq)
        {
            fold.Apply(reader.Next());
            await Task.Yield();
        }
        return fold;
    }

    private void Recall(AccountFold fold, HostedVenue venue) => Keeper(venue, fold).Recall(fold, fold.Cursor, CancellationToken.None);

    private NewsKeeper Keeper(HostedVenue venue, AccountFold fold, ulong venueId = VenueId) => new(new NewsPlace(FilePath, venueId), venue, () => (fold, true), _told.Add);

    private static async Task<AccountFold> Began(HostedVenue venue) => Began(await StateOf(venue));

    private static AccountFold Began(ToldState state)
    {
        AccountFold fold = new();
        foreach (ReadOnlyMemory<byte> piece in state.Events) fold.Load(piece.Span);
        return fold;
    }

    private static async Task<ToldState> StateOf(HostedVenue venue)
    {
        while (true)
        {
            Answer<ToldState> told = await venue.Questions.Ask<AskState, ToldState>(new AskState(), venue.Face.DurableSeq, CancellationToken.None);
            if (told.Code == RejectCode.None) return told.Value;
            // The shadow is on its way there.
            Assert.Equal(RejectCode.Lagging, told.Code);
        }
    }

    // The accounts that know what they were told first, and with which command.
    private static List<(int Account, long Seq)> Known(AccountFold fold)
    {
        List<(int, long)> known = [];
        byte[] room = new byte[1 << 20];
        for (int account = 1; fold.Views.TryRead(account, out _); account++)
        {
            PrivateRead read = fold.Views.ReadPrivate(account, 0, room);
            if (read.Outcome == PrivateOutcome.Messages) known.Add((account, read.LastSeq));
        }
        return known;
    }
}
