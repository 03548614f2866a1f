using System.Net;
using System.Text;
using Peregrine.Identity.Keys;
using Peregrine.Identity.People;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.Keys;

public class RequestVerifierTests
{
    private static readonly byte[] Seed = [.. Enumerable.Range(1, 32).Select(static i => (byte)i)];

    [Fact]
    public async Task A_signed_request_acts_as_its_account_and_key_with_its_scopes()
    {
        using var home = new Home();
        (Signed request, byte[] secret) = await Request(home);
        Assert.Equal(IdentityCode.None, request.Sign(secret).Check(home.Registry, out KeyUse use));
        Assert.Equal((1, 1, Scopes.Read | Scopes.Trade), (use.Account, use.Key, use.Scopes));
        home.Restart();
        Assert.Equal(IdentityCode.None, request.Sign(secret).Check(home.Registry));
    }

    [Fact]
    public async Task Every_changed_byte_of_anything_signed_and_of_the_signature_is_refused()
    {
        using var home = new Home();
        (Signed request, byte[] secret) = await Request(home);
        Signed good = (request with { Window = "6000" }).Sign(secret);
        Assert.Equal(IdentityCode.None, good.Check(home.Registry));
        Refused(good.Method, m => good with { Method = m });
        Refused(good.Target, t => good with { Target = t });
        Refused(good.Body, b => good with { Body = b });
        Refused(good.Key, k => good with { Key = k });
        Refused(good.Signature, s => good with { Signature = s });
        // A second later, and a window that is longer, are inside the window too, but not signed.
        Assert.Equal(IdentityCode.SignatureInvalid, (good with { Timestamp = (home.Time.Ms - 1).ToString() }).Check(home.Registry));
        Assert.Equal(IdentityCode.SignatureInvalid, (good with { Window = "6001" }).Check(home.Registry));
        Assert.Equal(IdentityCode.SignatureInvalid, (good with { Window = "" }).Check(home.Registry));

        void Refused(string field, Func<string, Signed> with)
        {
            for (int i = 0; i < field.Length; i++)
            {
                char other = field[i] == 'x' ? 'y' : 'x';
                Assert.Equal(IdentityCode.SignatureInvalid, with(field.Remove(i, 1).Insert(i, other.ToString())).Check(home.Registry));
                Assert.Equal(IdentityCode.SignatureInvalid, with(field.Remove(i, 1)).Check(home.Registry));
            }
            Assert.Equal(IdentityCode.SignatureInvalid, with(field + "0").Check(home.Registry));
        }
    }

    [Fact]
    public async Task What_is_signed_cannot_be_cut_into_other_fields()
    {
        using var home = new Home();
        (Signed request, byte[] secret) = await Request(home);
        Signed good = (request with { Body = "" }).Sign(secret);
        Signed moved = good with { Method = $"{good.Window}{good.Method}\n{good.Target}", Target = "", Body = "" };
        Assert.Equal(IdentityCode.SignatureInvalid, moved.Check(home.Registry));
        Signed bent = good with { Target = "/a\n/b", Body = "" };
        Assert.Equal(IdentityCode.SignatureInvalid, bent.Sign(secret).Check(home.Registry));
    }

