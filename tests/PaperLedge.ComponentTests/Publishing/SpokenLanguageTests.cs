using System.Text.Json;
using Microsoft.Extensions.Hosting;
using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage;

namespace PaperLedge.ComponentTests.Publishing;

/// <summary>What the engine is told of an episode's language, and what becomes of the languages that it hears.</summary>
[Collection(nameof(AzuriteCollection))]
public class SpokenLanguageTests(AzuriteFixture azurite)
{
    private const string Croatian =
        """{"title": "Show", "description": "Made for a test.", "language": "hr", "author": "Somebody", "category": "Science"}""";

    [Theory]
    [InlineData("a sidecar that names one", Croatian, """{"language": "de"}""", "", "de", "hr")]
    [InlineData("a sidecar before the operator", Croatian, """{"language": "de-AT"}""", "sv", "de-AT", "hr")]
    [InlineData("the operator", Croatian, """{"title": "Talk"}""", "sv", "sv", "hr")]
    [InlineData("the show", Croatian, null, "", null, "hr")]
    [InlineData("a sidecar that is wrong", Croatian, """{"language": "German"}""", "", null, "hr")]
    [InlineData("nobody", null, null, "", null, null)]
    public async Task The_engine_is_told_what_is_spoken_or_what_to_expect(
        string who, string? show, string? sidecar, string setting, string? language, string? likely)
    {
        await using var app = await azurite.StartAppAsync();
        if (show is not null)
        {
            await app.SetUpShowAsync(show);
        }

        if (sidecar is not null)
        {
            await app.UploadAsync("talk.json", sidecar);
        }

        var instance = app.AddInstance(settings: [("Transcription:Language", setting)]);
        await app.UploadAsync("talk.wav", await Clips.Wave);
        await instance.UploadRegistration.RegisterAsync("talk.wav", default);

        await app.TranscribeAllAsync(instance);

        Assert.Equal((who, language, likely), (who, instance.Speech.Options!.Language, instance.Speech.Options.LikelyLanguage));
        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
    }

    [Fact]
    public async Task A_sidecar_that_comes_later_changes_the_page_and_not_what_was_heard()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpShowAsync(Croatian);
        var before = await app.PublishAsync("talk.wav", await Clips.Wave);

        await app.UploadAsync("talk.json", """{"language": "de"}""");
        await app.First.UploadRegistration.RegisterAsync("talk.json", default);

