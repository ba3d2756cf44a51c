using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PaperLedge.Cli;
using PaperLedge.Functions;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Publishing;
using PaperLedge.Functions.Telemetry;
using PaperLedge.Speech;
using PaperLedge.Speech.Audio;

namespace PaperLedge.Tests.Functions;

/// <summary>The sample settings hold every option, at its default, and nothing else.</summary>
public class OptionsTests
{
    private static readonly (string? Section, Type Type)[] s_options =
    [
        (null, typeof(SiteOptions)),
        (TranscriptionJobOptions.Section, typeof(TranscriptionJobOptions)),
        (TidyOptions.Section, typeof(TidyOptions)),
        (AnnounceOptions.Section, typeof(AnnounceOptions)),
        (FeedOptions.Section, typeof(FeedOptions)),
        (AudioOptions.Section, typeof(AudioOptions)),
        (WhisperOptions.Section, typeof(WhisperOptions)),
    ];

    private static readonly string[] s_ofTheHost =
        [
            "FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage", "AzureWebJobsDisableHomepage", "TidySchedule",
            TelemetryExport.ConnectionString, TelemetryExport.Authentication, TelemetryExport.OtlpEndpoint,
        ];

    public static TheoryData<Type, string?> Sections
    {
        get
        {
            var sections = new TheoryData<Type, string?>();
            foreach (var (section, type) in s_options)
            {
                sections.Add(type, section);
            }

            return sections;
        }
    }

    [Fact]
    public void The_sample_has_every_option_and_no_other()
    {
        var options = s_options.SelectMany(option => Settable(option.Type).Select(property => Key(option.Section, property.Name)));
        Assert.Equal(options.Concat(s_ofTheHost).Order(StringComparer.Ordinal), Sample().Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void The_sample_is_valid_and_says_the_defaults(Type type, string? section)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                Sample().ToDictionary(pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), pair => (string?)pair.Value))
            .Build();
        var bound = (section is null ? configuration : configuration.GetSection(section)).Get(type)!;
        Validator.ValidateObject(bound, new ValidationContext(bound), validateAllProperties: true);

        var defaults = Activator.CreateInstance(type)!;
        foreach (var property in Settable(type).Where(property => property.Name != nameof(SiteOptions.PublicBaseUrl)))
        {
            Assert.Equal((property.Name, property.GetValue(defaults)), (property.Name, property.GetValue(bound)));
        }
    }

    [Theory]
    [InlineData("https://podcast.example.org", true)]
    [InlineData("http://localhost:7071", true)]
    [InlineData("http://podcast.example.org", false)]
    [InlineData("podcast.example.org", false)]
    [InlineData("", false)]
    public void The_public_address_must_be_https_loopback_excepted(string address, bool isValid)
    {
        var settings = new SiteOptions { PublicBaseUrl = address };
        Assert.Equal(isValid, Validator.TryValidateObject(settings, new ValidationContext(settings), null, validateAllProperties: true));
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties().Where(property => property.CanWrite);

    private static string Key(string? section, string name) => section is null ? name : $"{section}__{name}";

    private static Dictionary<string, string> Sample()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "local.settings.sample.json")));
        return file.RootElement.GetProperty("Values")
            .EnumerateObject()
            .ToDictionary(value => value.Name, value => value.Value.GetString()!);
    }
}
