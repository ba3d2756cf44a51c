using System.Net;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using PaperLedge.Cli.Processes;
using PaperLedge.DevHost.Processes;
using PaperLedge.EndToEndTests.App;
using PaperLedge.Storage;
using RunningApp = PaperLedge.EndToEndTests.App.RunningApp;

namespace PaperLedge.EndToEndTests.Deployment;

public sealed class SeparateAppsTests
{
    /// <summary>The two apps of the template, on one account, with the settings that the template gives them.</summary>
    [Fact]
    public async Task One_app_serves_what_the_other_transcribes()
    {
        var template = await Template.Default;
        await using var web = await RunningApp.StartAsync("web", SettingsOf(template, "web"));
        var options = new FunctionAppOptions(Path.Combine(web.Folder, "work"), Path.Combine(web.Folder, "work.log"))
        {
            Port = LocalPorts.Free(1)[0],
            ConnectionString = web.Azurite.ConnectionString,
            Environment = new Dictionary<string, string?>(SettingsOf(template, "work"))
            {
                ["PublicBaseUrl"] = web.BaseUrl.AbsoluteUri,
            },
        };
        await using (var work = FunctionApp.Start(options))
        {
            await WaitForWorkerAsync(work);
            await web.PublishShowAsync();
            await web.UploadAsync("shared.mp3", await Ffmpeg.ClipAsync("mp3"));
            await web.WaitForAsync("shared", "published");

            // The app that serves did not publish it, so it learns of it when it next looks: Feed__MemorySeconds.
            await Eventually.IsTrueAsync(async () => await web.ItemAsync("shared") is not null, "the episode is in the feed", web);
            using var transcript = JsonDocument.Parse(
                await web.Http.GetStringAsync("episodes/shared/transcript.json", TestContext.Current.CancellationToken));
            Assert.NotEqual(0, transcript.RootElement.GetProperty("segments").GetArrayLength());
            foreach (var address in new[] { "", "feed.xml", "episodes/shared", "api/health", "api/episodes", "no-such-address" })
            {
                using var answer = await work.Http.GetAsync(address, TestContext.Current.CancellationToken);
                Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.NoContent, $"/{address}: {answer.StatusCode}");
            }
        }

        // Nobody is left who would take this message.
        using var retry = await web.Http.PostAsync("api/episodes/shared/retry", content: null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, retry.StatusCode);
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        PeekedMessage[] waiting = await web.Queues.GetQueueClient(StorageNames.PrepareQueue)
            .PeekMessagesAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(0, Assert.Single(waiting).DequeueCount);
    }

    // The template's settings, except those that name the account, on the machine's own terms.
    private static Dictionary<string, string?> SettingsOf(Template template, string app)
    {
        var settings = template.SettingsOf(app)
            .Where(setting => !setting.Key.StartsWith("AzureWebJobsStorage__", StringComparison.Ordinal)
                && !setting.Key.StartsWith("APPLICATIONINSIGHTS_", StringComparison.Ordinal))
            .ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        foreach (var (name, value) in QuickSettings.ForLiving)
        {
            settings[name] = value;
        }

        return settings;
    }

    private static async Task WaitForWorkerAsync(FunctionApp app)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                await app.GetWorkerIdAsync(limit.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(200, limit.Token);
            }
        }
    }
}
