using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.DevHost.Settings;

/// <summary>Settings of the development host itself, under <c>DevHost__</c>. Azure knows none of them.</summary>
public sealed record DevHostOptions
{
    public const string Section = "DevHost";

    /// <summary>The port on the loopback address that HTTP functions are served at; 0 takes any free one. Default: 7071.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 7071;

    /// <summary>What callers of functions with a key must send; without it one is made up and logged at each start.</summary>
    [MinLength(8)]
    public string? FunctionKey { get; init; }

    /// <summary>The pause between two looks for new blobs, which are then announced as by Event Grid. Default: a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan EventInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Announces every blob twice, as Event Grid sometimes does.</summary>
    public bool DuplicateEvents { get; init; }

    /// <summary>
    /// How long a queue message is hidden while its function runs; renewed at half time, so this is how long it takes until the
    /// message of a killed host comes back. Default: the ten minutes of the storage extension. Blob triggers always have those.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan MessageLease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The host ends when its worker has died so many times within 30 minutes. Default: 3, as in Azure.</summary>
    [Range(1, 10_000)]
    public int MaxWorkerDeaths { get; init; } = 3;

    /// <summary>How long running functions may go on after SIGTERM, without being cancelled. Default: 10 s, as in Azure.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:45")]
    public TimeSpan StopWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the worker may take to end when it is asked to, before it is killed. Default: 5 s; Azure's host was seen to give 2 to 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan WorkerGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the worker may take until its functions are loaded. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <exception cref="StartException">A setting is unknown, of the wrong kind or out of range.</exception>
    public static DevHostOptions Read(IConfiguration settings)
    {
        DevHostOptions options;
        try
        {
            options = settings.GetSection(Section).Get<DevHostOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new();
        }
        catch (InvalidOperationException failure)
        {
            throw new StartException($"The settings {Section}__… are wrong: {failure.Message}", failure);
        }

        var results = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true)
            ? options
            : throw new StartException(string.Join('\n', results.Select(result => $"{Section}__{result.MemberNames.First()}: {result.ErrorMessage}")));
    }
}
