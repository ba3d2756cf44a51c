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
using PaperLedge.Functions.Diagnostics;
using PaperLedge.Functions.Episodes;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Web;
using PaperLedge.Storage;
using PaperLedge.Whisper;
using PaperLedge.Whisper.Audio;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Functions;

public static class PaperLedgeRegistration
{
    /// <summary>Composes the whole app; the host, local or Azure's, brings the triggers.</summary>
    public static IHostApplicationBuilder AddPaperLedge(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddPaperLedgeStorage();
        AddSettings(services, builder.Configuration);

        services.AddSingleton(provider => new PublicUrls(new Uri(provider.GetRequiredService<IOptions<SiteSettings>>().Value.PublicBaseUrl)));
        services.AddSingleton(provider => new AudioProbe(provider.GetRequiredService<IOptions<AudioOptions>>().Value));
        services.AddSingleton(provider => new FfmpegDecoder(provider.GetRequiredService<IOptions<AudioOptions>>().Value));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<WhisperOptions>>().Value);
        services.AddSingleton<HttpClient>();
        services.AddSingleton<ModelResolver>();
        services.AddSingleton(provider => SpeechEngines.Create(
            provider.GetRequiredService<WhisperOptions>(),
            provider.GetRequiredService<ModelResolver>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));

        services.AddSingleton<UploadProbe>();
        services.AddSingleton<Examination>();
        services.AddSingleton<Recognition>();
        services.AddSingleton<Withdrawal>();
        services.AddSingleton<Sweeping>();
        services.AddSingleton<TranscriptReader>();
        services.AddSingleton<CaptionsReader>();
        services.AddSingleton<Publication>();
        services.AddSingleton<Registration>();
        services.AddSingleton<HostIdentity>();
        services.AddSingleton<Transcription>();
        services.AddSingleton<Housekeeping>();
        services.AddSingleton<ShowRegistration>();

        services.AddSingleton<CurrentShow>();
        services.AddSingleton<Shelf>();
        services.AddSingleton<FeedGate>();
        services.AddSingleton<FeedShelf>();
        services.AddSingleton<Archiving>();
        services.AddSingleton<Heralds>();
        services.AddSingleton<Announcing>();

        services.AddSingleton<PageRenderer>();
        services.AddSingleton<FeedEndpoint>();
        services.AddSingleton<ChaptersEndpoint>();
        services.AddSingleton<TranscriptEndpoint>();
        services.AddSingleton<PageEndpoint>();
        services.AddSingleton<DiscoveryEndpoint>();
        services.AddSingleton<MediaEndpoint>();
        services.AddSingleton<StatusEndpoint>();

        services.AddSingleton<InvocationIdGuard>();
        services.AddSingleton<IStartupFilter>(provider => provider.GetRequiredService<InvocationIdGuard>());
        services.AddSingleton<StartUp>();
        services.AddHostedService(provider => provider.GetRequiredService<StartUp>());
        AddLogging(builder);
        return builder;
    }

    /// <summary>The worker sends what it logs to the host whatever host.json says, and ASP.NET Core has four lines for each request.</summary>
    private static void AddLogging(IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OutsideLog>();
        builder.Services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<OutsideLog>());
        var levels = new Dictionary<string, string?> { ["Logging:LogLevel:Microsoft"] = "Warning", ["Logging:LogLevel:Azure"] = "Warning", ["Logging:LogLevel:System"] = "Warning" };
        // First, so that a setting such as Logging__LogLevel__Microsoft wins.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = levels });
    }

    private static void AddSettings(IServiceCollection services, IConfiguration configuration)
    {
        Add<SiteSettings>(configuration);
        Add<TranscriptionSettings>(configuration.GetSection(TranscriptionSettings.SectionName));
        Add<TidySettings>(configuration.GetSection(TidySettings.SectionName));
        Add<AnnounceSettings>(configuration.GetSection(AnnounceSettings.SectionName));
        Add<FeedSettings>(configuration.GetSection(FeedSettings.SectionName));
        Add<AudioOptions>(configuration.GetSection(AudioOptions.SectionName));
        Add<WhisperOptions>(configuration.GetSection(WhisperOptions.Section));

        void Add<TOptions>(IConfiguration section)
            where TOptions : class =>
            services.AddOptions<TOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
    }
}
