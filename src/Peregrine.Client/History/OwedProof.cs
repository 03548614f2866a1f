using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.History;

/// <summary>That an account is in what the venue published, by the hashes on the way to the root. Amounts are micro-dollars.</summary>
/// <param name="Published">Of which the account is part.</param>
/// <param name="Leaf">What was counted of the account, field by field as the venue says it.</param>
/// <param name="Path">From the leaf up.</param>
public sealed record OwedProof(OwedRoot Published, IReadOnlyDictionary<string, string> Leaf, IReadOnlyList<OwedNode> Path)
{
    internal static OwedProof Read(ref Utf8JsonReader reader, object? context)
    {
        var proof = new OwedProof(new OwedRoot(0, 0, 0, "", ""), new Dictionary<string, string>(StringComparer.Ordinal), []);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("published"u8)) proof = proof with { Published = ReadRoot(ref reader) };
            else if (reader.ValueTextEquals("leaf"u8)) proof = proof with { Leaf = ReadLeaf(ref reader) };
            else if (reader.ValueTextEquals("path"u8)) proof = proof with { Path = ReadPath(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return proof;
    }

    private static OwedRoot ReadRoot(ref Utf8JsonReader reader)
    {
        JsonIn.Begin(ref reader, JsonTokenType.StartObject);
        return OwedRoot.Read(ref reader, null);
    }

    private static Dictionary<string, string> ReadLeaf(ref Utf8JsonReader reader)
    {
        Dictionary<string, string> leaf = new(StringComparer.Ordinal);
        JsonIn.Begin(ref reader, JsonTokenType.StartObject);
        while (JsonIn.NextField(ref reader)) leaf.Add(reader.GetString()!, JsonIn.Text(ref reader));
        return leaf;
    }

    private static List<OwedNode> ReadPath(ref Utf8JsonReader reader)
    {
        List<OwedNode> path = [];
        JsonIn.Begin(ref reader, JsonTokenType.StartArray);
        while (JsonIn.NextItem(ref reader)) path.Add(OwedNode.Read(ref reader));
        return path;
    }
}

/// <summary>What stands beside the way to the root.</summary>
/// <param name="IsLeft">On which side.</param>
/// <param name="Hash">Hexadecimal.</param>
/// <param name="Sum">Of what is below it.</param>
public sealed record OwedNode(bool IsLeft, string Hash, string Sum)
{
    internal static OwedNode Read(ref Utf8JsonReader reader)
    {
        var node = new OwedNode(false, "", "");
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("side"u8)) node = node with { IsLeft = JsonIn.Text(ref reader) == "left" };
            else if (reader.ValueTextEquals("hash"u8)) node = node with { Hash = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("sum"u8)) node = node with { Sum = JsonIn.Text(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return node;
    }
}
