using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Peregrine.Core;

namespace Peregrine.Identity.Storage;

/// <summary>A row of an answer, read by position.</summary>
internal readonly struct Row(SqliteDataReader reader)
{
    public long Long(int at) => reader.GetInt64(at);

    public int Int(int at) => reader.GetInt32(at);

    public byte Byte(int at) => reader.GetByte(at);

    public string Text(int at) => reader.GetString(at);

    public byte[] Blob(int at) => reader.GetFieldValue<byte[]>(at);

    public long? LongOrNull(int at) => reader.IsDBNull(at) ? null : reader.GetInt64(at);

    public string? TextOrNull(int at) => reader.IsDBNull(at) ? null : reader.GetString(at);

    public Id128 Id(int at) => Id128.Read(Blob(at));

    public RequestKey Request(int at)
    {
        ReadOnlySpan<byte> bytes = Blob(at);
        return new RequestKey(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]));
    }
}