    [Theory]
    [InlineData(0, "", IdentityCode.None)]
    [InlineData(-5000, "", IdentityCode.None)]
    [InlineData(-5001, "", IdentityCode.OutsideWindow)]
    [InlineData(1000, "", IdentityCode.None)]
    [InlineData(1001, "", IdentityCode.OutsideWindow)]
    [InlineData(-60000, "60000", IdentityCode.None)]
    [InlineData(-60001, "60000", IdentityCode.OutsideWindow)]
    [InlineData(0, "60001", IdentityCode.OutsideWindow)]
    [InlineData(0, "0", IdentityCode.OutsideWindow)]
    [InlineData(0, "1", IdentityCode.None)]
    [InlineData(-2, "1", IdentityCode.OutsideWindow)]
    [InlineData(0, "-1", IdentityCode.OutsideWindow)]
    [InlineData(0, "+5", IdentityCode.OutsideWindow)]
    [InlineData(0, "5e3", IdentityCode.OutsideWindow)]
    public async Task The_window_holds_to_the_millisecond(long offsetMs, string window, IdentityCode expected)
    {
        using var home = new Home();
        (Signed request, byte[] secret) = await Request(home);
        Signed signed = (request with { Timestamp = (home.Time.Ms + offsetMs).ToString(), Window = window }).Sign(secret);
        Assert.Equal(expected, signed.Check(home.Registry));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData(" 1772366400000")]
    [InlineData("1772366400000.0")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999")]
    [InlineData("999999999999999")]
    public async Task A_timestamp_that_is_none_is_outside_every_window(string timestamp)
    {
        using var home = new Home();
        (Signed request, byte[] secret) = await Request(home);
        Assert.Equal(IdentityCode.OutsideWindow, (request with { Timestamp = timestamp }).Sign(secret).Check(home.Registry));
    }

    [Fact]
    public async Task The_same_request_again_has_the_same_name_however_its_signature_is_spelled()
    {
        using var home = new Home();
        (Signed request, byte[] secret) = await Request(home);
        Signed good = request.Sign(secret);
        Assert.Equal(IdentityCode.None, good.Check(home.Registry, out KeyUse first));
        Assert.Equal(IdentityCode.None, (good with { Signature = good.Signature.ToUpperInvariant() }).Check(home.Registry, out KeyUse again));
        Assert.Equal(first.Request, again.Request);
        Assert.False(first.Request.IsNone);
        Assert.Equal(IdentityCode.None, (request with { Timestamp = (home.Time.Ms - 1).ToString() }).Sign(secret).Check(home.Registry, out KeyUse later));
        Assert.NotEqual(first.Request, later.Request);
    }

    [Fact]
    public async Task An_expired_key_opens_nothing_and_nobody_without_its_secret_learns_that()
    {
        using var home = new Home();
        (Signed request, byte[] secret) = await Request(home, Home.Terms() with { ExpiresAtMs = home.Time.Ms + 1000 });
        Assert.Equal(IdentityCode.None, request.Sign(secret).Check(home.Registry));
        home.Time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(IdentityCode.KeyExpired, request.Sign(secret).Check(home.Registry));
        Assert.Equal(IdentityCode.SignatureInvalid, request.Sign([1]).Check(home.Registry));
    }

    [Theory]
    [InlineData("203.0.113.7", true)]
    [InlineData("203.0.113.8", false)]
    [InlineData("10.255.0.1", true)]
    [InlineData("11.0.0.1", false)]
    [InlineData("::ffff:10.1.1.1", true)]
    [InlineData("::ffff:11.1.1.1", false)]
    [InlineData("2001:db8:0:1::5", true)]
    [InlineData("2001:db9::5", false)]
    public async Task A_key_with_networks_is_good_from_there_alone(string from, bool good)
    {
        using var home = new Home();
        (Signed request, byte[] secret) = await Request(home, Home.Terms() with { Networks = Networks("203.0.113.7", "10.0.0.0/8", "2001:db8::/32") });
        Assert.Equal(good ? IdentityCode.None : IdentityCode.AddressNotAllowed, request.Sign(secret).Check(home.Registry, IPAddress.Parse(from)));
        Assert.Equal(IdentityCode.SignatureInvalid, request.Sign([1]).Check(home.Registry, IPAddress.Parse(from)));
    }

    [Theory]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("host.example")]
    [InlineData("")]
    [InlineData("10.0.0.0/8 ")]
    public void A_network_that_is_none_is_refused(string text) => Assert.False(KeyTerms.TryParseNetwork(text, out _));

