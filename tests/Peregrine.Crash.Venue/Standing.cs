using System.Text.Json;
using Peregrine.Sequencer;

namespace Peregrine.Crash.Venue;

/// <summary>How the venue stands, as it is told over the socket.</summary>
internal sealed record Standing(string State, string Reason, string[] Troubles, long RecoveredFrom, long RecoveredTo, long AppliedSeq, long SnapshotSeq)
{
    public static byte[] BytesOf(VenueHost venue)
    {
        VenueStatus status = venue.Status;
        var standing = new Standing(
            status.State.ToString(), status.Reason, [.. status.Troubles], venue.Recovered.FromSeq, venue.Recovered.ToSeq, status.AppliedSeq, status.SnapshotSeq);
        return JsonSerializer.SerializeToUtf8Bytes(standing);
    }

    public static Standing Of(byte[] bytes) => JsonSerializer.Deserialize<Standing>(bytes)!;
}
