using Peregrine.Core;

namespace Peregrine.Identity;

internal enum EngineSays : byte
{
    Yes = 1,
    No = 2,
    /// <summary>Neither: it was not asked, or nobody can say what it answered. The same question again is safe, and needed.</summary>
    AskAgain = 3,
}

/// <summary>How the engine took a wish.</summary>
internal readonly record struct EngineWord(EngineSays Says, RejectCode Code, int Id)
{
    public Refusal Refusal => Says == EngineSays.AskAgain
        ? new Refusal(IdentityCode.EnginePending, "The venue has written this down and not carried it out yet; it will.") { Engine = Code }
        : new Refusal(IdentityCode.EngineRefused, RejectText.Of(Code)) { Engine = Code };
}

/// <summary>Takes wishes to the engine. Every one is idempotent, by its request key or by what it says.</summary>
internal sealed class EngineLink(ICommandPort port)
{
    public async ValueTask<EngineWord> Ask<T>(T body, int account) where T : unmanaged, ICommandBody
    {
        CommandReceipt receipt = await Submit(Command.Of(in body, account));
        EngineSays says = receipt.Code switch
        {
            RejectCode.None => EngineSays.Yes,
            RejectCode.Busy or RejectCode.ReadOnly or RejectCode.InDoubt => EngineSays.AskAgain,
            _ => EngineSays.No,
        };
        return new EngineWord(says, receipt.Code, (int)receipt.Done.Detail1);
    }

    private ValueTask<CommandReceipt> Submit(Command command) => port.Submit(new ReadOnlySpan<Command>(in command));
}
