using System.Numerics;
using System.Text;
using Peregrine.Identity.Tests.Keys;

namespace Peregrine.EndToEnd;

/// <summary>A Solana wallet as a page finds it: it has an address, and signs the text it is shown.</summary>
internal sealed class Wallet
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private readonly byte[] _seed;

    public Wallet(byte seed)
    {
        _seed = [.. Enumerable.Repeat(seed, 32)];
        var number = new BigInteger(Ed25519Pair.PublicKey(_seed), isUnsigned: true, isBigEndian: true);
        string address = "";
        for (; !number.IsZero; number /= 58) address = Alphabet[(int)(number % 58)] + address;
        Address = address;
    }

    public string Address { get; }

    /// <summary>What a page sends after its owner has said yes to the text that the venue asked for.</summary>
    public string Signed(Reply asked)
    {
        byte[] text = Encoding.UTF8.GetBytes(asked.Text("message"));
        return $$"""{"nonce":"{{asked.Text("nonce")}}","address":"{{Address}}","signature":"{{Convert.ToBase64String(Ed25519Pair.Sign(_seed, text))}}","message":"{{Convert.ToBase64String(text)}}"}""";
    }
}
