namespace Peregrine.Identity.Audit;

/// <summary>One line of the trail.</summary>
/// <param name="Id">Rises with each line; a reader goes on behind the last he saw.</param>
/// <param name="AtMs">Unix time in milliseconds.</param>
/// <param name="Actor">Who did it; the venue itself for what nobody asked for.</param>
/// <param name="Act">What was done.</param>
/// <param name="Person">Whom it concerns; the venue where no person is known.</param>
/// <param name="Subject">Which session, account or key.</param>
/// <param name="Address">From where.</param>
/// <param name="Device">What the client called itself.</param>
/// <param name="Detail">What a reader wants to know besides. Never a secret, and never an address book of strangers.</param>
public sealed record AuditEntry(long Id, long AtMs, PersonId Actor, Act Act, PersonId Person, string Subject, string Address, string Device, string Detail);
