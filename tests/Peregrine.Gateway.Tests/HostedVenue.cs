using Peregrine.Core;
using Peregrine.History;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Journal;

namespace Peregrine.Gateway.Tests;

/// <summary>A small venue in a folder of its own, as a gateway sees it.</summary>
internal sealed class HostedVenue : IVenue, IDisposable
{
    private static readonly SequencerOptions Small = new() { RingCommands = 1024, Journal = new JournalOptions { SegmentBytes = 8 << 20 } };
    private static readonly Genesis Capacities = Genesis.Default with { AccountsMax = 64, PositionsMax = 64, OrdersMax = 512, ClientIdsMax = 2048, MarketsMax = 2, AssetsMax = 2, LadderTicks = 256 };

    private readonly string _folder = Directory.CreateTempSubdirectory("peregrine-gateway-").FullName;
    private readonly VenueHost _host;
    private ulong _accounts;

    public HostedVenue() => _host = VenueHost.Start(new VenueOptions { Folder = _folder, Genesis = Capacities, Sequencer = Small });

    public ICommandPort Port => _host.Port;

    public IQuestions Questions => _host.Questions;

    public VenueFace Face => new(true, "", _host.Status.AppliedSeq, _host.Status.CommittedSeq, [], 1);

    public IHistory History => throw new NotSupportedException("nobody asks it here");

    public IExplanations Explanations => throw new NotSupportedException("nobody asks it here");

    public ILiabilities Liabilities => throw new NotSupportedException("nobody asks it here");

    public IEventReader Follow(long afterSeq) => _host.Followers.Follow(afterSeq);

    /// <summary>One more account; says with which command.</summary>
    public async Task<long> OpenAccount()
    {
        CommandReceipt receipt = await Port.Submit([Command.Of(new CreateAccount { Request = new RequestKey(1, ++_accounts) })]);
        Assert.Equal(RejectCode.None, receipt.Code);
        return receipt.Seq;
    }

    /// <summary>A command that is refused and changes nothing; says where it stands.</summary>
    public async Task<long> Knock() => (await Port.Submit([Command.Of(new CancelOrder { Order = new OrderId(1) })])).Seq;

    public void Dispose()
    {
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
