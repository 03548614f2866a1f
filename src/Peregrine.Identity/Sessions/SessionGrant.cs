using Peregrine.Identity.People;

namespace Peregrine.Identity.Sessions;

/// <summary>A session as it stands in the file, from which its tokens are made.</summary>
internal sealed record SessionGrant(Id128 Session, Person Person, byte[] RefreshKey, int Generation, long ExpiresAtMs);
