namespace Peregrine.MarketData.Markets;

/// <summary>A trade's name as one whole number below 2⁵³: the command's number and the trade's place in it, as ids of orders are made.</summary>
/// <remarks>Numbers rise with time and are the same at every gateway and after every restart. A command with more trades than places goes on in the next command's, which then has none in the same market at the same moment.</remarks>
public static class TradeIds
{
    /// <summary>Where nothing was traded, or it is not known what.</summary>
    public const long None = 0;

    /// <summary>Changes that no trade made have places from here on.</summary>
    public const int UntradedFrom = 2_048;

    private const long Places = 4096;

    public static long Of(long seq, int index) => seq * Places + index;

    public static long SeqOf(long id) => id / Places;

    /// <summary>The earliest command whose trade may have the id: one with more trades than places has ids of the next command's.</summary>
    public static long EarliestSeqOf(long id) => SeqOf(id) - 1;
}
