using Peregrine.Core;
using Peregrine.Explain;
using Peregrine.Gateway;
using Peregrine.Identity;
using Peregrine.Server.Run;

namespace Peregrine.Server.Tests.Explain;

/// <summary>Who waits, who is sent away, and what is remembered. The journal is run by the tests of the built program.</summary>
public sealed class ExplainQueueTests : IDisposable
{
    private readonly SemaphoreSlim _asked = new(0);
    private readonly SemaphoreSlim _finish = new(0);
    private int _running;
    private int _runningMost;
    private int _made;

    public void Dispose()
    {
        _asked.Dispose();
        _finish.Dispose();
    }

    [Fact]
    public async Task One_is_made_at_a_time_of_each_person_one_and_who_comes_to_a_full_queue_is_told()
    {
        using var queue = new ExplainQueue(Tell);
        Task<ExplainAnswer>[] waiting = [.. Enumerable.Range(1, ExplainQueue.WaitingMax).Select(i => queue.Of(Person(i), seq: i, index: 0, CancellationToken.None))];
        await _asked.WaitAsync();
        Assert.Equal(ExplainOutcome.AskerWaits, (await queue.Of(Person(1), seq: 100, index: 0, CancellationToken.None)).Outcome);
        Assert.Equal(ExplainOutcome.Full, (await queue.Of(Person(100), seq: 100, index: 0, CancellationToken.None)).Outcome);

        _finish.Release(ExplainQueue.WaitingMax);
        Assert.All(await Task.WhenAll(waiting), static (answer, i) => Assert.Equal(i + 1, answer.Told!.Seq));
        Assert.Equal(1, _runningMost);
        _finish.Release();
        Assert.Equal(100, (await queue.Of(Person(1), seq: 100, index: 0, CancellationToken.None)).Told!.Seq);
    }

    [Fact]
    public async Task The_same_event_is_made_once_for_all_who_ask_and_its_neighbours_with_it()
    {
        using var queue = new ExplainQueue(Tell);
        Task<ExplainAnswer>[] waiting = [.. Enumerable.Range(1, 50).Select(i => queue.Of(Person(i), seq: 7, index: 0, CancellationToken.None))];
        _finish.Release();
        Assert.All(await Task.WhenAll(waiting), static answer => Assert.Equal(ExplainOutcome.Told, answer.Outcome));
        Assert.Equal(1, (await queue.Of(Person(1), seq: 7, index: 1, CancellationToken.None)).Told!.Index);
        Assert.Equal(1, _made);
    }

    [Fact]
    public async Task Who_goes_away_stops_nobody_and_the_answer_is_there_when_he_comes_back()
    {
        using var queue = new ExplainQueue(Tell);
        using var gone = new CancellationTokenSource();
        Task<ExplainAnswer> left = queue.Of(Person(1), seq: 7, index: 0, gone.Token), other = queue.Of(Person(2), seq: 7, index: 0, CancellationToken.None);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        _finish.Release();
        Assert.Equal(ExplainOutcome.Told, (await other).Outcome);
        Assert.Equal(ExplainOutcome.Told, (await queue.Of(Person(1), seq: 7, index: 0, CancellationToken.None)).Outcome);
        Assert.Equal(1, _made);
    }

    [Fact]
    public async Task Closing_ends_what_is_made_and_what_waits()
    {
        var queue = new ExplainQueue(Tell);
        Task<ExplainAnswer> first = queue.Of(Person(1), seq: 1, index: 0, CancellationToken.None), second = queue.Of(Person(2), seq: 2, index: 0, CancellationToken.None);
        await _asked.WaitAsync();
        queue.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(0, _running);
    }

    private async Task<ExplainReply> Tell(long seq, int index, CancellationToken stop)
    {
        Interlocked.Increment(ref _made);
        _runningMost = Math.Max(_runningMost, Interlocked.Increment(ref _running));
        try
        {
            _asked.Release();
            await _finish.WaitAsync(stop);
            return new ExplainReply(ExplainOutcome.Told, [Explained(seq, index), Explained(seq, index + 1)], "");
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private static Explanation Explained(long seq, int index) => new(seq, index, 0, EventKind.FundingPaid, 1, 1, []);

    private static PersonId Person(int number) => new(number);
}
