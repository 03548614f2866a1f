namespace Peregrine.Gateway;

/// <summary>Where what accounts were told lies while the venue is away.</summary>
/// <param name="Path">A file of its own.</param>
/// <param name="VenueId">Which venue it is of: another's is not taken.</param>
public sealed record NewsPlace(string Path, ulong VenueId);
