namespace Peregrine.Identity.Sessions;

/// <summary>What a good access token says.</summary>
/// <param name="Person">Who shows it.</param>
/// <param name="Session">Which of his sessions it belongs to.</param>
/// <param name="Role">What he is to the venue.</param>
/// <param name="Account">The engine's number of his root account; 0 when it was not open yet.</param>
/// <param name="ExpiresAtMs">Until when it is good.</param>
public readonly record struct AccessClaims(PersonId Person, Id128 Session, Role Role, int Account, long ExpiresAtMs);
