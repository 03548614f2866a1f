using System.Buffers.Text;
using System.Text;

namespace Peregrine.Client.Signing;

/// <summary>The text of a request that a key signs: lines of version, time, window, method and target, then the body as it is sent.</summary>
internal static class SignedText
{
    public static string Sign(IRequestSigner signer, long timestamp, string method, string target, ReadOnlySpan<byte> body)
    {
        int most = 96 + method.Length + target.Length * 3 + body.Length;
        byte[] rented = System.Buffers.ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return signer.Sign(rented.AsSpan(0, Write(rented, timestamp, method, target, body)));
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static int Write(Span<byte> into, long timestamp, string method, string target, ReadOnlySpan<byte> body)
    {
        "peregrine-v1\n"u8.CopyTo(into);
        int at = 13;
        Utf8Formatter.TryFormat(timestamp, into[at..], out int digits);
        at += digits;
        // The window's line stays empty: the venue's usual one is asked for.
        into[at++] = (byte)'\n';
        into[at++] = (byte)'\n';
        at += Encoding.ASCII.GetBytes(method, into[at..]);
        into[at++] = (byte)'\n';
        at += Encoding.UTF8.GetBytes(target, into[at..]);
        into[at++] = (byte)'\n';
        body.CopyTo(into[at..]);
        return at + body.Length;
    }
}
