using System.Security.Cryptography;
using Peregrine.Client;
using Peregrine.Client.Signing;
using Peregrine.Core;

namespace Peregrine.Sandbox;

/// <summary>Somebody of the sandbox: signs up or in, and has paper money enough.</summary>
internal sealed class SandboxPerson : IDisposable
{
    private const long DepositMax = 100_000;
    private readonly Session _session = new();

    private SandboxPerson(Uri venue) => Client = new VenueClient(venue, _session);

    public VenueClient Client { get; }

    public static async ValueTask<SandboxPerson> Enter(Uri venue, string name, byte[] secret, long dollars, CancellationToken stop)
    {
        var person = new SandboxPerson(venue);
        string email = $"{name}@sandbox.invalid", password = Convert.ToHexStringLower(HMACSHA256.HashData(secret, System.Text.Encoding.UTF8.GetBytes(name)));
        _ = (await person.Client.People.SignUp(email, password, stop).ConfigureAwait(false)).Value;
        _ = (await person.Client.People.SignIn(email, password, stop).ConfigureAwait(false)).Value;
        long has = (await person.Client.Account.Standing(0, stop).ConfigureAwait(false)).Value.Cash.Value / 1_000_000;
        while (has < dollars)
        {
            long more = Math.Min(dollars - has, DepositMax);
            _ = (await person.Client.Account.DepositPaper(new Micros(more * 1_000_000), Guid.NewGuid().ToString("N"), stop).ConfigureAwait(false)).Value;
            has += more;
        }
        return person;
    }

    public void Dispose()
    {
        Client.Dispose();
        _session.Dispose();
    }
}
