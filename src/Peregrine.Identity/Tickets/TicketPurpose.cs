namespace Peregrine.Identity.Tickets;

/// <summary>The one thing a ticket is good for. Numbers are stored: never reused.</summary>
internal enum TicketPurpose : byte
{
    /// <summary>Came in the first way and still owes the second factor.</summary>
    SecondFactor = 1,
    ConfirmEmail = 2,
    ResetPassword = 3,
    /// <summary>A text that a wallet is to sign.</summary>
    WalletMessage = 4,
    /// <summary>A browser that went to a provider to sign in there, and is to come back.</summary>
    ProviderJourney = 5,
    /// <summary>The link by which somebody stops that his second factor is taken off.</summary>
    StopFactorReset = 6,
    /// <summary>A text that a wallet signs where others show a code.</summary>
    WalletStepUp = 7,
    /// <summary>A text that a wallet signs for one withdrawal.</summary>
    WalletWithdrawal = 8,
    /// <summary>A browser that went to a provider to show anew whose a session is, and is to come back.</summary>
    FreshSignIn = 9,
    /// <summary>The link by which somebody stops that an app is turned on.</summary>
    StopSecondFactor = 10,
    /// <summary>The link by which whoever lost his wallets begins the way back.</summary>
    WayBack = 11,
}
