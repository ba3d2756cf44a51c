using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.DevHost.Settings;

/// <summary>Settings of the development host itself, under <c>DevHost__</c>. Azure has none of them.</summary>
public sealed record DevHostOptions
{
    public const string Section = "DevHost";

    /// <summary>The port of HTTP functions on the loopback address; 0 takes any free one. Default: 7071.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 7071;

    /// <summary>The key for functions that require one; without a setting, one is generated and logged at each start.</summary>
    [MinLength(8)]
    public string? FunctionKey { get; init; }

    /// <summary>The pause between two listings of blobs; new blobs are announced as by Event Grid. Default: a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan EventInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Announces every blob twice, as Event Grid sometimes does.</summary>
    public bool DuplicateEvents { get; init; }

    /// <summary>The time that a queue message is hidden while its function runs. Default: the storage extension's ten minutes.</summary>
    /// <remarks>
    /// It is renewed after half of it, so the message of a killed host returns after this time. Blob triggers always use ten minutes.
    /// </remarks>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan MessageLease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The number of worker deaths within 30 minutes that ends the host. Default: 3, as in Azure.</summary>
    [Range(1, 10_000)]
    public int MaxWorkerDeaths { get; init; } = 3;

    /// <summary>The time that running functions have after SIGTERM, without being cancelled. Default: 10 s, as in Azure.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:45")]
    public TimeSpan StopWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time that the worker has to end before it is killed. Default: 5 s; Azure's host was seen to give 2 to 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan WorkerGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The time that the worker has to load its functions. Default: 60 s.</summary>
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
            : throw new StartException(string.Join(
                '\n', results.Select(result => $"{Section}__{result.MemberNames.First()}: {result.ErrorMessage}")));
    }
}
