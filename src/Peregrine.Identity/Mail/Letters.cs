using System.Globalization;

namespace Peregrine.Identity.Mail;

/// <summary>What is written to people. Links carry their ticket behind a #, which no browser sends to a server or names to another site.</summary>
internal sealed class Letters(string service, Site site)
{
    public Letter Confirm(string to, string ticket) => new(to, $"Confirm your e-mail address for {service}", $"""
        Somebody, we hope you, gave this address at {service}. Confirm it here:

        {site.Page("/confirm-email")}#ticket={ticket}

        The link is good for a day. If it was not you, do nothing.
        """);

    /// <summary>To somebody whose address was given by whoever signs up, and who is here already.</summary>
    public Letter KnownAlready(string to) => new(to, $"You have an account at {service} already", $"""
        Somebody, perhaps you, tried to sign up at {service} with this address. There is an account already:

        {site.Page("/sign-in")}

        Nothing was changed. If you have lost your password: {site.Page("/forgot-password")}
        """);

    public Letter Reset(string to, string ticket) => new(to, $"Choose a new password for {service}", $"""
        Somebody, perhaps you, asked for a new password at {service}. Choose it here:

        {site.Page("/reset-password")}#ticket={ticket}

        The link is good for half an hour, once. If it was not you, do nothing: your password stays what it is.
        """);

    public Letter NewAddress(string to, string address, long usableAtMs) => new(to, $"A new withdrawal address at {service}", $"""
        This address was added to those to which your money at {service} may go:

        {address}

        Nothing goes there before {DateTimeOffset.FromUnixTimeMilliseconds(usableAtMs).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC. If it was not you, take it out
        and change your password at once: {site.Page("/forgot-password")}
        """);

    public Letter WayInAdded(string to, string way) => new(to, $"A new way into your account at {service}", $"""
        From now on this opens your account at {service} as well:

        {way}

        If it was not you, take it out of your account, and choose another password at once: {site.Page("/forgot-password")}
        """);

    public Letter WayInRemoved(string to, string way) => new(to, $"A way into your account at {service} was taken away", $"""
        This does not open your account at {service} any more, and your other sessions were ended:

        {way}

        If it was not you, choose another password at once: {site.Page("/forgot-password")}
        """);

    public Letter PasswordReset(string to) => new(to, $"Your password at {service} was changed", $"""
        Your password at {service} was chosen anew just now by a letter to this address. All sessions were ended and all API keys
        revoked; orders and positions are as they were.

        If it was not you, somebody reads your letters. Choose another password at once: {site.Page("/forgot-password")}
        """);

    public Letter PasswordChanged(string to) => new(to, $"Your password at {service} was changed", $"""
        Your password at {service} was changed just now, and your other sessions were ended.

        If it was not you, choose another at once: {site.Page("/forgot-password")}
        """);
}
