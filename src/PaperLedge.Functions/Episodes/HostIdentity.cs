using Microsoft.Extensions.Configuration;

namespace PaperLedge.Functions.Episodes;

/// <summary>
/// The host process that this worker belongs to. A worker that takes the place of a dead one has the same host; after a machine is gone,
/// the next attempt has another.
/// </summary>
public sealed class HostIdentity(IConfiguration configuration)
{
    /// <summary>The machine, and the address at which the host speaks with its workers, which it chooses anew at each start.</summary>
    public string Value { get; } = $"{Environment.MachineName} {configuration["Functions:Worker:HostEndpoint"]}";
}
