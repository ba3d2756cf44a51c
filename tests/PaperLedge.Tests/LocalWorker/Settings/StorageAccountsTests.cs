using Microsoft.Extensions.Configuration;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.Tests.LocalWorker.Settings;

public sealed class StorageAccountsTests
{
    [Theory]
    [InlineData("AzureWebJobsStorage=UseDevelopmentStorage=true", null, "http://127.0.0.1:10000/devstoreaccount1")]
    [InlineData("AzureWebJobsInbox=UseDevelopmentStorage=true", "Inbox", "http://127.0.0.1:10000/devstoreaccount1")]
    [InlineData("Inbox=UseDevelopmentStorage=true", "Inbox", "http://127.0.0.1:10000/devstoreaccount1")]
    [InlineData("ConnectionStrings:Inbox=UseDevelopmentStorage=true", "Inbox", "http://127.0.0.1:10000/devstoreaccount1")]
    [InlineData("AzureWebJobsStorage:accountName=ledge", null, "https://ledge.blob.core.windows.net/")]
    [InlineData("AzureWebJobsStorage:blobServiceUri=https://b.example/;AzureWebJobsStorage:queueServiceUri=https://q.example/", null, "https://b.example/")]
    public void A_connection_is_a_string_or_an_identitys_account(string settings, string? connection, string blobs) =>
        Assert.Equal(new Uri(blobs), new StorageAccounts(Settings(settings)).Open(connection).Blobs.Uri);

    [Theory]
    [InlineData("", null, "set AzureWebJobsStorage to a connection string")]
    [InlineData("", "Inbox", "set Inbox to a connection string")]
    [InlineData("AzureWebJobsStorage:blobServiceUri=https://b.example/", null, "both AzureWebJobsStorage__blobServiceUri and AzureWebJobsStorage__queueServiceUri")]
    public void A_missing_connection_is_refused_by_its_setting(string settings, string? connection, string because) =>
        Assert.Contains(
            because,
            Assert.Throws<RefusedException>(() => new StorageAccounts(Settings(settings)).Open(connection)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_malformed_connection_string_is_not_repeated_in_the_error()
    {
        var accounts = new StorageAccounts(Settings("AzureWebJobsStorage=AccountName=x;;AccountKey:my secret"));

        Assert.DoesNotContain("secret", Assert.Throws<RefusedException>(() => accounts.Open(null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PaperLedge.Functions", "paperledge-functions")]
    [InlineData("--A__b--", "a-b")]
    [InlineData("日本", "local")]
    [InlineData("an.assembly.with.a.very.long.name.indeed", "an-assembly-with-a-very-long-nam")]
    public void The_host_id_fits_into_names_of_queues(string app, string id) => Assert.Equal(id, HostStorage.IdFrom(app));

    private static IConfigurationRoot Settings(string settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.StartsWith("AzureWebJobsStorage=AccountName", StringComparison.Ordinal)
            ? [Pair(settings)]
            : settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Pair))
        .Build();

    private static KeyValuePair<string, string?> Pair(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return KeyValuePair.Create(text[..at], (string?)text[(at + 1)..]);
    }
}
