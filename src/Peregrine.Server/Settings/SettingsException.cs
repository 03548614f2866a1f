namespace Peregrine.Server.Settings;

/// <summary>Something was set that cannot be; the message is the sentence for whoever set it.</summary>
public sealed class SettingsException : Exception
{
    public SettingsException() { }
    public SettingsException(string message) : base(message) { }
    public SettingsException(string message, Exception inner) : base(message, inner) { }
}
