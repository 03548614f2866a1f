using System.Globalization;
using Peregrine.Core;
using Peregrine.Explain.Liabilities;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Native;

/// <summary>What the venue owes to all, published, and proven to each.</summary>
internal static class LiabilityRoutes
{
    private static readonly ToldShape RootShape = new ToldShape("LiabilityRoot")
        .With("seq", AnswerType.Count, "The state it is made of.")
        .With("time", AnswerType.Time, "Of that state.")
        .With("accounts", AnswerType.Count, "In it.")
        .With("root", AnswerType.String, "The tree's hash, in hex.")
        .With("owed", AnswerType.Id, "To all, in micros.")
        .With("lacking", AnswerType.Id, "What accounts below 0 owe, in micros.")
        .With("loans", AnswerType.Id, "Lent to accounts, in micros.")
        .With("state", AnswerType.String, "That state's hash, in hex.");

    private static readonly ToldShape LeafShape = new ToldShape("LiabilityLeaf")
        .With("account", AnswerType.Id, "Whose.")
        .With("cash", AnswerType.Id, "In micros, like all that follows.")
        .With("pots", AnswerType.Id, "Margin of isolated positions.")
        .With("unrealised", AnswerType.Id, "Of positions, at mark.")
        .With("collateral", AnswerType.Id, "Other assets, at what they are worth.")
        .With("lent", AnswerType.Id, "To the pool.")
        .With("positions", AnswerType.String, "Their hash, in hex.")
        .With("salt", AnswerType.String, "In hex.");

    private static readonly ToldShape NodeShape = new ToldShape("LiabilityNode")
        .With("side", AnswerType.String, "left or right, of what was come from.")
        .With("hash", AnswerType.String, "In hex.")
        .With("sum", AnswerType.Id, "Below it.");

    public static readonly Route[] All =
    [
        new("GET", "/liabilities", LimitClass.Reads, Access.Public, AllowedActions.None, "Published roots of what the venue owes to all accounts, the newest first.", Roots)
        {
            Answer = new ToldShape("LiabilityRoots").With("roots", RootShape.Listed, "The newest first."),
        },
        new("GET", "/liabilities/proof", LimitClass.Reads, Access.Signed, AllowedActions.Read, "That the account is in the newest root, with what it has.", Proof)
        {
            Answer = new ToldShape("LiabilityProof").With("published", AnswerType.Object(RootShape), "The newest.").With("leaf", AnswerType.Object(LeafShape), "The account's.")
                .With("path", NodeShape.Listed, "From the leaf to the root."),
        },
    ];

    private static ValueTask Roots(ApiCall call)
    {
        call.Answer.BeginObject().Name("roots"u8).BeginArray();
        foreach (LiabilityRoot root in call.Gateway.Venue.Liabilities.Roots) Write(call.Answer, root);
        call.Answer.EndArray().EndObject();
        return default;
    }

    private static ValueTask Proof(ApiCall call)
    {
        if (call.Gateway.Venue.Liabilities.Prove(call.Who.Account) is not { } proven)
        {
            call.Refuse(new Problem(ApiCode.NotReady, "The next tree, at the full hour, has this account in it.") { RetryAfterMs = 1000 });
            return default;
        }
        JsonText json = call.Answer.BeginObject().Name("published"u8);
        Write(json, proven.Root);
        LiabilityLeaf leaf = proven.Proof.Leaf;
        json.Name("leaf"u8).BeginObject().Name("account"u8).Id(leaf.Account).Name("cash"u8).Id(leaf.Cash).Name("pots"u8).Id(leaf.Pots).Name("unrealised"u8).Id(leaf.Unrealised);
        json.Name("collateral"u8).Id(leaf.Collateral).Name("lent"u8).Id(leaf.Lent).Name("positions"u8).String(Convert.ToHexStringLower(leaf.Positions));
        json.Name("salt"u8).String(Convert.ToHexStringLower(proven.Proof.Salt)).EndObject().Name("path"u8).BeginArray();
        foreach ((bool isLeft, MerkleNode node) in proven.Proof.Path)
        {
            json.BeginObject().Name("side"u8).Plain(isLeft ? "left"u8 : "right"u8).Name("hash"u8).String(Convert.ToHexStringLower(node.Hash));
            json.Name("sum"u8).String(node.Sum.ToString(CultureInfo.InvariantCulture)).EndObject();
        }
        json.EndArray().EndObject();
        return default;
    }

    private static void Write(JsonText json, LiabilityRoot root)
    {
        json.BeginObject().Name("seq"u8).Number(root.Seq).Name("time"u8).Number(root.TimeMs).Name("accounts"u8).Number(root.Accounts).Name("root"u8).String(root.Root);
        json.Name("owed"u8).String(root.Owed).Name("lacking"u8).String(root.Lacking).Name("loans"u8).String(root.Loans).Name("state"u8).String(root.State).EndObject();
    }
}
