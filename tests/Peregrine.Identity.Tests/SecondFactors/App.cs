using Peregrine.Identity.People;
using Peregrine.Identity.SecondFactors;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.SecondFactors;

/// <summary>An authenticator app that was given a person's secret, and reads it as apps do: from base32.</summary>
internal sealed class App(string secret, ManualTime time)
{
    private readonly byte[] _secret = Bytes(secret);

    public string Code(int stepsAhead = 0) => Totp.CodeOf(_secret, Totp.StepOf(time.GetUtcNow()) + stepsAhead);

    /// <summary>A code that no step near now has.</summary>
    public string Wrong() => Enumerable.Range(0, 10).Select(static i => $"{i}{i}{i}{i}{i}{i}").First(c => Enumerable.Range(-1, 3).All(i => Code(i) != c));

    /// <summary>Sets a second factor up and turns it on.</summary>
    public static (App App, IReadOnlyList<string> RecoveryCodes) TurnOn(Home home, SignedIn person)
    {
        Freshen(home, person);
        App app = Enrol(home, person);
        IReadOnlyList<string> codes = home.Registry.SecondFactors.Confirm(person.Person.Id, person.Tokens.Session, app.Code(), Home.Caller).Value!.RecoveryCodes;
        // The code that confirmed it is used up.
        home.Time.PassSeconds(Totp.StepSeconds);
        return (app, codes);
    }

    /// <summary>Scans the code of a session that showed whose it is.</summary>
    public static App Enrol(Home home, SignedIn person) => new(home.Registry.SecondFactors.Enrol(person.Person.Id, person.Tokens.Session, Home.Email, Home.Caller).Value!.Secret, home.Time);

    /// <summary>What giving the password does, or coming back from a provider.</summary>
    public static void Freshen(Home home, SignedIn person, Freshness how = Freshness.Fresh) =>
        home.Registry.Database.Write(s => home.Registry.FreshSignIns.Mark(s, person.Person.Id, person.Tokens.Session, how, SignInMethod.Password, Home.Caller));

    private static byte[] Bytes(string base32)
    {
        List<byte> bytes = [];
        int held = 0, bits = 0;
        foreach (char c in base32)
        {
            held = (held << 5) | Base32.Alphabet.IndexOf(c, StringComparison.Ordinal);
            bits += 5;
            if (bits < 8) continue;
            bytes.Add((byte)(held >> (bits - 8)));
            bits -= 8;
            held &= (1 << bits) - 1;
        }
        return [.. bytes];
    }
}
