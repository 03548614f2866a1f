using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Fees;

/// <summary>Fee tiers by 30-day volume, discounts, referrers and builders.</summary>
internal sealed class FeeBook(EngineState state)
{
    private const int WindowDays = 30;

    /// <summary>The rates of an account's group today, with the builder of one order.</summary>
    public FeeRates RatesOf(int account, int builder, int builderPpb)
    {
        ref Account root = ref state.RootOf(account);
        ref SetFeeTier row = ref RowOf(in root);
        return new FeeRates
        {
            TakerPpb = TakerPpb(in root, in row),
            MakerPpb = row.MakerPpb,
            Referrer = root.Referrer,
            ReferralSharePpb = root.ReferralSharePpb,
            Builder = builder,
            BuilderPpb = builderPpb,
        };
    }

    /// <summary>Of these rates, what a taker pays the venue.</summary>
    public int TakerPpb(int account)
    {
        ref Account root = ref state.RootOf(account);
        return TakerPpb(in root, in RowOf(in root));
    }

    /// <summary>Where a group stands, for whoever asks.</summary>
    public FeeFigures Figures(int account)
    {
        ref Account root = ref state.RootOf(account);
        ref SetFeeTier row = ref RowOf(in root);
        TierToday(in root, out Micros volume);
        (Micros today, Micros next) = (Micros.Zero, Micros.Zero);
        for (int slot = root.FirstVolume; slot != 0; slot = state.Volumes[slot].Next)
        {
            ref VolumeDay day = ref state.Volumes[slot];
            if (day.Day == state.Today) today += day.Volume;
            if (day.Day > state.Today - WindowDays) next += day.Volume;
        }
        return new FeeFigures(row.Tier, volume, today, next, row.MakerPpb, TakerPpb(in root, in row));
    }

    private static int TakerPpb(in Account root, in SetFeeTier row) =>
        root.DiscountPpb == 0 ? row.TakerPpb : row.TakerPpb - (int)Ppb.MulFloor(row.TakerPpb, root.DiscountPpb);

    private ref SetFeeTier RowOf(in Account root) => ref state.FeeTiers[root.FeeDay == state.Today ? root.FeeTier : TierToday(in root, out _)];

    /// <summary>Fixes the group's tier for the day; called before the first fill it takes part in.</summary>
    public void BeginDay(ref Account root)
    {
        if (root.FeeDay != state.Today) FixTier(ref root);
    }

    private void FixTier(ref Account root)
    {
        int tier = TierToday(in root, out Micros volume);
        root.FeeDay = state.Today;
        if (tier == root.FeeTier) return;
        root.FeeTier = (byte)tier;
        state.Events.Add(root.Root, 0, new FeeTierChanged { Volume30Days = volume, Tier = tier });
    }

    /// <summary>Counts a fill once for its owner's group, whose root this is. The slab is as large as there are accounts; a full one drops the count, never the fill.</summary>
    public void Count(ref Account root, Micros notional)
    {
        int first = root.FirstVolume;
        if (first == 0 || state.Volumes[first].Day != state.Today) first = BeginVolume(ref root);
        if (first != 0) state.Volumes[first].Volume += notional;
    }

    private int BeginVolume(ref Account root)
    {
        DropOldDays(ref root);
        int slot = state.Volumes.Rent();
        if (slot == 0) return 0;
        state.Volumes[slot] = new VolumeDay { Root = root.Root, Day = state.Today, Next = root.FirstVolume };
        root.FirstVolume = slot;
        return slot;
    }

    private int TierToday(in Account root, out Micros volume)
    {
        volume = Micros.Zero;
        for (int slot = root.FirstVolume; slot != 0; slot = state.Volumes[slot].Next)
        {
            ref VolumeDay day = ref state.Volumes[slot];
            if (day.Day < state.Today && day.Day >= state.Today - WindowDays) volume += day.Volume;
        }
        int tier = 0;
        while (tier + 1 < state.FeeTierCount && state.FeeTiers[tier + 1].VolumeMin <= volume) tier++;
        return tier;
    }

    private void DropOldDays(ref Account root)
    {
        ref int link = ref root.FirstVolume;
        while (link != 0 && state.Volumes[link].Day >= state.Today - WindowDays) link = ref state.Volumes[link].Next;
        int slot = link;
        link = 0;
        while (slot != 0)
        {
            int next = state.Volumes[slot].Next;
            state.Volumes.Return(slot);
            slot = next;
        }
    }
}
