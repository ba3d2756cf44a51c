namespace PaperLedge.LocalWorker.Hosting;

/// <summary>Waits for a trigger's events and runs functions for them.</summary>
internal interface IListener
{
    /// <summary>The storage connection's setting, for an error's advice.</summary>
    string Connection { get; }

    Uri Endpoint { get; }

    /// <summary>Creates the queues and containers that it needs; tried again while storage fails.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Runs until <paramref name="stopping"/>, then takes nothing new and ends when what it had begun has ended.</summary>
    Task RunAsync(CancellationToken stopping);
}
