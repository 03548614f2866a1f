using Peregrine.Core;

namespace Peregrine.Engine.State;

/// <summary>One insurance fund and what it may still pay within the hour (domain §10.7).</summary>
internal struct InsurancePot
{
    private const long HourNs = 3_600_000_000_000;

    public Micros Money;
    /// <summary>UTC hour since the epoch of the last draw, the fund when that hour began, and what was drawn in it.</summary>
    public long Hour;
    public Micros HourBegan;
    public Micros HourDrawn;

    /// <summary>A tenth of it per event and a quarter per hour.</summary>
    public readonly Micros Allowance(long nowNs)
    {
        bool sameHour = Hour == nowNs / HourNs;
        long inHour = sameHour ? HourBegan.Value / 4 - HourDrawn.Value : Money.Value / 4;
        return new(Math.Max(0, Math.Min(Money.Value / 10, inHour)));
    }

    /// <summary>Takes as much of the amount as there is.</summary>
    public Micros Draw(Micros amount, long nowNs)
    {
        Micros drawn = Micros.Min(amount, Money);
        if (Hour != nowNs / HourNs) (Hour, HourBegan, HourDrawn) = (nowNs / HourNs, Money, Micros.Zero);
        Money -= drawn;
        HourDrawn += drawn;
        return drawn;
    }
}
