using System.Text;
using Peregrine.Identity.Links;
using Peregrine.Identity.Tests.Keys;

namespace Peregrine.Identity.Tests.Links;

/// <summary>A Solana wallet that signs whatever it is shown.</summary>
internal sealed class Wallet
{
    private readonly byte[] _seed;

    public Wallet(byte seed)
    {
        _seed = [.. Enumerable.Repeat(seed, 32)];
        Address = Base58.Spell(Ed25519Pair.PublicKey(_seed));
    }

    public string Address { get; }

    public SignedText Sign(WalletMessage message) => SignText(message, message.TextFor(Address));

    /// <summary>Signs another text in the name of the one that was asked for.</summary>
    public SignedText SignText(WalletMessage message, string text, bool saysSo = false)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return new SignedText(message.Nonce, Address, Ed25519Pair.Sign(_seed, bytes), saysSo ? bytes : null);
    }
}
