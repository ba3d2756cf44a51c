using PaperLedge.Cli.Commands;
using PaperLedge.Speech;

namespace PaperLedge.Tests.Cli;

public sealed class LocalSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("""{"Values":{"AzureWebJobsStorage":"UseDevelopmentStorage=true"}}""", true, null, null)]
    [InlineData(
        """{"Values":{"AzureWebJobsStorage":"usedevelopmentstorage=true;","DevHost__Port":"8080"},"Host":{"LocalHttpPort":9090}}""",
        true,
        8080,
        null)]
    [InlineData(
        """{"Host":{"LocalHttpPort":9090},"Values":{"DevHost__FunctionKey":"secret-key"}, /* comment */ }""", false, 9090, "secret-key")]
    [InlineData("""{"Values":{"AzureWebJobsStorage":"AccountName=x;AccountKey=eA=="}}""", false, null, null)]
    public void Run_reads_of_the_settings_what_it_has_to_start(string json, bool development, int? port, string? key)
    {
        var settings = Read(json, _ => null);
        Assert.Equal((development, port, key), (settings.IsDevelopmentStorage, settings.Port, settings.FunctionKey));
    }

    [Fact]
    public void A_variable_wins_over_the_settings_file_and_a_broken_file_is_told()
    {
        var settings = Read(
            """{"Values":{"AzureWebJobsStorage":"UseDevelopmentStorage=true"}}""",
            name => name == "AzureWebJobsStorage" ? "AccountName=x" : null);
        Assert.False(settings.IsDevelopmentStorage);
        Assert.Contains(
            "is not a settings file", Assert.Throws<CommandException>(() => Read("{", _ => null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_speech_model_is_chosen_as_the_app_chooses_it()
    {
        const string Json = """
            {"Values":{"whisper:model":"small","Whisper__CacheDirectory":"","Whisper__DownloadBaseUrl":"https://models.example/x"}}
            """;
        var chosen = Read(Json, _ => null).Whisper;
        Assert.Equal(
            ("small", new WhisperOptions().Cache, "https://models.example/x"),
            (chosen.Model, chosen.Cache, chosen.DownloadBaseUrl.AbsoluteUri));
        Assert.Equal("base.en", Read(Json, name => name == "Whisper__Model" ? "base.en" : null).Whisper.Model);
        Assert.Equal("small", Read(Json, _ => "").Whisper.Model);
        Assert.Equal("builtin", Read("{}", _ => null).Whisper.Model);
    }

    [Fact]
    public void A_relative_path_starts_at_the_file_that_names_it_or_where_the_command_is_given()
    {
        const string Json = """{"Values":{"Whisper__Model":"models/ggml-x.bin","Whisper__CacheDirectory":"cache"}}""";
        var byFile = Read(Json, _ => null).Whisper;
        Assert.Equal((_folder.Of("models/ggml-x.bin"), _folder.Of("cache")), (byFile.Model, byFile.Cache));
        var byVariable = Read(Json, name => name == "Whisper__Model" ? "./y.bin" : null).Whisper;
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "y.bin"), byVariable.Model);
    }

    [Theory]
    [InlineData("ftp://models.example/")]
    [InlineData("models")]
    public void An_address_to_download_from_that_is_none_is_told(string address)
    {
        var settings = Read($$$"""{"Values":{"Whisper__DownloadBaseUrl":"{{{address}}}"}}""", _ => null);
        var message = Assert.Throws<CommandException>(() => settings.Whisper).Message;
        Assert.Contains($"Whisper__DownloadBaseUrl is '{address}'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"Values":[]}""")]
    [InlineData("""{"Host":7071}""")]
    [InlineData("")]
    public void A_file_of_another_shape_is_told(string json) =>
        Assert.Contains(
            "is not a settings file", Assert.Throws<CommandException>(() => Read(json, _ => null)).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private LocalSettings Read(string json, Func<string, string?> environment)
    {
        File.WriteAllText(_folder.Of("local.settings.json"), json);
        return LocalSettings.Read(_folder.Of("local.settings.json"), environment);
    }
}
