namespace Peregrine.Gateway.Http;

/// <summary>Who may use a route.</summary>
internal enum Access : byte
{
    Public = 1,
    /// <summary>A session or a key that is allowed the route's actions.</summary>
    Signed = 2,
    /// <summary>The owner's own session: no key does this.</summary>
    Session = 3,
    /// <summary>A session of somebody with the operators' role.</summary>
    Operator = 4,
}
