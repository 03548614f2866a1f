using Peregrine.Explain.Liabilities;

namespace Peregrine.Gateway;

/// <summary>What the venue owes, as it was published, and each account's own part of it.</summary>
public interface ILiabilities
{
    /// <summary>Published roots, the newest first.</summary>
    IReadOnlyList<LiabilityRoot> Roots { get; }

    /// <summary>The account's way to the newest root; null before the first, or when the account is younger.</summary>
    (LiabilityRoot Root, LiabilityProof Proof)? Prove(int account);
}
