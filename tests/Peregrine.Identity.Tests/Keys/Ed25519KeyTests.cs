using Peregrine.Identity.Keys;

namespace Peregrine.Identity.Tests.Keys;

/// <summary>The vectors of RFC 8032, section 7.1, and what must not verify.</summary>
public class Ed25519KeyTests
{
    private const string Order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

    [Theory]
    [InlineData(
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void The_vectors_of_the_standard_verify_and_every_flipped_bit_does_not(string key, string message, string signature)
    {
        byte[] text = Convert.FromHexString(message), good = Convert.FromHexString(signature);
        using Ed25519Key publicKey = Ed25519Key.Of(Convert.FromHexString(key));
        Assert.True(publicKey.Verifies(text, good));
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            byte[] flipped = [.. good];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(publicKey.Verifies(text, flipped));
        }
        Assert.False(publicKey.Verifies([.. text, 0], good));
        Assert.False(publicKey.Verifies(text, good.AsSpan(0, 63)));
    }

    [Fact]
    public void A_signature_has_one_spelling()
    {
        byte[] good = Convert.FromHexString("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        using Ed25519Key key = Ed25519Key.Of(Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
        Assert.True(key.Verifies([], good));
        byte[] order = Convert.FromHexString(Order);
        int carry = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int sum = good[32 + i] + order[i] + carry;
            (good[32 + i], carry) = ((byte)(sum & 0xFF), sum >> 8);
        }
        Assert.False(key.Verifies([], good));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    public void A_key_for_which_anybody_can_sign_is_not_taken(string text)
    {
        byte[] key = Convert.FromHexString(text);
        Assert.False(Ed25519Key.IsFit(key));
        // The neutral point and S = 0 are a signature under such a key for one message in eight at least.
        byte[] nothing = new byte[64];
        nothing[0] = 1;
        using Ed25519Key publicKey = Ed25519Key.Of(key);
        int signed = Enumerable.Range(0, 200).Count(i => publicKey.Verifies([(byte)i], nothing));
        Assert.True(signed > 0);
    }

    [Fact]
    public void A_key_of_another_length_is_not_taken()
    {
        Assert.False(Ed25519Key.IsFit(new byte[31]));
        Assert.False(Ed25519Key.IsFit(new byte[33]));
        Assert.True(Ed25519Key.IsFit(Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")));
    }
}
