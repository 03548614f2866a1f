using Peregrine.Identity.People;

namespace Peregrine.Identity.Tests.People;

public class EmailAddressTests
{
    [Theory]
    [InlineData("ada@example.org", "ada@example.org")]
    [InlineData("  Ada.Lovelace+x@EXAMPLE.org ", "ada.lovelace+x@example.org")]
    [InlineData("o'brien@sub.example.co", "o'brien@sub.example.co")]
    [InlineData("a@b.c", "a@b.c")]
    [InlineData("ada@bücher.example", "ada@xn--bcher-kva.example")]
    [InlineData("ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example")]
    public void An_address_has_one_spelling(string given, string expected)
    {
        Assert.True(EmailAddress.TryParse(given, out EmailAddress address));
        Assert.Equal(expected, address.Text);
        Assert.True(EmailAddress.TryParse(address.Text, out EmailAddress again));
        Assert.Equal(address, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("ada")]
    [InlineData("ada@")]
    [InlineData("@example.org")]
    [InlineData("ada@localhost")]
    [InlineData("a@b@c.d")]
    [InlineData(".ada@example.org")]
    [InlineData("ada.@example.org")]
    [InlineData("a..da@example.org")]
    [InlineData("a da@example.org")]
    [InlineData("\"ada\"@example.org")]
    [InlineData("ada@example.org\r\nBcc: eve@example.org")]
    [InlineData("ada\u0000@example.org")]
    [InlineData("ada@-example.org")]
    [InlineData("ada@example-.org")]
    [InlineData("ada@example..org")]
    [InlineData("ada@example.org.")]
    [InlineData("ada@127.0.0.1")]
    [InlineData("ada@[127.0.0.1]")]
    [InlineData("аda@example.org")]
    [InlineData("ada@exam_ple.org")]
    public void What_is_no_address_is_refused(string given) => Assert.False(EmailAddress.TryParse(given, out _));

    [Fact]
    public void Lengths_hold_to_the_character()
    {
        string domain = string.Join('.', Enumerable.Repeat(new string('d', 62), 3));
        Assert.True(EmailAddress.TryParse($"{new string('a', 64)}@{domain}", out _));
        Assert.False(EmailAddress.TryParse($"{new string('a', 65)}@{domain}", out _));
        Assert.True(EmailAddress.TryParse($"a@{new string('d', 63)}.org", out _));
        Assert.False(EmailAddress.TryParse($"a@{new string('d', 64)}.org", out _));
        Assert.False(EmailAddress.TryParse($"{new string('a', 64)}@{domain}.org", out _));
    }
}
