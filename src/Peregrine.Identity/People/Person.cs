namespace Peregrine.Identity.People;

/// <summary>Who somebody is to the venue. Secrets are not among what is told.</summary>
public sealed record Person(PersonId Id, string? Email, Role Role, long CreatedAtMs)
{
    /// <summary>He has read a letter that was sent there.</summary>
    public bool IsEmailConfirmed { get; init; }
}
