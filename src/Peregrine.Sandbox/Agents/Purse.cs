using Peregrine.Client;
using Peregrine.Client.Accounts;
using Peregrine.Core;

namespace Peregrine.Sandbox.Agents;

/// <summary>Looks at what an agent has, and asks for more paper money when little is left.</summary>
internal static class Purse
{
    private const long DepositMax = 100_000 * Desk.Usd;
    /// <summary>With less of what he was given left, he asks for more.</summary>
    private const double Poor = 0.4;

    /// <exception cref="RefusedException">The venue does not say, or gives nothing.</exception>
    public static async ValueTask TopUp(VenueClient client, long dollars, CancellationToken stop)
    {
        AccountStanding standing = (await client.Account.Standing(0, stop).ConfigureAwait(false)).Value;
        if (standing.Status != AccountStatus.Active || standing.Equity.Value >= Poor * dollars * Desk.Usd) return;
        long missing = dollars * Desk.Usd - Math.Max(0, standing.Equity.Value);
        while (missing > 0)
        {
            long more = Math.Min(missing, DepositMax);
            _ = (await client.Account.DepositPaper(new Micros(more), Guid.NewGuid().ToString("N"), stop).ConfigureAwait(false)).Value;
            missing -= more;
        }
    }
}
