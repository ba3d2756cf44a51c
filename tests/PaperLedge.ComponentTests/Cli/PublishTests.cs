using System.Text.Json;
using Azure.Storage.Blobs;
using PaperLedge.Cli;
using PaperLedge.Cli.Processes;
using PaperLedge.ComponentTests.App;
using PaperLedge.Tests.Cli;

namespace PaperLedge.ComponentTests.Cli;

/// <summary><c>publish</c> and <c>withdraw</c> as processes, on a real Azurite without an app.</summary>
public sealed class PublishTests(PublishTests.Storage storage) : IClassFixture<PublishTests.Storage>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // Tests share the account, so each has its own episode.
    private readonly string _slug = $"e{Guid.NewGuid():N}";

    private string Audio => _folder.Of($"{_slug}.mp3");

    private string Sidecar => _folder.Of($"{_slug}.json");

    [Fact]
    public async Task A_new_file_is_uploaded_once_and_then_unchanged()
    {
        await File.WriteAllBytesAsync(Audio, await Clips.Mp3);
        await File.WriteAllTextAsync(Sidecar, """{"title": "A title"}""");

        var first = await PublishAsync(Audio);
        var version = await VersionAsync($"{_slug}.mp3");
        var second = await PublishAsync(Audio);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal([($"{_slug}.json", "new"), ($"{_slug}.mp3", "new")], first.Files);
        Assert.Equal([($"{_slug}.json", "unchanged"), ($"{_slug}.mp3", "unchanged")], second.Files);
        Assert.Equal(version, await VersionAsync($"{_slug}.mp3"));
    }

    [Fact]
    public async Task A_file_that_another_tool_uploaded_without_a_hash_is_compared_by_its_content()
    {
        await File.WriteAllBytesAsync(Audio, await Clips.Mp3);
        var blob = storage.Container("episodes").GetBlobClient($"{_slug}.mp3");
        await storage.Container("episodes").CreateIfNotExistsAsync();
        await blob.UploadAsync(new BinaryData(await Clips.Mp3));
        await blob.SetHttpHeadersAsync(new() { ContentHash = null });

        Assert.Equal([($"{_slug}.mp3", "unchanged")], (await PublishAsync(Audio)).Files);
    }

    [Fact]
    public async Task A_changed_file_replaces_the_one_in_storage_and_says_what_stays()
    {
        await File.WriteAllBytesAsync(Audio, await Clips.Mp3);
        await PublishAsync(Audio);
        await File.WriteAllBytesAsync(Audio, await Clips.LongMp3);

        var (exitCode, output, _) = await CliProcess.RunAsync("publish", Audio, "--connection", storage.ConnectionString);

        Assert.Equal(0, exitCode);
        Assert.Contains("the guid and the address stay", output, StringComparison.Ordinal);
        Assert.Contains("PAPERLEDGE_APP", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task If_one_file_is_refused_nothing_is_uploaded_and_every_problem_is_reported()
    {
        await File.WriteAllBytesAsync(Audio, await Clips.Mp3);
        await File.WriteAllTextAsync(Sidecar, """{"season": "one", "explicit": "perhaps"}""");
        await File.WriteAllTextAsync(_folder.Of($"{_slug}.vtt"), "These are words, not captions.");
        await File.WriteAllTextAsync(_folder.Of("My Episode 1.mp3"), "");

        var result = await PublishAsync(_folder.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Files);
        Assert.Equal(4, result.Problems.Count);
        Assert.Contains(result.Problems, problem => problem.Contains("my-episode-1.mp3", StringComparison.Ordinal));
        Assert.Contains(result.Problems, problem => problem.Contains("season", StringComparison.Ordinal));
        Assert.Contains(result.Problems, problem => problem.StartsWith($"{_slug}.vtt: ", StringComparison.Ordinal));
        Assert.False(await storage.Container("episodes").GetBlobClient($"{_slug}.mp3").ExistsAsync());
    }

    [Fact]
    public async Task A_second_audio_file_of_an_episode_is_refused()
    {
        await File.WriteAllBytesAsync(Audio, await Clips.Mp3);
        await PublishAsync(Audio);
        var wave = _folder.Of($"{_slug}.wav");
        await File.WriteAllBytesAsync(wave, await Clips.Wave);

        var result = await PublishAsync(wave);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"./paperledge withdraw {_slug}", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Captions_that_belong_to_other_audio_are_refused()
    {
        await File.WriteAllBytesAsync(Audio, await Clips.Mp3);
        var captions = _folder.Of($"{_slug}.vtt");
        await File.WriteAllTextAsync(captions, "WEBVTT\n\n00:10:00.000 --> 00:10:02.000\nToo late.\n");

        var result = await PublishAsync(Audio, captions);

        Assert.Contains("belongs to other audio", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_show_is_uploaded_with_the_artwork_that_it_names()
    {
        var result = await PublishAsync(Path.Combine(Repository.Samples, "show.json"));

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["artwork.png", "show.json"], result.Files.Select(file => file.Name));
        Assert.True(await storage.Container("config").GetBlobClient("artwork.png").ExistsAsync());
    }

    [Theory]
    [InlineData("\"ownerEmail\": \"owner@example.com\"", "\"ownerEmail\": \"the owner\"", "must be one e-mail address")]
    [InlineData("\"artwork\": \"artwork.png\"", "\"artwork\": \"small.png\"", "1400 to 3000 pixels")]
    [InlineData("\"artwork\": \"artwork.png\"", "\"artwork\": \"missing.png\"", "there is no")]
    [InlineData("\"category\": \"Science\"", "\"category\": \"Papers\"", "Apple's podcast categories")]
    public async Task A_show_that_directories_would_refuse_is_not_uploaded(string right, string wrong, string words)
    {
        var show = await File.ReadAllTextAsync(Path.Combine(Repository.Samples, "show.json"));
        await File.WriteAllTextAsync(_folder.Of("show.json"), show.Replace(right, wrong, StringComparison.Ordinal));
        File.Copy(Path.Combine(Repository.Samples, "artwork.png"), _folder.Of("artwork.png"));
        await File.WriteAllBytesAsync(
            _folder.Of("small.png"), await Clips.MakeAsync("png", "-f", "lavfi", "-i", "color=red:size=100x50", "-frames:v", "1"));

        var result = await PublishAsync(_folder.Of("show.json"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(result.Problems, problem => problem.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Withdrawing_deletes_the_audio_alone_and_only_if_it_is_confirmed()
    {
        await File.WriteAllBytesAsync(Audio, await Clips.Mp3);
        await File.WriteAllTextAsync(Sidecar, "{}");
        await PublishAsync(Audio);

        var unsure = await CliProcess.RunAsync("withdraw", _slug, "--connection", storage.ConnectionString);
        var sure = await CliProcess.RunAsync("withdraw", _slug, "--connection", storage.ConnectionString, "--yes");

        Assert.Equal((2, 0), (unsure.ExitCode, sure.ExitCode));
        Assert.Contains("--yes", unsure.Error, StringComparison.Ordinal);
        Assert.Contains("publish its audio again", sure.Output, StringComparison.Ordinal);
        Assert.False(await storage.Container("episodes").GetBlobClient($"{_slug}.mp3").ExistsAsync());
        Assert.True(await storage.Container("episodes").GetBlobClient($"{_slug}.json").ExistsAsync());
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Result> PublishAsync(params string[] paths)
    {
        var (exitCode, output, error) = await CliProcess.RunAsync(
            ["publish", .. paths, "--connection", storage.ConnectionString, "--no-wait", "--json"]);
        Assert.True(output.StartsWith('{'), error);
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        return new Result(
            exitCode,
            [.. root.GetProperty("files").EnumerateArray()
                .Select(file => (file.GetProperty("name").GetString()!, file.GetProperty("change").GetString()!))],
            [.. root.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!)]);
    }

    private async Task<string> VersionAsync(string name) =>
        (await storage.Container("episodes").GetBlobClient(name).GetPropertiesAsync()).Value.ETag.ToString();

    private sealed record Result(int ExitCode, IReadOnlyList<(string Name, string Change)> Files, IReadOnlyList<string> Problems);

    public sealed class Storage : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();
        private Azurite? _azurite;

        public string ConnectionString => _azurite!.Options.ConnectionString;

        public BlobContainerClient Container(string name) => new BlobServiceClient(ConnectionString).GetBlobContainerClient(name);

        public async ValueTask InitializeAsync() => _azurite = await Azurite.StartAsync(
            AzuriteOptions.OnFreePorts(_folder.Of("storage"), _folder.Of("azurite.log")) with { InMemory = true }, CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await _azurite!.DisposeAsync();
            _folder.Dispose();
        }
    }
}
