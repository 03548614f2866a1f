using Peregrine.Core;

namespace Peregrine.Identity.Accounts;

/// <summary>Where an account stands between the wish and the engine. Numbers are stored: never reused.</summary>
public enum AccountState : byte
{
    Pending = 1,
    Active = 2,
    Refused = 3,
}

/// <param name="Id">Our number of it; the engine's is <paramref name="Account"/>.</param>
/// <param name="Account">The engine's number; 0 unless active.</param>
/// <param name="IsRoot">The person's first account, above all others.</param>
/// <param name="Label">What its owner calls it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Refused">Why the engine said no, if it did.</param>
/// <param name="CreatedAtMs">When it was asked for.</param>
public sealed record AccountInfo(long Id, int Account, bool IsRoot, string Label, AccountState State, RejectCode Refused, long CreatedAtMs);
