namespace Peregrine.Gateway.Http;

/// <summary>Who may use a route.</summary>
internal enum Access : byte
{
    Public = 1,
    /// <summary>A session or a key that is allowed the route's actions.</summary>
    Signed = 2,
    /// <summary>The owner's own session: no key does this.</summary>
    Session = 3,
    /// <summary>A session of an operator.</summary>
    Operator = 4,
    /// <summary>A session of an operator or a security officer: what they propose, approve and stop.</summary>
    Officers = 5,
    /// <summary>A session of whoever has a role, auditors too: what the venue shows of itself.</summary>
    Staff = 6,
}
