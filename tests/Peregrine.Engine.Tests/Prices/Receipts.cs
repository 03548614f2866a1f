using System.Numerics;
using Peregrine.Core;
using Xunit;

namespace Peregrine.Engine.Tests.Prices;

/// <summary>Recomputes indexes, marks and funding of markets with three equal sources from commands and events alone, in numbers without end.</summary>
/// <remarks>Written from the contract; shares no formula with the engine.</remarks>
internal sealed class Receipts(long tickLotValue)
{
    private const long R = 1_000_000_000;
    private readonly Dictionary<(int Market, int Asset, int Source), PriceSample> _heard = [];
    private readonly Dictionary<int, (BigInteger Sum, int Count)> _premiums = [];
    private readonly Dictionary<int, (BigInteger Sum, int Count)> _waiting = [];
    private readonly Dictionary<int, FundingStarted> _epochs = [];
    private readonly Dictionary<(int Account, int Market), long> _sizes = [];

    /// <summary>Funding payments recomputed.</summary>
    public int Payments { get; private set; }

    public void Check(in Command command, long nowNs, ReadOnlySpan<byte> events)
    {
        if (command.Header.Kind == CommandKind.SubmitSamples) Hear(in Command.Body<SubmitSamples>(in command), nowNs);
        EventReader reader = new(events);
        while (reader.Next())
        {
            int market = reader.Header.Market;
            switch (reader.Header.Kind)
            {
                case EventKind.IndexUpdated: CheckIndex(market, reader.Body<IndexUpdated>(), nowNs); break;
                case EventKind.MarkUpdated: CheckMark(market, reader.Body<MarkUpdated>()); break;
                case EventKind.FundingDelayed: Delay(market); break;
                case EventKind.FundingSkipped: Skip(market, reader.Body<FundingSkipped>().Reason); break;
                case EventKind.FundingStarted: CheckRate(market, reader.Body<FundingStarted>()); break;
                case EventKind.FundingPaid: CheckPayment(reader.Header, reader.Body<FundingPaid>()); break;
                case EventKind.PositionChanged: _sizes[(reader.Header.Account, market)] = reader.Body<PositionChanged>().Size.Value; break;
            }
        }
    }

    /// <summary>Samples of a command, also of one from before the events that are checked.</summary>
    public void Hear(in SubmitSamples body, long nowNs)
    {
        for (int i = 0; i < body.Count; i++)
        {
            PriceSample sample = body.Samples[i];
            sample.TimeNs = Math.Min(sample.TimeNs, nowNs);
            var key = (body.Market, body.Asset, sample.Source);
            if (!_heard.TryGetValue(key, out PriceSample before) || sample.TimeNs >= before.TimeNs) _heard[key] = sample;
        }
    }

    // Three equal sources that must all count: the one in the middle, when the others are near it.
    private void CheckIndex(int market, IndexUpdated told, long nowNs)
    {
        long[] prices = [.. _heard.Where(h => h.Key.Market == market && h.Key.Asset == told.Asset).Select(h => h.Value)
            .Where(s => s.Price > 0 && nowNs - s.TimeNs <= 5 * R && s.ConfidencePpb <= 5_000_000).Select(s => s.Price).Order()];
        bool near = prices.Length == 3 && prices.All(p => (BigInteger)Math.Abs(p - prices[1]) * R <= (BigInteger)prices[1] * 15_000_000);
        Assert.Equal(near ? prices[1] : 0, told.Value);
    }

    private void CheckMark(int market, MarkUpdated told)
    {
        if ((told.Inputs & MarkInputs.Sampled) != 0)
        {
            var (sum, count) = _premiums.GetValueOrDefault(market);
            _premiums[market] = (sum + told.PremiumPpb, count + 1);
            BigInteger above = told.ImpactBid.Value == 0 ? 0 : Math.Max(0, told.ImpactBid.Value - told.Index.Value);
            BigInteger below = told.ImpactAsk.Value == 0 ? 0 : Math.Max(0, told.Index.Value - told.ImpactAsk.Value);
            Assert.Equal((above - below) * R / told.Index.Value, told.PremiumPpb);
        }
        long[] candidates = [told.FundingPrice.Value, told.BasisPrice.Value, told.BookPrice.Value];
        long middle = (told.Inputs & MarkInputs.NoBook) != 0 ? told.BasisPrice.Value : candidates.Order().ElementAt(1);
        long width = (long)((BigInteger)told.Index.Value * 10_000_000 / R);
        Assert.Equal(Math.Clamp(middle, told.Index.Value - width, told.Index.Value + width), told.Mark.Value);
    }

    private void Skip(int market, FundingSkip reason)
    {
        // Either the hour that waited, or the one that is over now.
        if (reason != FundingSkip.NoIndex || !_waiting.Remove(market)) _premiums[market] = default;
    }

    private void Delay(int market)
    {
        _waiting[market] = _premiums.GetValueOrDefault(market);
        _premiums[market] = default;
    }

    private void CheckRate(int market, FundingStarted told)
    {
        if (!_waiting.Remove(market, out var hour))
        {
            hour = _premiums[market];
            _premiums[market] = default;
        }
        var (sum, count) = hour;
        BigInteger average = sum / count;
        BigInteger rate8 = Clamp(average + Clamp(100_000 - average, 500_000), 20_000_000);
        Assert.Equal((count, average, rate8), (told.Samples, told.AveragePremiumPpb, told.Rate8Ppb));
        Assert.Equal(Clamp(rate8 / 8, 2_500_000) * count * 1000 / 3_600_000, told.RatePpb);
        _epochs[market] = told;
    }

    private void CheckPayment(EventHeader header, FundingPaid told)
    {
        FundingStarted epoch = _epochs[header.Market];
        Assert.Equal((epoch.Index, epoch.RatePpb, epoch.Epoch), (told.Index, told.RatePpb, told.Epoch));
        Assert.Equal(_sizes[(header.Account, header.Market)], told.Size.Value);
        BigInteger raw = (BigInteger)told.Size.Value * told.Index.Value * tickLotValue * told.RatePpb;
        BigInteger exact = BigInteger.DivRem(raw, 1000 * (BigInteger)R, out BigInteger rest);
        Assert.Equal(rest > 0 ? exact + 1 : exact, told.Amount.Value);
        Payments++;
    }

    private static BigInteger Clamp(BigInteger value, long bound) => BigInteger.Min(BigInteger.Max(value, -bound), bound);
}
