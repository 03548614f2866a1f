using System.Globalization;
using Microsoft.AspNetCore.Http;
using Peregrine.Sandbox.Providers;

namespace Peregrine.Providers;

/// <summary>GitHub, and what it should not be.</summary>
public sealed class TwistedGitHub(ProviderClient client, TimeProvider time) : LookAlikeGitHub(client, time), ITwisted
{
    public Visitor Visitor { get; set; } = TwistedAnswers.Ada;

    public Twist Twist { get; set; }

    public IReadOnlyDictionary<string, string> Asked { get; set; } = new Dictionary<string, string>();

    /// <summary>It refuses to list addresses, as it does when its user did not allow that.</summary>
    public bool HidesEmails { get; set; }

    protected override Task<bool> IsOutOfOrder(HttpContext http) => TwistedAnswers.Played(Twist, http);

    protected override (Visitor Visitor, string Nonce)? Take(IFormCollection form) => base.Take(form) is { } taken && Twist != Twist.ExpiredCode ? taken : null;

    protected override object Grant(string token) => Twist == Twist.NoToken ? new { token_type = "bearer" } : base.Grant(token);

    protected override object Profile(Visitor visitor) => Twist == Twist.NoSubject ? new { login = visitor.Login }
        : new { login = visitor.Login, id = long.Parse(visitor.Subject, CultureInfo.InvariantCulture), email = "typed-by-its-owner@example.org" };

    protected override object[]? EmailsOf(Visitor visitor) => HidesEmails ? null
        : [new { email = "second@example.org", primary = false, verified = true, visibility = (string?)null }, .. base.EmailsOf(visitor)!];
}
