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

        Nothing goes there before {Moment(usableAtMs)} UTC. If it was not you, take it out
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

    public Letter SecondFactorOn(string to) => new(to, $"The second factor of your account at {service} is on", $"""
        From now on a code of your authenticator app is asked at every sign-in at {service} and before money leaves.

        If it was not you, somebody is in your account. Choose another password at once: {site.Page("/forgot-password")}
        """);

    public Letter SecondFactorWaits(string to, long untilMs, string ticket) => new(to, $"An authenticator app was set up for your account at {service}", $"""
        An authenticator app was set up for your account at {service}. It is turned on at {Moment(untilMs)} UTC; then its codes are asked
        at every sign-in and before money leaves. It waits because where you sign in could not say that you did so just now.

        If it was not you, somebody is in your account. Stop it here, with one press, which ends all your sessions too:

        {site.Page("/stop-second-factor")}#ticket={ticket}

        If it was you, do nothing.
        """);

    public Letter SecondFactorStopped(string to) => new(to, $"No authenticator app was turned on for your account at {service}", $"""
        The authenticator app that was set up for your account at {service} was stopped before it was turned on: its codes open nothing.
        Sessions were ended besides. If it was not you who stopped it, sign in and set it up again: {site.Page("/sign-in")}
        """);

    public Letter SecondFactorOff(string to) => new(to, $"The second factor of your account at {service} is off", $"""
        From now on your sign-in at {service} is all that opens your account: no code is asked any more.

        If it was not you, choose another password at once: {site.Page("/forgot-password")}
        """);

    public Letter RecoveryCodesMade(string to) => new(to, $"New recovery codes for your account at {service}", $"""
        New recovery codes were made for your account at {service}. Those you had before open nothing any more.

        If it was not you, somebody has your second factor. Choose another password at once: {site.Page("/forgot-password")}
        """);

    public Letter RecoveryCodeUsed(string to, long left) => new(to, $"A recovery code of your account at {service} was used", $"""
        One of your recovery codes was used in place of a code of your authenticator app. {left.ToString(CultureInfo.InvariantCulture)} are left.

        If it was not you, choose another password at once, and make new codes: {site.Page("/forgot-password")}
        """);

    public Letter WithdrawKey(string to, string label, string name) => new(to, $"An API key of yours at {service} may withdraw", $"""
        This API key may now send money from your account at {service} to the addresses of your book, and nobody is asked for a second factor:

        {label} ({name})

        If it was not you, revoke it, and choose another password at once: {site.Page("/forgot-password")}
        """);

    public Letter FactorResetAllowed(string to, long dueAtMs, string ticket) => new(to, $"Your second factor at {service} is about to be taken off", $"""
        Two people of {service} were told that you lost your second factor, and allowed that it is taken off. It stays on until
        {Moment(dueAtMs)} UTC. Then no code is asked at your sign-in any more, all your sessions end, and no money leaves for a while.

        If you did not ask for this, stop it here, with one press:

        {site.Page("/keep-second-factor")}#ticket={ticket}

        If it was you, do nothing.
        """);

    public Letter FactorResetStopped(string to) => new(to, $"Your second factor at {service} stays on", $"""
        Your second factor at {service} was about to be taken off. That was stopped: it stays as it is.

        If you still need it taken off, ask for it again. If you never asked, somebody else did, and he may know your password. Choose
        another: {site.Page("/forgot-password")}
        """);

    public Letter FactorResetDone(string to, long payoutsFromMs) => new(to, $"Your second factor at {service} was taken off", $"""
        Your second factor at {service} was taken off just now, as two people of the venue allowed, and all your sessions were ended. No
        money leaves before {Moment(payoutsFromMs)} UTC. Sign in and set up another: {site.Page("/sign-in")}

        If it was not you who asked, choose another password at once: {site.Page("/forgot-password")}
        """);

    /// <summary>In the place of a new password, to whoever comes in by wallets alone.</summary>
    public Letter WayBack(string to, string ticket) => new(to, $"The way back into your account at {service}", $"""
        Somebody, perhaps you, asked for a way into your account at {service}, which a wallet opens. If the wallet is lost, begin here:

        {site.Page("/way-back")}#ticket={ticket}

        The link is good for half an hour, once. Then it takes a day, in which you can stop it. If you have your wallet, do nothing.
        """);

    public Letter WayBackAsked(string to, long dueAtMs, string ticket) => new(to, $"Your account at {service} is about to get another way in", $"""
        By a letter to this address a way back into your account at {service} was begun. At {Moment(dueAtMs)} UTC the wallets and
        accounts elsewhere that open it now are taken away, all sessions end, and a password is chosen by a letter to this address.

        If you did not ask for this, somebody reads your letters. Stop it here, with one press, or in any session of yours:

        {site.Page("/keep-second-factor")}#ticket={ticket}

        If it was you, do nothing.
        """);

    /// <summary>To the address that two people of the venue took down for whoever lost his ways in.</summary>
    public Letter WayBackAllowed(string to, long dueAtMs) => new(to, $"An account at {service} is about to be opened to you", $"""
        Two people of {service} were told that you lost all by which you came into your account, and allowed that you get in by this
        address. You get a letter with a link at {Moment(dueAtMs)} UTC, unless whoever is signed in there stops it until then.

        If you did not ask for this, tell {service}.
        """);

    public Letter WayBackStopped(string to) => new(to, $"No other way in was opened to your account at {service}", $"""
        Your account at {service} was about to get another way in. That was stopped: what opens it stays as it is.

        If it was not you who stopped it, somebody has what opens your account. Tell {service}.
        """);

    public Letter WayBackOpened(string to, string ticket, long payoutsFromMs) => new(to, $"Choose a password for your account at {service}", $"""
        The wallets and accounts elsewhere that opened your account at {service} do so no more, and all sessions were ended. Choose a
        password here:

        {site.Page("/reset-password")}#ticket={ticket}

        The link is good for a day, once; after that ask for another: {site.Page("/forgot-password")}. No money leaves before
        {Moment(payoutsFromMs)} UTC. If you did not ask for this, tell {service}.
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

    private static string Moment(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
