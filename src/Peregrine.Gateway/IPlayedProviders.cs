namespace Peregrine.Gateway;

/// <summary>Providers that the venue plays itself, where it is tried out: what their page does.</summary>
public interface IPlayedProviders
{
    /// <summary>Where the browser goes back to; none when it did not come as this venue sends browsers.</summary>
    string? SendBack(string provider, PlayedVisit visit);
}

/// <summary>A browser at a played provider.</summary>
/// <param name="Client">Who sent it, as it says.</param>
/// <param name="Redirect">Where it is to go back to.</param>
/// <param name="State">What it brings back.</param>
/// <param name="Nonce">What the token is to name.</param>
/// <param name="Challenge">Of whoever exchanges the code.</param>
/// <param name="Method">How the challenge was made.</param>
/// <param name="Visitor">Who it is; none when it says no.</param>
public sealed record PlayedVisit(string Client, string Redirect, string State, string Nonce, string Challenge, string Method, PlayedVisitor? Visitor);

/// <summary>Who comes.</summary>
/// <param name="Secret">What the browser keeps, so that nobody else can be he.</param>
/// <param name="Name">What he calls himself.</param>
/// <param name="HasEmail">The provider tells an address of his.</param>
public sealed record PlayedVisitor(string Secret, string Name, bool HasEmail);