    [Fact]
    public async Task An_Ed25519_key_verifies_what_its_owner_signed_and_nothing_else()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        Result<NewApiKey> key = await home.Registry.Keys.CreateEd25519(ada.Person.Id, ada.Account, Ed25519Pair.PublicKey(Seed), Home.Terms(), Home.Caller);
        Assert.Null(key.Value!.Secret);
        Signed good = new Signed { Key = key.Value.Info.Name.ToString(), Timestamp = home.Time.Ms.ToString() }.SignEd25519(Seed);
        Assert.Equal(IdentityCode.None, good.Check(home.Registry, out KeyUse use));
        Assert.Equal((1, 1), (use.Account, use.Key));
        Assert.Equal(IdentityCode.SignatureInvalid, (good with { Body = good.Body + " " }).Check(home.Registry));
        Assert.Equal(IdentityCode.SignatureInvalid, good.Sign(Ed25519Pair.PublicKey(Seed)).Check(home.Registry));
        byte[] signature = Convert.FromBase64String(good.Signature);
        for (int i = 0; i < signature.Length; i++)
        {
            byte[] spoiled = [.. signature];
            spoiled[i] ^= 1;
            Assert.Equal(IdentityCode.SignatureInvalid, (good with { Signature = Convert.ToBase64String(spoiled) }).Check(home.Registry));
        }
        home.Restart();
        Assert.Equal(IdentityCode.None, good.Check(home.Registry));
    }

    [Fact]
    public async Task A_long_body_is_verified_like_a_short_one()
    {
        using var home = new Home();
        (Signed request, byte[] secret) = await Request(home);
        foreach (int length in new[] { 900, 1024, 5_000, 100_000 })
        {
            Signed good = (request with { Body = new string('b', length) }).Sign(secret);
            Assert.Equal(IdentityCode.None, good.Check(home.Registry));
            Assert.Equal(IdentityCode.SignatureInvalid, (good with { Body = new string('b', length - 1) + "c" }).Check(home.Registry));
        }
    }

    [Fact]
    public async Task Verifying_allocates_nothing()
    {
        using var home = new Home();
        (Signed request, byte[] secret) = await Request(home);
        Signed signed = request.Sign(secret);
        byte[] key = Encoding.ASCII.GetBytes(signed.Key), text = signed.Text, signature = Encoding.ASCII.GetBytes(signed.Signature);
        byte[] timestamp = Encoding.ASCII.GetBytes(signed.Timestamp), target = Encoding.ASCII.GetBytes(signed.Target), body = Encoding.ASCII.GetBytes(signed.Body);
        RequestVerifier verifier = home.Registry.Requests;
        long now = home.Time.Ms;
        int good = 0;
        Assert.Equal(0, Allocated.By(() => good += Run(5_000)));
        Assert.Equal(8 * 2 * 5_000, good);

        int Run(int times)
        {
            int passed = 0;
            for (int i = 0; i < times; i++)
            {
                SignedRequest whole = new() { Key = key, Timestamp = timestamp, Method = "POST"u8, Target = target, Body = body, Signature = signature };
                if (verifier.Check(in whole, Home.Address, out _) == IdentityCode.None) passed++;
                if (verifier.Check(key, text, signature, now, RequestVerifier.WindowMs, Home.Address, out _) == IdentityCode.None) passed++;
            }
            return passed;
        }
    }

    [Fact]
    public async Task The_last_use_is_written_later_and_outlives_a_restart()
    {
        using var home = new Home();
        (Signed request, byte[] secret) = await Request(home);
        long usedAt = home.Time.Ms;
        Assert.Equal(IdentityCode.None, request.Sign(secret).Check(home.Registry));
        home.Time.PassSeconds(0.5);
        Assert.Equal(IdentityCode.SignatureInvalid, request.Sign([1]).Check(home.Registry, IPAddress.Parse("198.51.100.1")));
        Assert.Null(Key(home).LastUsedAtMs);
        home.Registry.Tend();
        home.Restart();
        Assert.Equal((usedAt, Home.Address.ToString()), (Key(home).LastUsedAtMs!.Value, Key(home).LastUsedFrom));
        home.Time.PassSeconds(2);
        Assert.Equal(IdentityCode.None, (request with { Timestamp = home.Time.Ms.ToString() }).Sign(secret).Check(home.Registry, IPAddress.Parse("198.51.100.2")));
        home.Registry.Tend();
        Assert.Equal("198.51.100.2", Key(home).LastUsedFrom);

        static ApiKeyInfo Key(Home home) => Assert.Single(home.Registry.Keys.Of(new(1), 1));
    }

    [Fact]
    public async Task A_key_of_one_account_does_not_act_for_another()
    {
        using var home = new Home();
        (Signed request, byte[] secret) = await Request(home);
        SignedIn eve = await home.Join("eve@example.org");
        (NewApiKey eves, byte[] evesSecret) = await home.NewKey(eve);
        Assert.Equal(IdentityCode.SignatureInvalid, request.Sign(evesSecret).Check(home.Registry));
        Assert.Equal(IdentityCode.None, (request with { Key = eves.Info.Name.ToString() }).Sign(evesSecret).Check(home.Registry, out KeyUse use));
        Assert.Equal((2, 2), (use.Account, use.Key));
        Assert.NotEqual(secret, evesSecret);
    }

    private static IPNetwork[] Networks(params string[] texts) =>
        [.. texts.Select(static t => KeyTerms.TryParseNetwork(t, out IPNetwork network) ? network : throw new FormatException(t))];

    private static async Task<(Signed Request, byte[] Secret)> Request(Home home, KeyTerms? terms = null)
    {
        (NewApiKey key, byte[] secret) = await home.NewKey(await home.Join(), terms);
        return (new Signed { Key = key.Info.Name.ToString(), Timestamp = home.Time.Ms.ToString() }, secret);
    }
}
