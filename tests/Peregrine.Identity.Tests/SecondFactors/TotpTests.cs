using System.Text;
using Peregrine.Identity.SecondFactors;

namespace Peregrine.Identity.Tests.SecondFactors;

public class TotpTests
{
    private static readonly byte[] Secret = "12345678901234567890"u8.ToArray();

    // The last six of the eight digits that RFC 6238, appendix B, prints for SHA-1.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.CodeOf(Secret, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_code_is_good_one_step_either_way(int steps, bool isGood) =>
        Assert.Equal(isGood ? 1000 + steps : 0, Totp.Match(Secret, Ascii(Totp.CodeOf(Secret, 1000 + steps)), now: 1000, lastUsed: 0));

    [Fact]
    public void A_step_that_was_used_and_those_before_it_are_good_no_more()
    {
        Assert.Equal(0, Totp.Match(Secret, Ascii(Totp.CodeOf(Secret, 1000)), now: 1000, lastUsed: 1000));
        Assert.Equal(0, Totp.Match(Secret, Ascii(Totp.CodeOf(Secret, 999)), now: 1000, lastUsed: 1000));
        Assert.Equal(1001, Totp.Match(Secret, Ascii(Totp.CodeOf(Secret, 1001)), now: 1000, lastUsed: 1000));
    }

    [Fact]
    public void What_has_not_six_characters_matches_nothing()
    {
        Assert.Equal(0, Totp.Match(Secret, ""u8, 1000, 0));
        Assert.Equal(0, Totp.Match(Secret, Ascii(Totp.CodeOf(Secret, 1000) + "0"), 1000, 0));
    }

    // RFC 4648, section 10, without the padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_is_that_of_the_standard(string text, string spelled) => Assert.Equal(spelled, Base32.Spell(Ascii(text)));

    [Fact]
    public void The_uri_names_venue_owner_and_terms()
    {
        string uri = Totp.UriOf("Peregrine", "ada+x@example.org", Secret);
        Assert.Equal("otpauth://totp/Peregrine:ada%2Bx%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Peregrine&algorithm=SHA1&digits=6&period=30", uri);
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
