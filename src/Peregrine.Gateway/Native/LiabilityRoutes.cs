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
    public static readonly Route[] All =
    [
        new("GET", "/liabilities", LimitClass.Reads, Access.Public, AllowedActions.None, "Published roots of what the venue owes to all accounts, the newest first.", Roots),
        new("GET", "/liabilities/proof", LimitClass.Reads, Access.Signed, AllowedActions.Read, "That the account is in the newest root, with what it has.", Proof),
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
