using Peregrine.Core;
using Peregrine.Identity;

namespace Peregrine.Gateway.Auth;

/// <summary>Who asks: a person in a session, a key, or nobody.</summary>
/// <param name="Person">Whose session; the venue's for keys and for nobody.</param>
/// <param name="Session">Which session; none for keys.</param>
/// <param name="Role">What the person is to the venue.</param>
/// <param name="Account">The account that acts: that of the key, the root, or the sub-account that was chosen.</param>
/// <param name="Key">The engine's number of the key; 0 for sessions.</param>
/// <param name="Actions">What may be done.</param>
/// <param name="Request">Made of a key's signature: names the request itself.</param>
internal readonly record struct Principal(PersonId Person, Id128 Session, Role Role, int Account, int Key, AllowedActions Actions, RequestKey Request)
{
    public bool IsSigned => Actions != AllowedActions.None;

    public bool IsSession => Person != PersonId.Venue;

    /// <summary>Until when the token or the key holds: a socket may outlive it.</summary>
    public long ExpiresAtMs { get; init; }
}
