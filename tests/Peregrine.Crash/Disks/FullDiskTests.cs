using Peregrine.Core;
using Peregrine.Crash.Venue;
using Peregrine.Crash.Venues;
using Peregrine.Sequencer.Storage;

namespace Peregrine.Crash.Disks;

public class FullDiskTests
{
    private const long Small = 1536 * 1024, Large = 16 * 1024 * 1024;

    [SmallDiskFact]
    public void On_a_full_disk_the_venue_only_reads_says_why_and_goes_on_when_there_is_room()
    {
        using SmallDisk disk = SmallDisk.Of(Small);
        using Place place = new(Path.Combine(disk.Folder, "data"));
        using TroubledVenue venue = new(place);
        venue.Found();
        venue.Start();
        venue.TradeUntil(() => venue.Client.ReadOnlyRefusals > 0);
        venue.Client.AwaitAnswers();
        Standing standing = venue.Line.AskStanding();
        Assert.Equal("ReadOnly", standing.State);
        Assert.Equal("the disk has no room for the journal; nothing was lost, make room and restart", standing.Reason);
        // Nothing was half done: nobody is in doubt, and whoever asks is answered.
        Assert.Equal(0, venue.Client.Doubts);
        Assert.True(venue.Line.AskState().AsOfSeq >= standing.AppliedSeq);
        venue.Kill();

        if (venue.TryStart(out string why)) venue.TradeUntil(() => venue.Client.ReadOnlyRefusals > 1);
        else Assert.Contains("No space left on device", why, StringComparison.Ordinal);
        venue.Kill();

        disk.Grow(Large);
        venue.Start();
        venue.CheckState();
        venue.TradeMore(acks: 500);
        Assert.Equal("Running", venue.Line.AskStanding().State);
        venue.Stop();
        Assert.Equal(venue.Client.Acks, venue.Tally.Acknowledged);
    }

    [SmallDiskFact]
    public void A_file_for_which_there_is_no_room_takes_none_from_others()
    {
        using SmallDisk disk = SmallDisk.Of(Small);
        using PosixStorage storage = PosixStorage.At(Path.Combine(disk.Folder, "data"));
        StorageException refused = Assert.Throws<StorageException>(() => storage.Create("large", Large));
        Assert.True(refused.IsFull);
        // Refused by what is free, and not by having written all of it.
        Assert.Contains(" are free", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("large", storage.List());
        storage.Create("small", Small / 2).Dispose();
    }
}