        var after = await app.EpisodeAsync("talk");
        Assert.Equal((1, before.Wanted), (app.First.Speech.Runs, after.Wanted));
        Assert.Equal(("hr", "de"), (before.Published!.Metadata.Language, after.Published!.Metadata.Language));
        Assert.Equal(before.TranscriptTag, after.TranscriptTag);
    }

    [Theory]
    [InlineData(null, 0.5)]
    [InlineData("""{"language": "de"}    """, 0.5)]
    [InlineData("""{"language": "de", "title": "Another title"}""", 0.5)]
    [InlineData("""{"language": "fr"}""", 0)]
    [InlineData("{}", 0)]
    public async Task An_attempt_goes_on_from_the_one_before_only_if_the_language_is_the_same(string? changed, double start)
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpShowAsync(Croatian);
        await app.UploadAsync("talk.json", """{"language": "de"}""");
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        await StopAfterOneWindowAsync(app);

        if (changed is not null)
        {
            await app.UploadAsync("talk.json", changed);
        }

        var next = app.AddInstance();
        next.Speech.WindowLength = app.First.Speech.WindowLength;
        await app.TranscribeAllAsync(next);

        Assert.Equal(start, next.Speech.Windows[0]);
        Assert.Equal("hr", next.Speech.Options!.LikelyLanguage);
    }

    [Fact]
    public async Task A_show_that_changes_its_language_in_between_makes_an_attempt_begin_anew()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpShowAsync(Croatian);
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        await StopAfterOneWindowAsync(app);

        await app.SetUpShowAsync(Croatian.Replace("\"hr\"", "\"sl\"", StringComparison.Ordinal));
        var next = app.AddInstance();
        next.Speech.WindowLength = app.First.Speech.WindowLength;
        await app.TranscribeAllAsync(next);

        Assert.Equal((0, "sl"), (next.Speech.Windows[0], next.Speech.Options!.LikelyLanguage));
    }

    [Theory]
    [InlineData("", "talk.json")]
    [InlineData("de", "Transcription__Language")]
    public async Task A_language_that_the_model_refuses_fails_the_episode_at_once_and_says_what_to_do(string setting, string named)
    {
        await using var app = await azurite.StartAppAsync();
        var instance = app.AddInstance(settings: [("Transcription:Language", setting)]);
        await app.UploadAsync("talk.json", setting.Length > 0 ? "{}" : """{"language": "de"}""");
        await app.UploadAsync("talk.wav", await Clips.Wave);
        await instance.UploadRegistration.RegisterAsync("talk.wav", default);
        instance.Speech.Meanwhile = _ => throw new ModelException(
            "The model 'tiny.en' knows English only, not the language 'de'. Name a multilingual model.") { RefusesLanguage = true };

        await app.TranscribeAllAsync(instance);

        var episode = await app.EpisodeAsync("talk");
        Assert.Equal(EpisodeStatus.Failed, episode.Status);
        Assert.Equal(
            "The model 'tiny.en' knows English only, not the language 'de'. Name a multilingual model. " +
            $"{(setting.Length > 0 ? "The setting " : "")}{named} names this language. " +
            "There are no further attempts. After fixing the cause, upload the audio again or " +
            "POST to /api/episodes/talk/retry (./paperledge retry talk).",
            episode.Problem);
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.TranscribeQueue));
    }

    [Fact]
    public async Task Mended_and_retried_the_episode_comes_out()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.json", """{"language": "de"}""");
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        app.First.Speech.Meanwhile = _ => app.First.Speech.Options!.Language == "de"
            ? throw new ModelException("No German.") { RefusesLanguage = true }
            : Task.CompletedTask;
        await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);

        await app.UploadAsync("talk.json", """{"language": "en"}""");
        await app.First.UploadRegistration.RetryAsync(EpisodeSlug.Parse("talk"), isByPerson: true, default);
        await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);

        Assert.Equal((EpisodeStatus.Published, null), ((await app.EpisodeAsync("talk")).Status, (await app.EpisodeAsync("talk")).Problem));
        Assert.Equal("en", app.First.Speech.Options!.Language);
    }

    [Fact]
    public async Task A_transcript_is_in_the_language_of_most_seconds_and_its_segments_say_where_it_is_not()
    {
        await using var app = await azurite.StartAppAsync();
        app.First.Speech.Language = "en";
        app.First.Speech.Segments = Spoken("en", "de", "de");
        await app.PublishAsync("talk.wav", await Clips.Wave);

        Assert.Equal(("de", "en de de"), Languages(await app.TranscriptAsync("talk", TranscriptFormat.Json)));
        Assert.Contains("<lang en>Segment 0.</lang>", await app.TranscriptAsync("talk", TranscriptFormat.Vtt), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "captions without languages take those that were heard",
        "talk.srt",
        "1\n00:00:00,000 --> 00:00:00,010\nNull.\n\n2\n00:00:00,010 --> 00:00:00,030\nZwei.\n",
        "de",
        "en de")]
    [InlineData(
        "captions with languages have their own",
        "talk.vtt",
        "WEBVTT\n\n00:00.000 --> 00:00.010\nNull.\n\n00:00.010 --> 00:00.030\n<lang fr>Deux.</lang>\n",
        "fr",
        "de fr")]
    public async Task A_correction_keeps_languages(string what, string name, string captions, string language, string languages)
    {
        await using var app = await azurite.StartAppAsync();
        app.First.Speech.Segments = Spoken("en", "de", "de");
        await app.PublishAsync("talk.wav", await Clips.Wave);

        await app.UploadAsync(name, captions);
        await app.First.UploadRegistration.RegisterAsync(name, default);

        Assert.Equal((what, (language, languages)), (what, Languages(await app.TranscriptAsync("talk", TranscriptFormat.Json))));
    }

    [Fact]
    public async Task A_translation_is_english_whatever_was_heard()
    {
        await using var app = await azurite.StartAppAsync();
        var instance = app.AddInstance(settings: [("Transcription:Translate", "true")]);
        (instance.Speech.Language, instance.Speech.Segments) = ("de", Spoken("de", "de", "fr"));
        await app.UploadAsync("talk.wav", await Clips.Wave);
        await instance.UploadRegistration.RegisterAsync("talk.wav", default);

        await app.TranscribeAllAsync(instance);

        Assert.Equal(("en", "en en en"), Languages(await app.TranscriptAsync("talk", TranscriptFormat.Json)));
    }

    private static IReadOnlyList<Segment> Spoken(params string[] languages) =>
        [.. ScriptedTranscriber.Say(languages.Select((_, i) => $"Segment {i}."))
            .Zip(languages, (segment, language) => segment with { Language = language })];

    private static (string Language, string Languages) Languages(string json)
    {
        using var transcript = JsonDocument.Parse(json);
        var segments = transcript.RootElement.GetProperty("segments").EnumerateArray();
        return (
            transcript.RootElement.GetProperty("language").GetString()!,
            string.Join(' ', segments.Select(segment => segment.GetProperty("language").GetString())));
    }

    private static async Task StopAfterOneWindowAsync(TestApp app)
    {
        app.First.Speech.WindowLength = TimeSpan.FromSeconds(0.5);
        app.First.Speech.Said = (_, token) =>
        {
            app.First.Get<IHostApplicationLifetime>().StopApplication();
            token.ThrowIfCancellationRequested();
        };
        await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);
    }
}
