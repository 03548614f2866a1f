namespace Peregrine.Sequencer.Writer;

public enum WriterState : byte
{
    Running = 1,
    /// <summary>The journal takes nothing more. Questions are answered; only a restart writes again.</summary>
    ReadOnly = 2,
    /// <summary>The engine itself cannot be trusted any more: nothing is published after this.</summary>
    Stopped = 3,
}
