using System.Globalization;
using System.Text.Json;
using Peregrine.Explain.Liabilities;
using Peregrine.Server.Run;

namespace Peregrine.Server.History;

/// <summary><c>peregrine prove</c>: checks a proof that an account was given, with nothing but the proof and the root that was published.</summary>
internal static class ProveCommand
{
    public const string Usage = "usage: peregrine prove FILE [ROOT]";

    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is not ([_] or [_, _]))
        {
            errors.WriteLine(Usage);
            return RunCommand.BadUsage;
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(arguments[0]));
            JsonElement published = document.RootElement.GetProperty("published");
            string root = arguments.Length > 1 ? arguments[1] : Text(published, "root");
            return Check(Read(document.RootElement), root, Text(published, "owed"), output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or FormatException or OverflowException or InvalidOperationException)
        {
            errors.WriteLine($"{arguments[0]} holds no proof: {e.Message}");
            return RunCommand.BadUsage;
        }
    }

    private static int Check(LiabilityProof proof, string root, string owed, TextWriter output)
    {
        if (proof.Root() is not { } found)
        {
            output.WriteLine("A neighbour in the proof owes less than nothing: this is no honest tree.");
            return RunCommand.Trouble;
        }
        string hash = Convert.ToHexStringLower(found.Hash), sum = found.Sum.ToString(CultureInfo.InvariantCulture);
        bool isSame = hash == root && sum == owed;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"account {proof.Leaf.Account} is owed {proof.Leaf.Owed} micro-dollars"));
        output.WriteLine($"its leaf leads to root {hash}, under which {sum} are owed in all");
        output.WriteLine(isSame ? "this is the root that was published" : $"published was root {root} with {owed}: the proof does not belong to it");
        return isSame ? RunCommand.Done : RunCommand.Trouble;
    }

    private static LiabilityProof Read(JsonElement document)
    {
        JsonElement leaf = document.GetProperty("leaf");
        var read = new LiabilityLeaf(checked((int)Number(leaf, "account")), Number(leaf, "cash"), Number(leaf, "pots"), Number(leaf, "unrealised"), Number(leaf, "collateral"), Number(leaf, "lent"),
            Bytes(leaf, "positions"));
        return new LiabilityProof(read, Bytes(leaf, "salt"), [.. document.GetProperty("path").EnumerateArray().Select(ReadStep)]);
    }

    private static (bool IsLeft, MerkleNode Node) ReadStep(JsonElement step) =>
        (Text(step, "side") == "left", new MerkleNode(Bytes(step, "hash"), Int128.Parse(Text(step, "sum"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)));

    private static long Number(JsonElement element, string name) => long.Parse(Text(element, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static byte[] Bytes(JsonElement element, string name)
    {
        byte[] bytes = Convert.FromHexString(Text(element, name));
        return bytes.Length == MerkleNode.HashBytes ? bytes : throw new FormatException($"{name} is not of {MerkleNode.HashBytes} bytes");
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
