using System.Net.Security;

namespace Peregrine.Identity.Mail;

/// <summary>A mail host, and who we are to it.</summary>
public sealed record SmtpOptions
{
    public required string Host { get; init; }

    public int Port { get; init; } = 587;

    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;

    /// <summary>The address that letters come from.</summary>
    public required string From { get; init; }

    /// <summary>None when the host asks for no name.</summary>
    public string? User { get; init; }

    public string Password { get; init; } = "";

    /// <summary>Each conversation ends after this.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tests have hosts whose certificates nobody signed.</summary>
    internal RemoteCertificateValidationCallback? Trusts { get; init; }
}
