namespace Peregrine.Identity;

/// <summary>What a person is to the venue. Numbers are stored: never reused.</summary>
public enum Role : byte
{
    /// <summary>Trades his own accounts.</summary>
    Trader = 1,
    /// <summary>Reads everything, changes nothing.</summary>
    Auditor = 2,
    /// <summary>Proposes and approves changes of the venue.</summary>
    Operator = 3,
    /// <summary>Says who has which role, and may lock people out; moves no parameter.</summary>
    SecurityOfficer = 4,
}
