using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Peregrine.Core;
using Peregrine.Identity.People;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.Sessions;

public class AccessTokenTests
{
    [Fact]
    public async Task A_token_says_who_which_session_which_role_and_which_account()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        Assert.Equal(IdentityCode.None, Check(home, ada.Tokens.AccessToken, out AccessClaims claims));
        Assert.Equal((ada.Person.Id, ada.Tokens.Session, Role.Trader, 1), (claims.Person, claims.Session, claims.Role, claims.Account));
        Assert.Equal(home.Time.Ms + 600_000, claims.ExpiresAtMs);
        home.Restart();
        Assert.Equal(IdentityCode.None, Check(home, ada.Tokens.AccessToken));
    }

    [Fact]
    public async Task It_is_a_JSON_web_token_that_others_can_read()
    {
        using var home = new Home();
        string[] parts = (await home.Join()).Tokens.AccessToken.Split('.');
        Assert.Equal(3, parts.Length);
        Assert.Matches("""^\{"alg":"HS256","kid":"[0-9a-f]{32}","typ":"at\+jwt"\}$""", Text(parts[0]));
        Assert.Matches("""^\{"iss":"peregrine","aud":"peregrine-api","sub":"1","sid":"[0-9a-f]{32}","jti":"[0-9a-f]{32}","role":1,"acc":1,"iat":\d+,"nbf":\d+,"exp":\d+\}$""", Text(parts[1]));
    }

    [Fact]
    public async Task Every_cut_and_every_changed_character_is_refused()
    {
        using var home = new Home();
        string token = (await home.Join()).Tokens.AccessToken;
        for (int i = 0; i < token.Length; i++)
        {
            Assert.Equal(IdentityCode.TokenInvalid, Check(home, token[..i]));
            foreach (char other in "A.b=")
            {
                if (other != token[i]) Assert.Equal(IdentityCode.TokenInvalid, Check(home, token.Remove(i, 1).Insert(i, other.ToString())));
            }
            Assert.Equal(IdentityCode.TokenInvalid, Check(home, token.Insert(i, " ")));
        }
        Assert.Equal(IdentityCode.TokenInvalid, Check(home, token + "="));
        Assert.Equal(IdentityCode.TokenInvalid, Check(home, token + "."));
        Assert.Equal(IdentityCode.TokenInvalid, Check(home, token + new string('A', 2000)));
    }

    [Theory]
    [InlineData("""{"alg":"none"}""")]
    [InlineData("""{"alg":"none","kid":"KID","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"HS512","kid":"KID","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"HS256","kid":"00000000000000000000000000000000","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"HS256","kid":"../../identity.key","typ":"at+jwt"}""")]
    [InlineData("""{"kid":"KID","alg":"HS256","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"HS256","kid":"KID","typ":"at+jwt","jwk":{}}""")]
    [InlineData("""{"alg":"HS256","typ":"at+jwt"}""")]
    public async Task Another_header_is_refused_even_when_its_seal_is_right(string header)
    {
        using var home = new Home();
        (string kid, byte[] secret, string claims) = await Inside(home);
        Assert.Equal(IdentityCode.None, Check(home, Seal($$"""{"alg":"HS256","kid":"{{kid}}","typ":"at+jwt"}""", claims, secret)));
        string forged = Seal(header.Replace("KID", kid), claims, secret);
        Assert.Equal(IdentityCode.TokenInvalid, Check(home, forged));
        Assert.Equal(IdentityCode.TokenInvalid, Check(home, forged[..(forged.LastIndexOf('.') + 1)]));
        Assert.Equal(IdentityCode.TokenInvalid, Check(home, Seal($$"""{"alg":"HS256","kid":"{{kid}}","typ":"at+jwt"}""", claims, new byte[32])));
    }

    [Theory]
    [InlineData("\"iss\":\"peregrine\"", "\"iss\":\"elsewhere\"")]
    [InlineData("\"iss\":\"peregrine\",", "")]
    [InlineData("\"aud\":\"peregrine-api\"", "\"aud\":\"peregrine\"")]
    [InlineData("\"aud\":\"peregrine-api\"", "\"aud\":[\"peregrine-api\"]")]
    [InlineData("\"sub\":\"1\"", "\"sub\":1")]
    [InlineData("\"sub\":\"1\"", "\"sub\":\"1a\"")]
    [InlineData("\"sub\":\"1\"", "\"sub\":\"-1\"")]
    [InlineData("\"sub\":\"1\"", "\"sub\":\"0\"")]
    [InlineData("\"sub\":\"1\"", "\"sub\":\"\\u0031\"")]
    [InlineData("\"sub\":\"1\"", "\"sub\":\"1\",\"sub\":\"2\"")]
    [InlineData("\"sid\":\"", "\"sid\":\"A")]
    [InlineData("\"role\":1", "\"role\":9")]
    [InlineData("\"role\":1", "\"role\":256")]
    [InlineData("\"role\":1", "\"role\":1.0")]
    [InlineData("\"acc\":1", "\"acc\":-1")]
    [InlineData("\"acc\":1", "\"acc\":99999999999")]
    [InlineData("\"acc\":1", "\"acc\":1,\"admin\":true")]
    [InlineData("\"nbf\":", "\"nbf\":99")]
    [InlineData("\"exp\":", "\"exp\":99999999999999")]
    [InlineData("}", "")]
    [InlineData("}", "}}")]
    [InlineData("{", "[")]
    public async Task Claims_that_are_not_exactly_ours_are_refused_even_when_the_seal_is_right(string ours, string other)
    {
        using var home = new Home();
        (string kid, byte[] secret, string claims) = await Inside(home);
        Assert.Contains(ours, claims);
        string changed = claims.Replace(ours, other);
        Assert.Equal(IdentityCode.TokenInvalid, Check(home, Seal($$"""{"alg":"HS256","kid":"{{kid}}","typ":"at+jwt"}""", changed, secret)));
    }

    [Fact]
    public async Task It_lives_its_life_and_the_clocks_difference_and_not_a_millisecond_longer()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        home.Time.Pass(TimeSpan.FromSeconds(604.999));
        Assert.Equal(IdentityCode.None, Check(home, ada.Tokens.AccessToken));
        home.Time.Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal(IdentityCode.TokenExpired, Check(home, ada.Tokens.AccessToken));
    }

    [Fact]
    public async Task A_token_from_a_clock_ahead_of_ours_is_good_within_the_skew_only()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        home.Time.PassSeconds(-5);
        Assert.Equal(IdentityCode.None, Check(home, ada.Tokens.AccessToken));
        home.Time.Pass(TimeSpan.FromMilliseconds(-1));
        Assert.Equal(IdentityCode.TokenInvalid, Check(home, ada.Tokens.AccessToken));
    }

    [Fact]
    public async Task A_new_signing_key_logs_nobody_out_and_the_old_one_ends_with_its_last_token()
    {
        using var home = new Home();
        string first = (await home.Join()).Tokens.AccessToken;
        home.Registry.Tokens.RotateKeys(dropOld: false);
        string second = (await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).Value!.Tokens.AccessToken;
        Assert.NotEqual(first.Split('.')[0], second.Split('.')[0]);
        Assert.Equal(IdentityCode.None, Check(home, first));
        home.Restart();
        Assert.Equal(IdentityCode.None, Check(home, first));
        Assert.Equal(IdentityCode.None, Check(home, second));
        home.Time.Pass(TimeSpan.FromMinutes(11));
        Assert.Equal(IdentityCode.TokenInvalid, Check(home, first));
    }

    [Fact]
    public async Task A_dropped_signing_key_ends_its_tokens_at_once_and_refreshing_goes_on()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        home.Registry.Tokens.RotateKeys(dropOld: true);
        Assert.Equal(IdentityCode.TokenInvalid, Check(home, ada.Tokens.AccessToken));
        Result<TokenPair> next = home.Registry.Sessions.Refresh(ada.Tokens.RefreshToken, Home.Caller);
        Assert.Equal(IdentityCode.None, Check(home, next.Value!.AccessToken));
        home.Restart();
        Assert.Equal(IdentityCode.TokenInvalid, Check(home, ada.Tokens.AccessToken));
        Assert.Equal(IdentityCode.None, Check(home, next.Value.AccessToken));
    }

    [Fact]
    public async Task The_signing_key_changes_by_itself_when_it_has_signed_long_enough()
    {
        using var home = new Home();
        string first = (await home.Join()).Tokens.AccessToken;
        home.Time.Pass(TimeSpan.FromDays(29));
        string same = (await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).Value!.Tokens.AccessToken;
        home.Time.Pass(TimeSpan.FromDays(1));
        Assert.Equal(IdentityCode.TokenExpired, Check(home, same));
        string other = (await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).Value!.Tokens.AccessToken;
        Assert.Equal(first.Split('.')[0], same.Split('.')[0]);
        Assert.NotEqual(first.Split('.')[0], other.Split('.')[0]);
        Assert.Equal(IdentityCode.None, Check(home, other));
    }

    [Fact]
    public async Task A_token_of_another_venue_is_none_of_ours()
    {
        using var home = new Home();
        using var other = new Home();
        Assert.Equal(IdentityCode.TokenInvalid, Check(other, (await home.Join()).Tokens.AccessToken));
    }

    [Fact]
    public async Task Checking_allocates_nothing()
    {
        using var home = new Home();
        byte[] token = Encoding.ASCII.GetBytes((await home.Join()).Tokens.AccessToken);
        AccessTokens tokens = home.Registry.Tokens;
        int good = 0;
        Assert.Equal(0, Allocated.By(() => good += Run(5_000)));
        Assert.Equal(8 * 5_000, good);

        int Run(int times)
        {
            int passed = 0;
            for (int i = 0; i < times; i++)
            {
                if (tokens.Check(token, out _) == IdentityCode.None) passed++;
            }
            return passed;
        }
    }

    [Fact]
    public async Task Before_the_account_is_open_the_token_names_none_and_the_next_one_does()
    {
        using var home = new Home();
        home.Port.Answers = RejectCode.Busy;
        SignedIn ada = await home.Join();
        Check(home, ada.Tokens.AccessToken, out AccessClaims claims);
        Assert.Equal(0, claims.Account);
        home.Port.Answers = null;
        await home.Registry.Resume();
        Check(home, home.Registry.Sessions.Refresh(ada.Tokens.RefreshToken, Home.Caller).Value!.AccessToken, out claims);
        Assert.Equal(1, claims.Account);
    }

    private static IdentityCode Check(Home home, string token) => Check(home, token, out _);

    private static IdentityCode Check(Home home, string token, out AccessClaims claims) => home.Registry.Tokens.Check(Encoding.UTF8.GetBytes(token), out claims);

    private static string Text(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));

    /// <summary>What only the venue knows: with it a test can seal whatever it likes.</summary>
    private static async Task<(string Kid, byte[] Secret, string Claims)> Inside(Home home)
    {
        string[] parts = (await home.Join()).Tokens.AccessToken.Split('.');
        SigningKey key = home.Registry.Tokens.KeyOf(Encoding.ASCII.GetBytes(parts[0]))!;
        string kid = Text(parts[0]).Split('"')[7];
        return (kid, key.Secret, Text(parts[1]));
    }

    private static string Seal(string header, string claims, byte[] secret)
    {
        string body = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{body}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(body)))}";
    }
}
