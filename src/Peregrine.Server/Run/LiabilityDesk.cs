using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Peregrine.Core;
using Peregrine.Explain.Liabilities;
using Peregrine.Gateway;

namespace Peregrine.Server.Run;

/// <summary>Makes a liability tree at each start and each full hour of the state that the shadow tells, and publishes its root before anybody is proven anything by it.</summary>
internal sealed class LiabilityDesk : ILiabilities, IDisposable
{
    private const int RootsShown = 168;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1), Again = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly IQuestions _questions;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _making;
    private IReadOnlyList<LiabilityRoot> _roots;
    private Made? _made;

    /// <param name="path">A line of JSON for each published root.</param>
    /// <param name="questions">The shadow's.</param>
    /// <param name="time">Whose hours.</param>
    public LiabilityDesk(string path, IQuestions questions, TimeProvider time)
    {
        (_path, _questions, _time) = (path, questions, time);
        _roots = File.Exists(path) ? [.. File.ReadLines(path).TakeLast(RootsShown).Reverse().Select(static line => JsonSerializer.Deserialize<LiabilityRoot>(line)!)] : [];
        _making = Task.Run(Run);
    }

    public IReadOnlyList<LiabilityRoot> Roots => Volatile.Read(ref _roots);

    public (LiabilityRoot Root, LiabilityProof Proof)? Prove(int account) =>
        Volatile.Read(ref _made) is { } made && made.Tree.Prove(account) is { } proof ? (made.Root, proof) : null;

    public void Dispose()
    {
        _stop.Cancel();
        _making.Wait();
        _stop.Dispose();
    }

    private async Task Run()
    {
        try
        {
            while (true)
            {
                bool isMade = await Make();
                TimeSpan untilHour = Hour - TimeSpan.FromTicks(_time.GetUtcNow().Ticks % Hour.Ticks);
                await Task.Delay(isMade ? untilHour : Again, _time, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The venue closes.
        }
    }

    private async Task<bool> Make()
    {
        try
        {
            Answer<ToldState> told = await _questions.Ask<AskState, ToldState>(new AskState(), 0, _stop.Token);
            if (told.Code != RejectCode.None) return false;
            var book = new LiabilityBook();
            foreach (ReadOnlyMemory<byte> piece in told.Value.Events) book.Take(piece.Span);
            var tree = new LiabilityTree(book.Leaves(), RandomNumberGenerator.GetBytes(MerkleNode.HashBytes));
            Publish(new Made(tree, RootOf(tree, book, told.AsOfSeq)));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvariantException)
        {
            // Not published, so not shown either: it is made again.
            return false;
        }
    }

    private static LiabilityRoot RootOf(LiabilityTree tree, LiabilityBook book, long seq) => new(
        seq, book.TimeNs / 1_000_000, tree.Count, Convert.ToHexStringLower(tree.Root.Hash), Text(tree.Root.Sum), Text(tree.Lacking), Text(tree.Loans), Convert.ToHexStringLower(book.StateHash()));

    private static string Text(Int128 value) => value.ToString(CultureInfo.InvariantCulture);

    private void Publish(Made made)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.AppendAllText(_path, JsonSerializer.Serialize(made.Root) + "\n");
        Volatile.Write(ref _roots, [made.Root, .. _roots.Take(RootsShown - 1)]);
        Volatile.Write(ref _made, made);
    }

    private sealed record Made(LiabilityTree Tree, LiabilityRoot Root);
}
