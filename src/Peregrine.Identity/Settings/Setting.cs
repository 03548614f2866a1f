namespace Peregrine.Identity.Settings;

/// <summary>A part of how somebody likes his front end, as that front end wrote it.</summary>
public sealed record Setting(string Name, string Value, long ChangedAtMs);
