using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Peregrine.Core;
using Peregrine.Sequencer;

namespace Peregrine.Crash.Venue;

/// <summary>One connection: what comes in is submitted at once and in order, what is answered goes back in that order.</summary>
internal sealed class Conversation(NetworkStream stream, VenueHost venue)
{
    private const int WaitingMax = 1024;
    private readonly Channel<Task<byte[]>> _answers = Channel.CreateBounded<Task<byte[]>>(WaitingMax);

    public async Task Hold()
    {
        await using NetworkStream held = stream;
        Task telling = Tell();
        try
        {
            while (await Wire.ReadHead(stream) is ({ } tag, { } count)) await _answers.Writer.WriteAsync(await Begin(tag, count));
        }
        catch (IOException)
        {
            // Whoever spoke is gone; what he sent is done all the same.
        }
        _answers.Writer.Complete();
        await telling;
    }

    // The outer task ends when the command has its place in the ring, the inner one when it is answered.
    private async Task<Task<byte[]>> Begin(long tag, int count)
    {
        if (count == Wire.AsksStatus) return Task.FromResult(Wire.Answer(tag, Standing.BytesOf(venue)));
        if (count == Wire.AsksState) return AnswerState(tag);
        byte[] bytes = new byte[count * Command.Size];
        await stream.ReadExactlyAsync(bytes);
        return AnswerCommands(tag, venue.Port.Submit(MemoryMarshal.Cast<byte, Command>(bytes)));
    }

    private static async Task<byte[]> AnswerCommands(long tag, ValueTask<CommandReceipt> receipt) => Wire.Answer(tag, Wire.BytesOf(await receipt));

    private async Task<byte[]> AnswerState(long tag)
    {
        Answer<ToldState> answer = await venue.Questions.Ask<AskState, ToldState>(default, venue.Status.AppliedSeq, CancellationToken.None);
        StateDigest mark = answer.Code == RejectCode.None ? StateDigest.Of(answer.AsOfSeq, answer.Value.Events) : default;
        return Wire.Answer(tag, mark.ToBytes());
    }

    private async Task Tell()
    {
        try
        {
            await foreach (Task<byte[]> answer in _answers.Reader.ReadAllAsync()) await stream.WriteAsync(await answer);
        }
        catch (IOException)
        {
            // Nobody listens any more: what waits is dropped, so that the reading half does not wait for room.
            while (await _answers.Reader.WaitToReadAsync()) _answers.Reader.TryRead(out _);
        }
    }
}
