using Peregrine.Identity.Links;

namespace Peregrine.Identity.Tests.Links;

public class Base58Tests
{
    [Theory]
    [InlineData("11111111111111111111111111111111", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "06ddf6e1d765a193d9cbe146ceeb79ac1cb485ed5f5b37913a8cf5857eff00a9")]
    public void Known_addresses_are_their_bytes(string text, string hex)
    {
        byte[] bytes = new byte[32];
        Assert.True(Base58.TryRead(text, bytes));
        Assert.Equal(hex, Convert.ToHexStringLower(bytes));
        Assert.Equal(text, Base58.Spell(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1111111111111111111111111111111")]
    [InlineData("111111111111111111111111111111111")]
    [InlineData("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5D0")]
    [InlineData("1TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA ")]
    public void What_is_not_thirty_two_bytes_in_one_spelling_is_none(string text) => Assert.False(Base58.TryRead(text, new byte[32]));
}
