using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Pages;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Http;
using PaperLedge.Functions.Publishing;
using PaperLedge.Functions.Status;
using PaperLedge.Functions.Telemetry;
using PaperLedge.Speech;
using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Ggml;
using PaperLedge.Storage;

namespace PaperLedge.Functions;

public static class PaperLedgeServices
{
    /// <summary>Composes the whole app; the host (local or Azure's) brings the triggers.</summary>
    public static IHostApplicationBuilder AddPaperLedge(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddPaperLedgeStorage();
        AddSettings(services, builder.Configuration);

        services.AddSingleton(
            provider => new PublicUrls(new Uri(provider.GetRequiredService<IOptions<SiteOptions>>().Value.PublicBaseUrl)));
        services.AddSingleton(provider => new AudioProbe(provider.GetRequiredService<IOptions<AudioOptions>>().Value));
        services.AddSingleton(provider => new FfmpegDecoder(provider.GetRequiredService<IOptions<AudioOptions>>().Value));
        services.AddSingleton(provider => new AudioEncoder(provider.GetRequiredService<IOptions<AudioOptions>>().Value));
        services.AddSingleton(provider => new PieceAudio(provider.GetRequiredService<IOptions<AudioOptions>>().Value));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<WhisperOptions>>().Value);
        services.AddSingleton<HttpClient>();
        services.AddSingleton<ModelResolver>();
        services.AddSingleton(provider => SpeechEngines.Create(
            provider.GetRequiredService<WhisperOptions>(),
            provider.GetRequiredService<ModelResolver>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));

        services.AddSingleton<HostLimits>();
        services.AddSingleton<HostIdentity>();
        services.AddSingleton<UploadInspector>();
        services.AddSingleton<UploadRegistration>();
        services.AddSingleton<ShowRegistration>();
        services.AddSingleton<TranscriptionRequests>();
        services.AddSingleton<PlanReader>();
        services.AddSingleton<PreparationStep>();
        services.AddSingleton<EncodingStep>();
        services.AddSingleton<TranscriptionStep>();
        services.AddSingleton<TranscriptAssembly>();
        services.AddSingleton<TranscriptionJob>();
        services.AddSingleton<TranscriptReader>();
        services.AddSingleton<CaptionsReader>();
        services.AddSingleton<Publisher>();
        services.AddSingleton<Withdrawal>();
        services.AddSingleton<RowCleanup>();
        services.AddSingleton<EpisodeRelease>();
        services.AddSingleton<RowRepair>();
        services.AddSingleton<RetryPlan>();
        services.AddSingleton<TidyJob>();

        services.AddSingleton<HealthCheck>();
        services.AddSingleton<StatusReader>();
        services.AddSingleton<AddressCheck>();

        services.AddSingleton<ShowCache>();
        services.AddSingleton<DocumentCache>();
        services.AddSingleton<FeedGate>();
        services.AddSingleton<FeedDocuments>();
        services.AddSingleton<FeedArchives>();
        services.AddSingleton<FeedMove>();
        services.AddSingleton<ChangeNotifier>();
        services.AddSingleton<Announcements>();
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<MediaOrigin>();
        services.AddSingleton<NotFoundPage>();
        services.AddSingleton<SiteRoutes>();

        services.AddSingleton<InvocationIdGuard>();
        services.AddSingleton<IStartupFilter>(provider => provider.GetRequiredService<InvocationIdGuard>());
        services.AddSingleton<StartUp>();
        services.AddHostedService(provider => provider.GetRequiredService<StartUp>());
        AddLogging(builder);
        TelemetryExport.Add(services, builder.Configuration);
        return builder;
    }

    // The worker sends its log to the host whatever host.json says, and ASP.NET Core logs four lines for each request.
    private static void AddLogging(IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OutsideLog>();
        builder.Services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<OutsideLog>());
        var levels = new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Microsoft"] = "Warning",
            ["Logging:LogLevel:Azure"] = "Warning",
            ["Logging:LogLevel:System"] = "Warning",
        };
        // First, so that a setting such as Logging__LogLevel__Microsoft wins.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = levels });
    }

    private static void AddSettings(IServiceCollection services, IConfiguration configuration)
    {
        Add<SiteOptions>(configuration);
        Add<TranscriptionJobOptions>(configuration.GetSection(TranscriptionJobOptions.Section));
        Add<TidyOptions>(configuration.GetSection(TidyOptions.Section));
        Add<AnnounceOptions>(configuration.GetSection(AnnounceOptions.Section));
        Add<FeedOptions>(configuration.GetSection(FeedOptions.Section));
        Add<AudioOptions>(configuration.GetSection(AudioOptions.Section));
        Add<WhisperOptions>(configuration.GetSection(WhisperOptions.Section));

        void Add<TOptions>(IConfiguration section)
            where TOptions : class =>
            services.AddOptions<TOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
    }
}
