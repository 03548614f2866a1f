using System.Text;
using Peregrine.Core;
using Peregrine.Identity.Accounts;
using Peregrine.Identity.Keys;
using Peregrine.Identity.People;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Tests.Keys;

namespace Peregrine.Identity.Tests.World;

/// <summary>Random days with an engine that is busy, deaf or forgets to answer, crashes and restarts; in the evening both sides must tell the same.</summary>
public class RandomDaysTests
{
    private const int People = 4, Steps = 150;
    private static readonly Scopes[] SomeScopes = [Scopes.Read, Scopes.Trade, Scopes.ReduceOnly, Scopes.Read | Scopes.Transfer, Scopes.Trade | Scopes.Withdraw];

    private static readonly RejectCode?[] Moods = [null, null, RejectCode.Busy, RejectCode.InDoubt, RejectCode.ReadOnly];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task In_the_evening_file_engine_and_memory_agree(int seed)
    {
        var random = new Random(seed);
        using var home = new Home();
        var day = new Day(home, random);
        await day.Morning();
        for (int step = 0; step < Steps; step++) await day.Step();
        await day.Evening();
    }

    private sealed class Day(Home home, Random random)
    {
        private readonly Dictionary<Id128, byte[]> _secrets = [];
        private readonly Dictionary<Id128, TokenPair> _sessions = [];

        public async Task Morning()
        {
            for (int person = 1; person <= People; person++)
            {
                home.Port.Answers = Moods[random.Next(Moods.Length)];
                await home.Join(Email(new(person)));
            }
        }

        public async Task Step()
        {
            home.Time.PassSeconds(random.Next(600));
            var person = new PersonId(random.Next(1, People + 1));
            switch (random.Next(12))
            {
                case 0:
                    await home.Registry.People.SignUp(Email(person), Home.Password, Home.Caller);
                    break;
                case 1 or 2:
                    Result<SignedIn> signedIn = await home.Registry.People.SignIn(Email(person), Home.Password, Home.Caller);
                    if (signedIn.IsOk) _sessions[signedIn.Value.Tokens.Session] = signedIn.Value.Tokens;
                    break;
                case 3:
                    if (Any(_sessions.Keys) is { } session && home.Registry.Sessions.Refresh(_sessions[session].RefreshToken, Home.Caller) is { IsOk: true } next) _sessions[session] = next.Value!;
                    break;
                case 4:
                    if (Any(_sessions.Keys) is { } ending) home.Registry.Sessions.End(person, ending, person, SessionEnd.Revoked, Home.Caller);
                    break;
                case 5:
                    await home.Registry.Accounts.OpenSub(person, "sub", Home.Caller);
                    break;
                case 6 or 7:
                    int account = Any(home.Registry.Accounts.Of(person).Select(static a => a.Account)) ?? 0;
                    Result<NewApiKey> made = await home.Registry.Keys.CreateHmac(person, account, Home.Terms(Any(SomeScopes) ?? 0), Home.Caller);
                    if (made.IsOk) _secrets[made.Value.Info.Name] = Encoding.ASCII.GetBytes(made.Value.Secret!);
                    break;
                case 8:
                    if (Any(_secrets.Keys) is { } changed) await home.Registry.Keys.Change(person, changed, Home.Terms(Any(SomeScopes) ?? 0), Home.Caller);
                    break;
                case 9:
                    if (Any(_secrets.Keys) is { } revoked) await home.Registry.Keys.Revoke(person, revoked, Home.Caller);
                    break;
                case 10:
                    home.Port.Answers = Moods[random.Next(Moods.Length)];
                    home.Port.LosesAnswers = random.Next(4) == 0;
                    break;
                default:
                    home.Restart();
                    if (random.Next(2) == 0) await home.Registry.Resume();
                    break;
            }
        }

        public async Task Evening()
        {
            (home.Port.Answers, home.Port.LosesAnswers) = (null, false);
            if (random.Next(2) == 0) home.Restart();
            Assert.Equal(0, await home.Registry.Resume());
            AccountInfo[] accounts = [.. Enumerable.Range(1, People).SelectMany(p => home.Registry.Accounts.Of(new(p)))];
            Assert.All(accounts, static a => Assert.Equal(AccountState.Active, a.State));
            Assert.Equal(home.Port.Accounts.Keys.Order(), accounts.Select(static a => a.Account).Order());
            ApiKeyInfo[] keys = [.. accounts.SelectMany(a => home.Registry.Keys.Of(home.Registry.Accounts.OwnerOf(a.Account), a.Account))];
            Assert.Equal(home.Port.Keys.Keys.Order(), keys.Select(static k => k.Key).Order());
            Assert.True(keys.Length > 0);
            foreach (ApiKeyInfo key in keys) Agrees(key);
            foreach ((Id128 session, TokenPair pair) in _sessions)
            {
                bool isAlive = Enumerable.Range(1, People).Any(p => home.Registry.Sessions.Of(new(p)).Any(s => s.Id == session));
                Assert.Equal(isAlive, home.Registry.Sessions.Refresh(pair.RefreshToken, Home.Caller).IsOk);
            }
        }

        private void Agrees(ApiKeyInfo key)
        {
            EngineKey inEngine = home.Port.Keys[key.Key];
            Assert.Equal((key.Account, key.State == KeyState.Revoked), (inEngine.Account, inEngine.IsRevoked));
            IdentityCode code = new Signed { Key = key.Name.ToString(), Timestamp = home.Time.Ms.ToString() }.Sign(_secrets[key.Name]).Check(home.Registry, out KeyUse use);
            Assert.Equal(key.State == KeyState.Active ? IdentityCode.None : IdentityCode.SignatureInvalid, code);
            if (key.State != KeyState.Active) return;
            Assert.Equal((key.Account, key.Key, key.Terms.Scopes), (use.Account, use.Key, use.Scopes));
            // The engine takes tightening at once and keeps loosening for a day: it never allows more than the file says.
            Assert.Equal(AllowedActions.None, inEngine.Limits.Actions & ~key.Terms.Scopes.ToActions());
        }

        private T? Any<T>(IEnumerable<T> all) where T : struct
        {
            T[] items = [.. all];
            return items.Length == 0 ? null : items[random.Next(items.Length)];
        }

        private static string Email(PersonId person) => $"p{person}@example.org";
    }
}
