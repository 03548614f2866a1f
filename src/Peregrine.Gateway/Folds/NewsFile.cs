using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Folds;

/// <summary>What accounts were told, in a file: written whole beside the old one and then in its place, and taken only when every byte is as it was written.</summary>
/// <remarks>
/// A header, then for each account an <see cref="AccountPast"/> and its messages, then SHA-256 of all of it. Nobody waits until it is on the disk: one that a
/// power cut left half there is told by its hash, and clients then take their state anew.
/// </remarks>
internal static class NewsFile
{
    private const int SliceBytes = 64 * 1024, HashBytes = SHA256.HashSizeInBytes;

    /// <param name="path">Of the file.</param>
    /// <param name="venueId">Whose it is.</param>
    /// <param name="cursor">The last command that the views had when this began.</param>
    /// <param name="views">Which may go on meanwhile; an account that is told something meanwhile is left out.</param>
    /// <param name="pause">Called between slices, by who does not want to be in others' way.</param>
    public static void Write(string path, ulong venueId, long cursor, AccountViews views, Action pause)
    {
        string next = path + ".next";
        try
        {
            WriteAll(next, venueId, cursor, views, pause);
            File.Move(next, path, overwrite: true);
        }
        catch (IOException)
        {
            // What there was room for stands in everybody's way.
            File.Delete(next);
            throw;
        }
    }

    private static void WriteAll(string next, ulong venueId, long cursor, AccountViews views, Action pause)
    {
        using var file = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None, SliceBytes);
        NewsHeader header = NewsHeader.Of(venueId, cursor);
        file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<NewsHeader>(in header)));
        var messages = new ArrayBufferWriter<byte>(SliceBytes);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int account = 1; account <= views.Highest; account++)
        {
            if (!AccountPast.TryRead(views, account, cursor, messages, out AccountPast past)) continue;
            Append(file, hash, MemoryMarshal.AsBytes(new ReadOnlySpan<AccountPast>(in past)), pause);
            Append(file, hash, messages.WrittenSpan, pause);
        }
        header.BodyBytes = file.Position - NewsHeader.Size;
        hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<NewsHeader>(in header)));
        file.Write(hash.GetHashAndReset());
        file.Position = 0;
        file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<NewsHeader>(in header)));
    }

    /// <summary>The header of a file that is whole and may be taken by a venue that has come to that command.</summary>
    /// <exception cref="InvalidDataException">It may not; the sentence says why.</exception>
    public static NewsHeader Check(FileStream file, ulong venueId, long seq)
    {
        NewsHeader header = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<NewsHeader>(ref header));
        file.Position = 0;
        if (file.Length < NewsHeader.Size + HashBytes) throw new InvalidDataException("it is not whole");
        file.ReadExactly(bytes);
        if (header.Fault(venueId, seq) is { } fault) throw new InvalidDataException(fault);
        if (header.BodyBytes != file.Length - NewsHeader.Size - HashBytes) throw new InvalidDataException("it is not whole");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] slice = new byte[SliceBytes];
        for (long left = header.BodyBytes; left > 0;)
        {
            int length = (int)Math.Min(left, slice.Length);
            file.ReadExactly(slice.AsSpan(0, length));
            hash.AppendData(slice.AsSpan(0, length));
            left -= length;
        }
        hash.AppendData(bytes);
        file.ReadExactly(slice.AsSpan(0, HashBytes));
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(slice.AsSpan(0, HashBytes))) throw new InvalidDataException("its bytes are not those that were written");
        return header;
    }

    /// <summary>Puts back what a file that was checked says of accounts, but for those that were told something since.</summary>
    /// <returns>Of how many accounts.</returns>
    public static int Recall(FileStream file, in NewsHeader header, ToldAccounts since, AccountFold fold)
    {
        int count = 0;
        byte[] messages = [];
        file.Position = NewsHeader.Size;
        for (long end = NewsHeader.Size + header.BodyBytes; file.Position < end;)
        {
            AccountPast past = default;
            file.ReadExactly(MemoryMarshal.AsBytes(new Span<AccountPast>(ref past)));
            if (messages.Length < past.Bytes) messages = new byte[past.Bytes];
            file.ReadExactly(messages.AsSpan(0, past.Bytes));
            if (since.Has(past.Account)) continue;
            fold.Recall(in past, messages.AsSpan(0, past.Bytes));
            count++;
        }
        return count;
    }

    private static void Append(FileStream file, IncrementalHash hash, ReadOnlySpan<byte> bytes, Action pause)
    {
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> slice = bytes[..Math.Min(bytes.Length, SliceBytes)];
            hash.AppendData(slice);
            long before = file.Position / SliceBytes;
            file.Write(slice);
            if (file.Position / SliceBytes != before) pause();
            bytes = bytes[slice.Length..];
        }
    }
}
