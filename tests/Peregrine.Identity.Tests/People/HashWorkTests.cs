using System.Net;
using Peregrine.Identity.People;
using Peregrine.Identity.Tests.Links;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.People;

/// <summary>How many password hashes each question costs, counted where they are made: who measures time measures these, and sees no difference between known and unknown.</summary>
public sealed class HashWorkTests : IDisposable
{
    private const string Wrong = "not the password", New = "another fine password", Unknown = "nobody@example.org", Passwordless = "wally@example.org";
    private static readonly Caller Stranger = new(IPAddress.Parse("198.51.100.66"), "stranger");

    private readonly Home _home = new(box: new PostBox());

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Each_question_costs_what_the_page_on_security_says()
    {
        SignedIn ada = await _home.Join();
        PutAddressOn(await JoinByWallet(), Passwordless);
        PeopleDesk people = _home.Registry.People;
        List<(string What, long Hashes)> told =
        [
            ("signing up with an address that is free", await Count(() => people.SignUp("free@example.org", New, Stranger))),
            ("signing up with one that is known", await Count(() => people.SignUp(Home.Email, New, Stranger))),
            ("signing in with the right password", await Count(() => people.SignIn(Home.Email, Home.Password, Home.Caller))),
            ("with a wrong one", await Count(() => people.SignIn(Home.Email, Wrong, Stranger))),
            ("to an address that nobody has", await Count(() => people.SignIn(Unknown, Wrong, Stranger))),
            ("to somebody who has no password", await Count(() => people.SignIn(Passwordless, Wrong, Stranger))),
            ("asking for a letter, to a known address", Count(() => _home.Registry.Emails.Forgot(Home.Email, Stranger))),
            ("asking for one, to an address that nobody has", Count(() => _home.Registry.Emails.Forgot(Unknown, Stranger))),
        ];
        string ticket = await LetterTo(Home.Email);
        told.Add(("a reset by a ticket that was never given", await Count(() => _home.Registry.Emails.Reset(new string('0', ticket.Length), New, Stranger))));
        told.Add(("a reset with a password that will not do", await Count(() => _home.Registry.Emails.Reset(ticket, "short", Stranger))));
        told.Add(("a reset by a good ticket", await Count(() => _home.Registry.Emails.Reset(ticket, New, Stranger))));
        told.Add(("a reset by a ticket that was used", await Count(() => _home.Registry.Emails.Reset(ticket, Home.Password, Stranger))));
        SignedIn again = (await people.SignIn(Home.Email, New, Home.Caller)).Value!;
        Assert.Equal(ada.Person.Id, again.Person.Id);
        told.Add(("changing a password with a wrong one", await Count(() => people.ChangePassword(again.Person.Id, again.Tokens.Session, Wrong, Home.Password, Home.Caller))));
        told.Add(("changing it with the right one", await Count(() => people.ChangePassword(again.Person.Id, again.Tokens.Session, New, Home.Password, Home.Caller))));

        string page = await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "security.md"));
        string table = string.Concat(told.Select(static row => $"| {row.What} | {row.Hashes} |\n"));
        Assert.True(page.Contains(table, StringComparison.Ordinal), $"docs/security.md does not have this table:\n{table}");
    }

    [Fact]
    public async Task Who_has_to_wait_costs_nothing_whether_he_is_known_or_not()
    {
        await _home.Join();
        foreach (string email in (string[])[Home.Email, Unknown])
        {
            IdentityCode code;
            long last;
            do
            {
                code = IdentityCode.WrongCredentials;
                last = await Count(async () =>
                {
                    Result<SignedIn> answer = await _home.Registry.People.SignIn(email, Wrong, new Caller(IPAddress.Parse($"192.0.2.{email.Length}"), "bot"));
                    code = answer.Refusal!.Code;
                    return answer;
                });
                Assert.Equal(code == IdentityCode.TooManyAttempts ? 0 : 1, last);
            }
            while (code != IdentityCode.TooManyAttempts);
        }
    }

    private async Task<SignedIn> JoinByWallet() => (await _home.Registry.Wallets.SignIn(new Wallet(1).Sign(_home.Registry.Wallets.Invite()), Home.Caller)).Value!;

    // As a provider would have told it.
    private void PutAddressOn(SignedIn who, string email) =>
        _home.Registry.Database.Write(s => s.Run("UPDATE people SET email = $2, email_confirmed_at = created_at WHERE id = $1", who.Person.Id.Value, email));

    private async Task<string> LetterTo(string address)
    {
        await _home.Registry.Mail.Deliver(CancellationToken.None);
        return _home.Box!.Letters.Last(l => l.To == address && l.Text.Contains("reset-password#ticket=", StringComparison.Ordinal)).Text.Split("#ticket=")[1].Split('\n')[0].Trim();
    }

    private async Task<long> Count<T>(Func<ValueTask<T>> question)
    {
        long before = _home.Registry.Hasher.Work;
        await question();
        return Since(before);
    }

    private long Count<T>(Func<T> question)
    {
        long before = _home.Registry.Hasher.Work;
        question();
        return Since(before);
    }

    private long Since(long before)
    {
        (long hashes, long rest) = Math.DivRem(_home.Registry.Hasher.Work - before, Home.Quick.PasswordIterations);
        Assert.Equal(0, rest);
        return hashes;
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Peregrine.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
