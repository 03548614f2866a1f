using System.Text;
using Peregrine.Client.Signing;

namespace Peregrine.Client;

public class SigningTests
{
    [Fact]
    public void Hmac_is_that_of_rfc_4231() =>
        Assert.Equal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", new HmacSigner("Jefe").Sign("what do ya want for nothing?"u8));

    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    public void Ed25519_is_that_of_rfc_8032(string seed, string message, string signature) =>
        Assert.Equal(signature, Convert.ToHexStringLower(Convert.FromBase64String(new Ed25519Signer(Convert.FromHexString(seed)).Sign(Convert.FromHexString(message)))));

    [Fact]
    public void The_signed_text_is_that_of_the_documents()
    {
        byte[] into = new byte[256];
        int length = SignedText.Write(into, 1_795_275_442_081, "POST", "/api/v1/orders?x=1", "{\"a\":1}"u8);
        Assert.Equal("peregrine-v1\n1795275442081\n\nPOST\n/api/v1/orders?x=1\n{\"a\":1}", Encoding.UTF8.GetString(into, 0, length));
    }

    [Fact]
    public void A_seed_of_another_length_is_no_seed() => Assert.Throws<ArgumentException>(() => new Ed25519Signer(new byte[31]));
}
