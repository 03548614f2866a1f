using System.Globalization;
using Peregrine.Core;
using Peregrine.Crash.Venue;
using Peregrine.Sequencer;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Journal;

// A venue on a directory that answers at a socket, until its standard input ends: whoever started it and dies does not leave it behind.
const int Refused = 3;
if (args is not [var folder, var socket, var segmentBytes, var snapshotEvery])
{
    Console.Error.WriteLine("usage: Peregrine.Crash.Venue DIRECTORY SOCKET SEGMENT-BYTES SNAPSHOT-EVERY");
    return 2;
}
try
{
    VenueOptions options = VenueSettings.For(folder, long.Parse(segmentBytes, CultureInfo.InvariantCulture), long.Parse(snapshotEvery, CultureInfo.InvariantCulture));
    using VenueHost venue = VenueHost.Start(options);
    using var door = new Door(socket, venue);
    // After a restart markets wait until users can reach the venue again. A venue that cannot write says so to whoever asks.
    if (venue.Recovered.ToSeq > 0) venue.Port.TrySubmit([Command.Of(default(VenueReady))]);
    Console.WriteLine("ready");
    Console.In.ReadToEnd();
    return 0;
}
catch (Exception e) when (e is JournalException or StorageException or RecoveryException or EventFileException)
{
    Console.WriteLine($"refused: {e.Message}");
    return Refused;
}
