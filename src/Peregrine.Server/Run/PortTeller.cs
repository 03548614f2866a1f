using Peregrine.Core;
using Peregrine.Sandbox.Prices;

namespace Peregrine.Server.Run;

/// <summary>Simulated samples go in where those of real feeds will: through the command port, journaled like every other input.</summary>
internal sealed class PortTeller(ICommandPort port, TimeProvider time) : IPriceTeller
{
    private const long NsPerTick = 100;

    public async ValueTask<bool> Tell(PriceSubject subject, IReadOnlyList<SourceQuote> quotes)
    {
        CommandReceipt receipt = await port.Submit([Samples(subject, quotes)]);
        return receipt.Code == RejectCode.None;
    }

    private Command Samples(PriceSubject subject, IReadOnlyList<SourceQuote> quotes)
    {
        long now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * NsPerTick;
        SubmitSamples body = new() { Market = subject.Market, Asset = subject.Asset, Count = (byte)quotes.Count };
        for (int i = 0; i < quotes.Count; i++)
        {
            SourceQuote quote = quotes[i];
            body.Samples[i] = new PriceSample { Source = quote.Source, Price = quote.Price, TimeNs = now - quote.Age.Ticks * NsPerTick, ConfidencePpb = quote.ConfidencePpb };
        }
        return Command.Of(in body);
    }
}
