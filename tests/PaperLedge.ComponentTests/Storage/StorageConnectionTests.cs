using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PaperLedge.Storage;

namespace PaperLedge.ComponentTests.Storage;

public class StorageConnectionTests
{
    [Fact]
    public void A_connection_string_counts_before_an_identity()
    {
        var connection = Connect(("", "UseDevelopmentStorage=true"), (":accountName", "ledge"));
        Assert.Equal("http://127.0.0.1:10000/devstoreaccount1", connection.Blobs().Uri.OriginalString);
        Assert.Equal("http://127.0.0.1:10002/devstoreaccount1", connection.Tables().Uri.OriginalString);
        Assert.Equal("http://127.0.0.1:10001/devstoreaccount1", connection.Queues().Uri.OriginalString);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("managedidentity", null)]
    [InlineData("managedidentity", "11111111-2222-3333-4444-555555555555")]
    public void An_account_of_an_identity_has_its_three_services(string? credential, string? clientId)
    {
        var connection = Connect((":accountName", "ledge"), (":credential", credential), (":clientId", clientId));
        Assert.Equal("https://ledge.blob.core.windows.net/", connection.Blobs().Uri.AbsoluteUri);
        Assert.Equal("https://ledge.table.core.windows.net/", connection.Tables().Uri.AbsoluteUri);
        Assert.Equal("https://ledge.queue.core.windows.net/", connection.Queues().Uri.AbsoluteUri);
    }

    [Fact]
    public void A_service_may_have_an_address_of_its_own()
    {
        var connection = Connect((":blobServiceUri", "https://ledge.blob.example.org/"), (":accountName", "ledge"));
        Assert.Equal("https://ledge.blob.example.org/", connection.Blobs().Uri.AbsoluteUri);
        Assert.Equal("https://ledge.table.core.windows.net/", connection.Tables().Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void An_app_without_an_account_is_told_what_to_set(string? value) => Assert.StartsWith(
        "No storage account is set: give AzureWebJobsStorage a connection string",
        Assert.Throws<InvalidOperationException>(() => Connect(("", value)).Blobs()).Message,
        StringComparison.Ordinal);

    private static StorageConnection Connect(params (string Name, string? Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddAzureClientsCore();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("AzureWebJobsStorage" + setting.Name, setting.Value)))
            .Build();
        return new StorageConnection(configuration, services.BuildServiceProvider().GetRequiredService<AzureComponentFactory>());
    }
}
