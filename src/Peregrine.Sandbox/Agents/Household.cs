using System.Security.Cryptography;
using System.Text;
using Peregrine.Client;
using Peregrine.Client.Rest;
using Peregrine.Client.Signing;

namespace Peregrine.Sandbox.Agents;

/// <summary>One person of the venue with a sub-account for each agent: who signs up and in is counted for each address, and people beside the sandbox come from the same one.</summary>
/// <remarks>Makers and those who take from them belong to different people, because accounts of one owner do not trade with each other.</remarks>
internal sealed class Household(Uri venue, string name, byte[] secret) : IDisposable
{
    private readonly SemaphoreSlim _door = new(1, 1);
    private readonly List<Session> _sessions = [];
    private Session? _session;

    /// <summary>A client that acts for an agent's own sub-account, which is opened when there is none of his name.</summary>
    /// <exception cref="RefusedException">The venue does not let anybody in now.</exception>
    public async ValueTask<VenueClient> Enter(string agent, CancellationToken stop)
    {
        await _door.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            Session session = _session ??= await SignIn(stop).ConfigureAwait(false);
            using var head = new VenueClient(venue, session);
            IReadOnlyList<OwnAccount> accounts = (await head.People.Accounts(stop).ConfigureAwait(false)).Value;
            int account = accounts.FirstOrDefault(a => !a.IsRoot && string.Equals(a.Label, agent, StringComparison.Ordinal)).Account;
            if (account == 0) account = (await head.People.OpenSubAccount(agent, stop).ConfigureAwait(false)).Value;
            return new VenueClient(venue, session, new ClientOptions { Account = account });
        }
        catch (RefusedException)
        {
            // Whatever ended the session, the next who comes signs in anew.
            _session = null;
            throw;
        }
        finally
        {
            _door.Release();
        }
    }

    public void Dispose()
    {
        _sessions.ForEach(static s => s.Dispose());
        _door.Dispose();
    }

    // Signing up is for the first time only: it is counted more strictly.
    private async ValueTask<Session> SignIn(CancellationToken stop)
    {
        var session = new Session();
        _sessions.Add(session);
        using var visitor = new VenueClient(venue, session);
        string email = $"{name}@sandbox.invalid", password = Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(name)));
        Reply<int> entered = await visitor.People.SignIn(email, password, stop).ConfigureAwait(false);
        if (entered.IsOk) return session;
        if (entered.Refusal.Standing != Standing.Refused) throw new RefusedException(entered.Refusal);
        _ = (await visitor.People.SignUp(email, password, stop).ConfigureAwait(false)).Value;
        _ = (await visitor.People.SignIn(email, password, stop).ConfigureAwait(false)).Value;
        return session;
    }
}
