using Peregrine.Core;
using Peregrine.Identity.Accounts;

namespace Peregrine.Server.Run;

/// <summary>Paper money for each new root account, once.</summary>
internal sealed class PaperWelcome(ICommandPort port, long micros) : IWelcome
{
    public async ValueTask<bool> Welcome(int account, RequestKey once)
    {
        CommandReceipt receipt = await port.Submit([Command.Of(new Deposit { Source = once, Amount = micros, Asset = 1 }, account)]);
        return receipt.Code is not (RejectCode.Busy or RejectCode.ReadOnly or RejectCode.InDoubt);
    }
}
