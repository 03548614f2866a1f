namespace Peregrine.Identity.Tickets;

/// <summary>What was written down with a ticket.</summary>
/// <param name="Person">Whose it is; the venue's where nobody is known yet.</param>
/// <param name="Data">What its purpose has to remember.</param>
/// <param name="ExpiresAtMs">It opens nothing from then on.</param>
internal sealed record Ticket(PersonId Person, string Data, long ExpiresAtMs);
