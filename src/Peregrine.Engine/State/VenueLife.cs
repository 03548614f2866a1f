namespace Peregrine.Engine.State;

/// <summary>Where the venue as a whole is in its life.</summary>
internal sealed class VenueLife
{
    /// <summary>It was down, and its gateways are not back yet.</summary>
    public bool AwaitsReady;
    /// <summary>There are users to protect: changes need notice.</summary>
    public bool FoundingEnded;
    /// <summary>Nobody may raise what can be withdrawn soon after somebody changed what counts as collateral.</summary>
    public long CollateralChangedNs;
}
